/** Asking the gateway what became of a payment, and writing it down. Safe to repeat, alone or at once. */
import type { Difference, TopUp } from '../../models/top-up.ts';
import { endOtherWay } from './in-chat.ts';
import { matterOf, ownersNotices, topUpNotice } from './notices.ts';
import { checkedUntil, differenceOf, type Finding } from './rules.ts';
import type { TopUpsDeps } from './service.ts';
import { isFinal, move } from './state.ts';

export type SettleOutcome =
  | { type: 'credited'; topUp: TopUp }
  /** The gateway says that this will not be paid. */
  | { type: 'not-taken' }
  /** Taken, and to be given back. */
  | { type: 'refund-due'; topUp: TopUp }
  | { type: 'open'; finding: Finding };

export async function settle(deps: TopUpsDeps, topUp: TopUp): Promise<SettleOutcome> {
  const { sessionId, amountRials } = topUp;
  if (isFinal(topUp.state)) return asEnded(topUp);
  // Without a session nobody has got an address at which to pay.
  if (!sessionId) return { type: 'open', finding: 'unpaid' };
  const gateway = deps.gateways.find(({ name }) => name === topUp.gateway);
  if (!gateway) return { type: 'open', finding: 'silence' };
  const answer = await gateway.verify({ sessionId, amountRials });
  switch (answer.type) {
    case 'paid':
    case 'already-verified': {
      const difference = differenceOf(topUp, answer.told);
      return difference
        ? differs(deps, topUp, difference)
        : credit(deps, topUp, topUp.reference ?? answer.reference);
    }
    case 'differs':
      return differs(deps, topUp, answer.difference);
    case 'not-paid':
      return notPaid(deps, topUp, (await gateway.inquire(sessionId)).type);
    case 'unknown':
      deps.log.warn({ topUp: topUp._id.toHexString(), reason: answer.reason }, 'payment not verified yet');
      return unverified(deps, topUp, (await gateway.inquire(sessionId)).type);
  }
}

/** Another report of the same payment came first: the answer is the same. */
async function asStored(deps: TopUpsDeps, { _id }: TopUp): Promise<SettleOutcome> {
  return asEnded(await deps.models.TopUp.findById(_id).orFail().lean<TopUp>());
}

function asEnded(topUp: TopUp): SettleOutcome {
  if (topUp.state === 'credited') return { type: 'credited', topUp };
  return topUp.state === 'refund-due' ? { type: 'refund-due', topUp } : { type: 'open', finding: 'silence' };
}

/** Books the money, in one transaction with the state that makes a second booking impossible. */
async function credit(deps: TopUpsDeps, topUp: TopUp, reference: string): Promise<SettleOutcome> {
  const credited = await move(deps, topUp, {
    to: 'credited',
    set: { reference },
    notices: [topUpNotice(topUp, 'top-up-credited', { reference }), ...(await ownersNotices(deps, topUp))],
    book: async (paid, session) => {
      const { _id, amountRials, person, wallet: kind } = paid;
      const key = _id.toHexString();
      await deps.ledger.creditTopUp({ wallet: { person, kind }, amountRials, reference, key }, session);
      await endOtherWay(deps, paid, session);
    },
  });
  if (!credited) return asStored(deps, topUp);
  return { type: 'credited', topUp: credited };
}

/** Paid, but not what was asked for: nothing is credited, the payer hears until when it is looked into. */
async function differs(deps: TopUpsDeps, topUp: TopUp, difference: Difference): Promise<SettleOutcome> {
  const until = checkedUntil(topUp);
  // When the time is over, the end itself is what there is to tell.
  const notices =
    deps.clock() < until ? [topUpNotice(topUp, 'top-up-differs', { untilAt: until.toISOString() })] : [];
  const matter = matterOf(topUp, 'payment-differs', { difference });
  const set = { difference, ...lookedAtOnceMore(deps, topUp) };
  const unless = { state: 'paid-unverified', difference } as const;
  const moved = await move(deps, topUp, { to: 'paid-unverified', unless, set, notices, matter });
  if (moved)
    deps.log.error({ topUp: topUp._id.toHexString(), difference }, 'a payment is not what was asked for');
  return { type: 'open', finding: 'differs' };
}

/** Not paid yet, or never: only the gateway's own word ends it; a browser's return is just a hint. */
async function notPaid(deps: TopUpsDeps, topUp: TopUp, state: string): Promise<SettleOutcome> {
  if (state === 'in-progress') return { type: 'open', finding: 'unpaid' };
  if (state !== 'failed' && state !== 'reversed') return unverified(deps, topUp, state);
  await move(deps, topUp, { to: 'failed', notices: [topUpNotice(topUp, 'top-up-failed')] });
  return { type: 'not-taken' };
}

/** What the gateway would not verify, it may know to be paid. */
async function unverified(deps: TopUpsDeps, topUp: TopUp, state: string): Promise<SettleOutcome> {
  const isPaid = state === 'paid-unverified' || state === 'verified';
  if (isPaid && topUp.state !== 'paid-unverified')
    await move(deps, topUp, { to: 'paid-unverified', set: lookedAtOnceMore(deps, topUp) });
  return { type: 'open', finding: 'silence' };
}

/** After its last look nobody would come back to end what has only now turned out to be paid. */
function lookedAtOnceMore({ clock }: TopUpsDeps, topUp: TopUp): Pick<TopUp, 'checkAt'> {
  const now = clock();
  return now < checkedUntil(topUp) ? {} : { checkAt: now };
}
