/**
 * The states of a payment, and the one function that changes them.
 *
 *   created ─▶ sent ─▶ paid-unverified ─▶ credited
 *      │         │            └──────────▶ refund-due
 *      └─────────┴─▶ failed, expired, unresolved
 *
 * - `created`: recorded; no gateway has been asked yet, or none has answered. Nobody can pay it.
 * - `sent`: a gateway gave a session, and the payer has its address (or an invoice in the chat).
 * - `paid-unverified`: the payer has paid, says the gateway, but the money is not ours: it has not been verified, or it is
 *   not what was asked for (`difference`). The reconciler asks on; of a difference staff hear.
 * - `credited`: verified and in the wallet. Final: nothing that is said later, or said again, changes it.
 * - `failed`: the gateway says that it was not paid. `expired`: the gateway knows of it and nobody paid in time.
 *   `unresolved`: after two days the gateway still says neither; staff must ask it. These three end the wait, not the
 *   payment: people pay at the second try, so whenever the gateway says "paid" after all, the money is credited.
 * - `refund-due`: money was taken that no wallet may get, because it differs from what was asked for. Final here: it goes
 *   back to the payer, by the gateway or by staff.
 *
 * Return page, callback, chat, reconciler and staff may all report the same payment, at once and again. Each asks the
 * gateway itself, and whoever's transaction moves the state writes what goes with it: the booking and the notices.
 */
import type { ClientSession, Types } from 'mongoose';
import { TOP_UP_STATES, type TopUp, type TopUpState } from '../../models/top-up.ts';
import type { Matter } from '../cases/service.ts';
import type { Notice } from '../notifications/service.ts';
import type { TopUpsDeps } from './service.ts';

/** What may follow a state. A difference that is found in what is known to be paid leaves the state and is noted. */
const LEADS_TO: Record<TopUpState, readonly TopUpState[]> = {
  created: ['sent', 'failed', 'expired'],
  sent: ['paid-unverified', 'credited', 'failed', 'expired', 'unresolved'],
  'paid-unverified': ['paid-unverified', 'credited', 'failed', 'unresolved', 'refund-due'],
  credited: [],
  failed: ['paid-unverified', 'credited'],
  // Whoever was told that it expired needs no second notice that nothing was paid.
  expired: ['paid-unverified', 'credited'],
  unresolved: ['paid-unverified', 'credited', 'failed'],
  'refund-due': [],
};

/** After these nothing changes, whatever is said. */
export const isFinal = (state: TopUpState) => LEADS_TO[state].length === 0;

export interface Move {
  to: TopUpState;
  /** From this state alone, where the decision was about it; else from whichever `to` may follow. */
  from?: TopUpState;
  set?: Partial<Pick<TopUp, 'gateway' | 'sessionId' | 'payUrl' | 'reference' | 'difference' | 'checkAt'>>;
  /** Not when it is like this already: another report of the same has written it. */
  unless?: Partial<Pick<TopUp, 'state' | 'difference'>>;
  notices?: readonly Notice[];
  /** What the ledger is to know of it, as it is now: whose wallet it is for may have changed since it was read. */
  book?: (moved: TopUp, session: ClientSession) => Promise<void>;
  /** What staff are to look at. */
  matter?: Matter;
}

/** The one way from state to state: with its booking, its case and its notices, or not at all. Null when it was moved otherwise. */
export async function move(deps: TopUpsDeps, topUp: TopUp, change: Move): Promise<TopUp | null> {
  const done = await deps.inTransaction<Moved | null>(({ session }) =>
    moveWithin(deps, topUp, change, session),
  );
  if (done && done.recorded.length > 0) await deps.notifications.wake(done.recorded);
  return done?.moved ?? null;
}

export interface Moved {
  moved: TopUp;
  /** Notices to wake once the transaction is through. */
  recorded: Types.ObjectId[];
}

/** The same as part of a transaction: that of another payment whose end is the end of this one too. */
export async function moveWithin(
  deps: TopUpsDeps,
  topUp: TopUp,
  change: Move,
  session: ClientSession,
): Promise<Moved | null> {
  const moved = await deps.models.TopUp.findOneAndUpdate(
    {
      ...{ _id: topUp._id, state: { $in: statesBefore(change) } },
      ...(change.unless ? { $nor: [change.unless] } : {}),
    },
    {
      $set: { state: change.to, ...change.set, ...(endsWait(change.to) ? { endedAt: deps.clock() } : {}) },
      $inc: { moves: 1 },
    },
    { session, returnDocument: 'after' },
  ).lean<TopUp>();
  if (!moved) return null;
  await change.book?.(moved, session);
  await settleCases(deps, moved, change, session);
  const recorded: Types.ObjectId[] = [];
  if (change.matter)
    recorded.push(...(await deps.cases.open(ofThisMove(moved, change.matter), session)).notices);
  for (const notice of change.notices ?? [])
    recorded.push(await deps.notifications.record(ofThisMove(moved, notice), session));
  return { moved, recorded };
}

/** A payment may come into one state twice, and is told twice then: the first telling must not swallow the second. */
const ofThisMove = <Told extends { dedupeKey: string }>({ moves }: TopUp, told: Told): Told => ({
  ...told,
  dedupeKey: `${told.dedupeKey}-${moves}`,
});

/** What staff were to look into is over, or there is something newer to look into. */
async function settleCases(
  { cases }: TopUpsDeps,
  { _id, startedBy }: TopUp,
  { to, matter }: Move,
  session: ClientSession,
): Promise<void> {
  if (to !== 'credited' && to !== 'failed' && !matter) return;
  const subject = { kind: 'top-up', id: _id } as const;
  await cases.settleAbout({ person: startedBy, subject, reason: `the payment is now ${to}` }, session);
}

function statesBefore({ to, from }: Move): TopUpState[] {
  const before = TOP_UP_STATES.filter((state) => LEADS_TO[state].includes(to));
  return from === undefined ? before : before.filter((state) => state === from);
}

const endsWait = (state: TopUpState) =>
  state !== 'created' && state !== 'sent' && state !== 'paid-unverified';
