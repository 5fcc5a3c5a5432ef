/**
 * Charging a wallet by the payment gateway.
 *
 * The browser's return, a repeated return and the reconciler may all bring the same payment, in any order: each asks
 * the gateway itself, and the one whose transaction moves the top-up to `credited` books the money. States are told in
 * `models/top-up.ts`.
 */
import type { Types } from 'mongoose';
import type { Logger } from 'pino';
import type { Account } from '../../models/account.ts';
import type { Models } from '../../models/models.ts';
import type { Person } from '../../models/person.ts';
import type { TopUp } from '../../models/top-up.ts';
import type { Clock } from '../clock.ts';
import type { Notifications } from '../notifications/service.ts';
import type { PaymentGateway } from '../providers/payment/payment-gateway.ts';
import type { InTransaction } from '../transaction.ts';
import type { Ledger } from '../wallet/ledger.ts';
import { nextCheckAt, TOP_UP_EXPIRES_MS } from './rules.ts';

export type StartOutcome = { type: 'ready'; topUp: TopUp; payUrl: string } | { type: 'gateway-unavailable' };

/** The three truths about money: taken and credited, not taken, being checked. */
export type SettleOutcome =
  | { type: 'credited'; topUp: TopUp }
  | { type: 'not-taken'; topUp: TopUp }
  /** `unpaid`: the gateway said that nothing was paid so far. Otherwise it said nothing, or something odd. */
  | { type: 'being-checked'; topUp: TopUp; unpaid: boolean };

export interface TopUps {
  /** Opens a payment; the same request within a few minutes gets the same link. */
  start(request: StartRequest): Promise<StartOutcome>;
  /** A browser came back from the gateway with this session. Null when we know no such session. */
  returned(sessionId: string): Promise<SettleOutcome | null>;
  /** Looks at open payments that are due. Returns how many were looked at. */
  reconcile(limit: number): Promise<number>;
}

export interface StartRequest {
  person: Person;
  account: Account;
  amountRials: number;
  description: string;
  /** The form that waits for the money and goes on when it is there. */
  resumeDraft?: Types.ObjectId;
}

export interface TopUpsDeps {
  models: Models;
  ledger: Ledger;
  notifications: Notifications;
  gateway: PaymentGateway | null;
  inTransaction: InTransaction;
  clock: Clock;
  log: Logger;
  /** Where the gateway sends the browser back to. */
  returnUrl: string;
}

const SAME_REQUEST_MS = 10 * 60 * 1000;

export function createTopUps(deps: TopUpsDeps): TopUps {
  return {
    start: (request) => start(deps, request),
    returned: (sessionId) => returned(deps, sessionId),
    reconcile: (limit) => reconcile(deps, limit),
  };
}

async function start(deps: TopUpsDeps, request: StartRequest): Promise<StartOutcome> {
  if (!deps.gateway) return { type: 'gateway-unavailable' };
  const open = await sameRequest(deps, request);
  if (open?.payUrl) return { type: 'ready', topUp: open, payUrl: open.payUrl };
  const created = await create(deps, request);
  const session = await deps.gateway.create({
    amountRials: created.amountRials,
    description: request.description,
    callbackUrl: deps.returnUrl,
    orderId: created._id.toHexString(),
    ...(request.person.mobile ? { mobile: request.person.mobile } : {}),
  });
  if (session.type !== 'created') {
    deps.log.error({ topUp: created._id.toHexString(), session }, 'the gateway opened no payment');
    await deps.models.TopUp.updateOne({ _id: created._id }, { state: 'failed', endedAt: deps.clock() });
    return { type: 'gateway-unavailable' };
  }
  const topUp = await deps.models.TopUp.findByIdAndUpdate(
    created._id,
    { state: 'waiting', sessionId: session.sessionId, payUrl: session.payUrl },
    { returnDocument: 'after' },
  )
    .orFail()
    .lean<TopUp>();
  return { type: 'ready', topUp, payUrl: session.payUrl };
}

function sameRequest(
  { models, clock }: TopUpsDeps,
  { person, account, amountRials, resumeDraft }: StartRequest,
) {
  return models.TopUp.findOne({
    person: person._id,
    account: account._id,
    amountRials,
    state: 'waiting',
    resumeDraft: resumeDraft ?? { $exists: false },
    createdAt: { $gt: new Date(clock().getTime() - SAME_REQUEST_MS) },
  }).lean<TopUp>();
}

async function create({ models, clock }: TopUpsDeps, request: StartRequest): Promise<TopUp> {
  const now = clock();
  const created = await models.TopUp.create({
    person: request.person._id,
    amountRials: request.amountRials,
    state: 'created',
    account: request.account._id,
    ...(request.resumeDraft ? { resumeDraft: request.resumeDraft } : {}),
    checkAt: nextCheckAt(0, now),
    createdAt: now,
  });
  return created.toObject<TopUp>();
}

