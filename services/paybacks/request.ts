/** Asking for money back: what is left of a payment leaves the wallet in the transaction that records the request. */
import { type ClientSession, isValidObjectId, Types } from 'mongoose';
import type { Payback } from '../../models/payback.ts';
import type { Person } from '../../models/person.ts';
import type { TopUp } from '../../models/top-up.ts';
import { isDuplicateKey } from '../transaction.ts';
import type { Wallet } from '../wallet/accounts.ts';
import { matterKey } from './rules.ts';
import type { PaybackRequest, PaybacksDeps, RequestOutcome, Returnable } from './service.ts';

/** Older payments are settled at a desk: cards have expired by then. */
const RETURNABLE_FOR_MS = 365 * 24 * 60 * 60_000;
const MOST_SHOWN = 8;

const walletOf = ({ person, wallet: kind }: Pick<TopUp, 'person' | 'wallet'>): Wallet => ({ person, kind });

export async function returnable(
  deps: PaybacksDeps,
  { _id: person }: Pick<Person, '_id'>,
): Promise<Returnable[]> {
  const paid = await deps.models.TopUp.find(returnableBy(deps, person))
    .sort({ createdAt: -1, _id: -1 })
    .limit(MOST_SHOWN)
    .lean<TopUp[]>();
  const held = await deps.models.Payback.find({ topUp: { $in: paid.map(({ _id }) => _id) }, holds: true })
    .select('topUp')
    .lean<Pick<Payback, 'topUp'>[]>();
  const rest = paid.filter(({ _id }) => !held.some(({ topUp }) => topUp.equals(_id)));
  const amounts = await Promise.all(rest.map((topUp) => leftOf(deps, topUp)));
  return rest
    .map((topUp, index) => ({ topUp, amountRials: amounts[index] ?? 0 }))
    .filter(({ amountRials }) => amountRials > 0);
}

/** Into a wallet of theirs, by themselves: what somebody else paid goes back to nobody but them. */
const returnableBy = ({ clock }: PaybacksDeps, person: Types.ObjectId) => ({
  ...{ person, startedBy: person, state: 'credited' as const },
  createdAt: { $gt: new Date(clock().getTime() - RETURNABLE_FOR_MS) },
});

async function leftOf({ ledger }: PaybacksDeps, topUp: TopUp, session?: ClientSession): Promise<number> {
  return Math.min(topUp.amountRials, await ledger.balanceOf(walletOf(topUp), session));
}

export async function request(deps: PaybacksDeps, asked: PaybackRequest): Promise<RequestOutcome> {
  if (!isValidObjectId(asked.topUpId)) return { type: 'nothing' };
  const notices: Types.ObjectId[] = [];
  try {
    const outcome = await deps.inTransaction<RequestOutcome>(async ({ session, abort }) => {
      notices.length = 0;
      const before = await known(deps, asked, session);
      if (before) return { type: 'requested', payback: before, isNew: false };
      const topUp = await deps.models.TopUp.findOne(
        { _id: asked.topUpId, ...returnableBy(deps, asked.person._id) },
        null,
        { session },
      ).lean<TopUp>();
      const amountRials = topUp ? await leftOf(deps, topUp, session) : 0;
      if (!topUp || amountRials === 0) return { type: 'nothing' };
      if (amountRials !== asked.amountRials) return { type: 'changed', now: { topUp, amountRials } };
      const payback = await create(deps, { topUp, asked }, session);
      const reserved = await deps.ledger.reservePayback(
        { wallet: walletOf(topUp), amountRials, about: payback.trackingCode },
        session,
      );
      // A debit of the same instant came first: what was shown is there no more.
      if (reserved.type === 'short') return abort({ type: 'nothing' });
      notices.push(...(await tellStaff(deps, { topUp, payback }, session)));
      return { type: 'requested', payback, isNew: true };
    });
    await deps.notifications.wake(notices);
    return outcome;
  } catch (error) {
    // A second tap in the same instant has made it.
    if (!isDuplicateKey(error)) throw error;
    const payback = await known(deps, asked);
    return payback ? { type: 'requested', payback, isNew: false } : { type: 'nothing' };
  }
}

function known(
  { models }: PaybacksDeps,
  { topUpId, person }: PaybackRequest,
  session?: ClientSession,
): Promise<Payback | null> {
  const held = { topUp: new Types.ObjectId(topUpId), person: person._id, holds: true as const };
  return models.Payback.findOne(held, null, session ? { session } : {}).lean<Payback>();
}

async function create(
  { models, clock, ids }: PaybacksDeps,
  { topUp, asked }: { topUp: TopUp; asked: PaybackRequest },
  session: ClientSession,
): Promise<Payback> {
  const [created] = await models.Payback.create(
    [
      {
        ...{ person: topUp.person, wallet: topUp.wallet, topUp: topUp._id, amountRials: asked.amountRials },
        ...{ trackingCode: ids.trackingCode(), state: 'requested', account: asked.account._id },
        ...{ requestedAt: clock(), holds: true },
      },
    ],
    { session },
  );
  if (!created) throw new Error('The database acknowledged the payback but did not return it');
  return created.toObject<Payback>();
}

async function tellStaff(
  { cases }: PaybacksDeps,
  { topUp, payback }: { topUp: TopUp; payback: Payback },
  session: ClientSession,
): Promise<Types.ObjectId[]> {
  const { _id, person, amountRials, trackingCode } = payback;
  const { gateway = 'zarinpal', sessionId = '', reference = '' } = topUp;
  const opened = await cases.open(
    {
      ...{ kind: 'refund-requested', dedupeKey: matterKey(_id), person },
      subject: { kind: 'payback', id: _id },
      facts: { amountRials, trackingCode, gateway, name: sessionId || reference },
    },
    session,
  );
  return opened.notices;
}
