/** Looking at payments whose browser never came back, until they are paid or their time is over. */
import type { TopUp, TopUpState } from '../../models/top-up.ts';
import { matterOf, topUpNotice } from './notices.ts';
import { checkedUntil, endOfWait, type Finding, nextCheckAt, returnedBy } from './rules.ts';
import type { TopUpsDeps } from './service.ts';
import { settle } from './settle.ts';
import { move } from './state.ts';

/** `failed` and `expired` ones too: a payer may have paid at the second try. */
const LOOKED_AT: readonly TopUpState[] = ['created', 'sent', 'paid-unverified', 'failed', 'expired'];

/** A pass takes up no further payment after this: where the gateway hangs, each costs the time-out of a call or two. */
const PASS_MS = 20_000;

export async function reconcile(deps: TopUpsDeps, limit: number): Promise<number> {
  const now = deps.clock();
  const due = await deps.models.TopUp.find({
    state: { $in: LOOKED_AT },
    checkAt: { $lte: now },
  })
    // Fresh payments first: somebody waits for them, and old ones that never end must not hold them up.
    .sort({ checks: 1, checkAt: 1 })
    .limit(limit)
    .lean<TopUp[]>();
  let looked = 0;
  for (const topUp of due) {
    if (deps.clock().getTime() - now.getTime() >= PASS_MS) break;
    await lookAgain(deps, topUp, now);
    looked += 1;
  }
  return looked;
}

async function lookAgain(deps: TopUpsDeps, topUp: TopUp, now: Date): Promise<void> {
  const { TopUp } = deps.models;
  const checks = topUp.checks + 1;
  // Before asking: what makes the asking stumble must not come first in every pass.
  await TopUp.updateOne({ _id: topUp._id }, { checks, checkAt: nextCheckAt({ ...topUp, checks }, now) });
  const outcome = await settle(deps, topUp);
  if (outcome.type === 'open') await endWait(deps, topUp, outcome.finding, now);
  if (now >= checkedUntil(topUp)) await TopUp.updateOne({ _id: topUp._id }, { $unset: { checkAt: 1 } });
}

/**
 * Gives a payment up when its time is over, and tells the payer what is known of the money. A form that waited for it
 * is not pushed into the chat so long after: the first page offers it. Only the state that was judged is moved.
 */
async function endWait(deps: TopUpsDeps, topUp: TopUp, finding: Finding, now: Date): Promise<void> {
  const end = endOfWait(topUp, finding, now);
  if (!end) return;
  const moved = await move(deps, topUp, {
    to: end,
    // What differs was moved by the look itself; it waits there for nothing but this.
    from: end === 'refund-due' ? 'paid-unverified' : topUp.state,
    // Without a session the payer has seen no payment to be told of.
    notices: topUp.sessionId ? [endNotice(topUp, end)] : [],
    ...(end === 'unresolved' ? { matter: matterOf(topUp, 'payment-unresolved') } : {}),
  });
  if (!moved || end === 'expired') return;
  const { _id, trackingCode, sessionId } = topUp;
  const record = { topUp: _id.toHexString(), trackingCode, sessionId, end, finding };
  deps.log.error(record, 'the gateway must be asked for a payment by an operator');
}

function endNotice(topUp: TopUp, end: 'expired' | 'unresolved' | 'refund-due') {
  const returnedAt = returnedBy(topUp).toISOString();
  return topUpNotice(topUp, `top-up-${end}`, end === 'expired' ? {} : { returnedAt });
}