async function returned(deps: TopUpsDeps, sessionId: string): Promise<SettleOutcome | null> {
  const topUp = await deps.models.TopUp.findOne({ sessionId }).lean<TopUp>();
  return topUp && settle(deps, topUp, sessionId);
}

/** Asks the gateway what became of a payment and writes it down. Safe to repeat, alone or at once. */
async function settle(deps: TopUpsDeps, topUp: TopUp, sessionId: string): Promise<SettleOutcome> {
  if (topUp.state === 'credited') return { type: 'credited', topUp };
  if (!deps.gateway) return { type: 'being-checked', topUp, unpaid: false };
  const answer = await deps.gateway.verify({ sessionId, amountRials: topUp.amountRials });
  switch (answer.type) {
    case 'paid':
    case 'already-verified':
      return credit(deps, topUp, answer.reference);
    case 'not-paid':
      return notPaid(deps, topUp, sessionId);
    case 'amount-mismatch':
      deps.log.error(
        { topUp: topUp._id.toHexString() },
        'the gateway holds another amount than was asked for',
      );
      return { type: 'being-checked', topUp, unpaid: false };
    case 'unknown':
      deps.log.warn({ topUp: topUp._id.toHexString(), reason: answer.reason }, 'payment not verified yet');
      return { type: 'being-checked', topUp, unpaid: false };
  }
}

/** Books the money, in one transaction with the state that makes a second booking impossible. */
async function credit(deps: TopUpsDeps, topUp: TopUp, reference: string): Promise<SettleOutcome> {
  let notice: Types.ObjectId | null = null;
  const credited = await deps.inTransaction<TopUp | null>(async ({ session }) => {
    notice = null;
    const moved = await deps.models.TopUp.findOneAndUpdate(
      { _id: topUp._id, state: { $ne: 'credited' } },
      { state: 'credited', reference, endedAt: deps.clock() },
      { session, returnDocument: 'after' },
    ).lean<TopUp>();
    if (!moved) return null;
    await deps.ledger.creditTopUp(
      { person: moved.person, amountRials: moved.amountRials, reference },
      session,
    );
    notice = await deps.notifications.record(noticeOf(moved, 'top-up-credited', { reference }), session);
    return moved;
  });
  if (notice) await deps.notifications.wake([notice]);
  // Another return of the same payment booked it first: the answer is the same.
  return {
    type: 'credited',
    topUp: credited ?? (await deps.models.TopUp.findById(topUp._id).orFail().lean<TopUp>()),
  };
}

/** Not paid yet, or never: only the gateway's own word ends it; a browser's return is just a hint. */
async function notPaid(deps: TopUpsDeps, topUp: TopUp, sessionId: string): Promise<SettleOutcome> {
  const state = await deps.gateway?.inquire(sessionId);
  if (state?.type !== 'failed' && state?.type !== 'reversed')
    return { type: 'being-checked', topUp, unpaid: state?.type === 'in-progress' };
  const { modifiedCount } = await deps.models.TopUp.updateOne(
    { _id: topUp._id, state: { $in: ['created', 'waiting'] } },
    { state: 'failed', endedAt: deps.clock() },
  );
  if (modifiedCount > 0) await deps.notifications.recordAndWake(noticeOf(topUp, 'top-up-failed', {}));
  return { type: 'not-taken', topUp };
}

function noticeOf(topUp: TopUp, event: 'top-up-credited' | 'top-up-failed', params: Record<string, string>) {
  return {
    event,
    person: topUp.person,
    params: { ...params, amountRials: topUp.amountRials },
    dedupeKey: `${event}-${topUp._id.toHexString()}`,
    account: topUp.account,
    ...(topUp.resumeDraft ? { resumeDraft: topUp.resumeDraft } : {}),
  };
}

async function reconcile(deps: TopUpsDeps, limit: number): Promise<number> {
  const now = deps.clock();
  const due = await deps.models.TopUp.find({ state: { $in: ['created', 'waiting'] }, checkAt: { $lte: now } })
    .sort({ checkAt: 1 })
    .limit(limit)
    .lean<TopUp[]>();
  for (const topUp of due) await check(deps, topUp, now);
  return due.length;
}

async function check(deps: TopUpsDeps, topUp: TopUp, now: Date): Promise<void> {
  const { TopUp } = deps.models;
  const next = { checkAt: nextCheckAt(topUp.checks + 1, now), $inc: { checks: 1 } };
  await TopUp.updateOne({ _id: topUp._id }, next);
  if (topUp.sessionId) {
    const outcome = await settle(deps, topUp, topUp.sessionId);
    // Only what is known to be unpaid is given up; money may be waiting behind silence.
    if (outcome.type !== 'being-checked' || !outcome.unpaid) return;
  }
  if (now.getTime() - topUp.createdAt.getTime() > TOP_UP_EXPIRES_MS) {
    await TopUp.updateOne({ _id: topUp._id, state: { $ne: 'credited' } }, { state: 'expired', endedAt: now });
  }
}
