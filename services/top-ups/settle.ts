/** Asking the gateway what became of a payment, and writing it down. Safe to repeat, alone or at once. */
import type { ClientSession, Types } from 'mongoose';
import type { Centre } from '../../models/centre.ts';
import { TOP_UP_STATES, type TopUp, type TopUpState } from '../../models/top-up.ts';
import { noticeKey } from '../notifications/rules.ts';
import type { Notice } from '../notifications/service.ts';
import type { Finding } from './rules.ts';
import type { TopUpsDeps } from './service.ts';

export type SettleOutcome =
  | { type: 'credited'; topUp: TopUp }
  /** The gateway says that this will not be paid. */
  | { type: 'not-taken' }
  | { type: 'open'; finding: Finding };

export async function settle(deps: TopUpsDeps, topUp: TopUp): Promise<SettleOutcome> {
  const { gateway, log } = deps;
  const { sessionId, amountRials } = topUp;
  if (topUp.state === 'credited') return { type: 'credited', topUp };
  // Without a session nobody has got an address at which to pay.
  if (!sessionId) return { type: 'open', finding: 'unpaid' };
  if (!gateway) return { type: 'open', finding: 'silence' };
  const answer = await gateway.verify({ sessionId, amountRials });
  switch (answer.type) {
    case 'paid':
    case 'already-verified':
      return { type: 'credited', topUp: await credit(deps, topUp, answer.reference) };
    case 'not-paid':
      return notPaid(deps, topUp, sessionId);
    case 'amount-mismatch':
      log.warn({ topUp: topUp._id.toHexString() }, 'the gateway holds another amount than was asked for');
      return { type: 'open', finding: 'other-amount' };
    case 'unknown':
      log.warn({ topUp: topUp._id.toHexString(), reason: answer.reason }, 'payment not verified yet');
      return { type: 'open', finding: 'silence' };
  }
}

const NOT_CREDITED = TOP_UP_STATES.filter((state) => state !== 'credited');

/** Books the money, in one transaction with the state that makes a second booking impossible. */
async function credit(deps: TopUpsDeps, topUp: TopUp, reference: string): Promise<TopUp> {
  const credited = await move(deps, topUp, {
    from: NOT_CREDITED,
    to: { state: 'credited', reference },
    notices: [noticeOf(topUp, 'top-up-credited', { reference }), ...(await toOwner(deps, topUp))],
    book: async (session) => {
      const { amountRials } = topUp;
      await deps.ledger.creditTopUp(
        { wallet: { person: topUp.person, kind: topUp.wallet }, amountRials, reference },
        session,
      );
    },
  });
  // Another return of the same payment booked it first: the answer is the same.
  return credited ?? deps.models.TopUp.findById(topUp._id).orFail().lean<TopUp>();
}

/** Not paid yet, or never: only the gateway's own word ends it; a browser's return is just a hint. */
async function notPaid(deps: TopUpsDeps, topUp: TopUp, sessionId: string): Promise<SettleOutcome> {
  const state = await deps.gateway?.inquire(sessionId);
  if (state?.type !== 'failed' && state?.type !== 'reversed')
    return { type: 'open', finding: state?.type === 'in-progress' ? 'unpaid' : 'silence' };
  await move(deps, topUp, {
    // Whoever was told that it expired needs no second notice that nothing was paid.
    from: ['created', 'waiting', 'unresolved'],
    to: { state: 'failed' },
    notices: [noticeOf(topUp, 'top-up-failed')],
  });
  return { type: 'not-taken' };
}

interface Move {
  from: readonly TopUpState[];
  to: { state: TopUpState; reference?: string };
  notices: readonly Notice[];
  /** What the ledger is to know of it. */
  book?: (session: ClientSession) => Promise<void>;
}

/** The one way from state to state: with its bookings and its notice, or not at all. Null when another moved it first. */
export async function move(
  deps: TopUpsDeps,
  topUp: TopUp,
  { from, to, notices, book }: Move,
): Promise<TopUp | null> {
  let recorded: Types.ObjectId[] = [];
  const moved = await deps.inTransaction<TopUp | null>(async ({ session }) => {
    recorded = [];
    const found = await deps.models.TopUp.findOneAndUpdate(
      { _id: topUp._id, state: { $in: from } },
      { ...to, endedAt: deps.clock() },
      { session, returnDocument: 'after' },
    ).lean<TopUp>();
    if (!found) return null;
    await book?.(session);
    for (const notice of notices) recorded.push(await deps.notifications.record(notice, session));
    return found;
  });
  if (recorded.length > 0) await deps.notifications.wake(recorded);
  return moved;
}

const isForAnother = ({ person, startedBy }: TopUp) => !person.equals(startedBy);

/** Somebody else has charged their wallet: the owner hears of it, and from which centre. */
async function toOwner({ models }: TopUpsDeps, topUp: TopUp): Promise<Notice[]> {
  if (!isForAnother(topUp)) return [];
  const centre = await models.Centre.findById(topUp.centre).orFail().lean<Centre>();
  const { amountRials, trackingCode, person } = topUp;
  const params = { amountRials, trackingCode, centre: centre.name };
  return [{ event: 'wallet-charged', person, params, dedupeKey: noticeKey('wallet-charged', topUp._id) }];
}

type TopUpEvent = 'top-up-credited' | 'top-up-failed' | 'top-up-expired' | 'top-up-unresolved';

/** What the chat where it was asked for is told; `owner` is there when the wallet is another person's. */
export function noticeOf(topUp: TopUp, event: TopUpEvent, params: Notice['params'] = {}): Notice {
  const { amountRials, trackingCode, wallet } = topUp;
  const owner = isForAnother(topUp) ? { owner: topUp.person.toHexString() } : {};
  return {
    event,
    person: topUp.startedBy,
    params: { ...params, amountRials, trackingCode, wallet, ...owner },
    dedupeKey: noticeKey(event, topUp._id),
    account: topUp.account,
  };
}
