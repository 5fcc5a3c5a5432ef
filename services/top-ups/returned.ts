/** A browser back from the gateway: what may be said to it of the money. */
import type { GatewayName, TopUp } from '../../models/top-up.ts';
import type { Clock } from '../clock.ts';
import { checkedUntil } from './rules.ts';
import type { ReturnOutcome, TopUpsDeps } from './service.ts';
import { settle } from './settle.ts';

export async function returned(
  deps: TopUpsDeps,
  mayAsk: ReturnLimit,
  session: { gateway: GatewayName; sessionId: string },
): Promise<ReturnOutcome | null> {
  const topUp = await deps.models.TopUp.findOne(session).lean<TopUp>();
  if (!topUp) return null;
  if (!mayAsk(`${session.gateway} ${session.sessionId}`)) return asStored(topUp, deps.clock());
  const outcome = await settle(deps, topUp);
  if (outcome.type === 'credited' || outcome.type === 'refund-due') return outcome;
  if (outcome.type === 'not-taken') return { type: 'not-taken', topUp };
  const until = checkedUntil(topUp);
  if (deps.clock() < until) {
    await noteClaim(deps, topUp);
    return { type: 'being-checked', topUp, until };
  }
  return { type: outcome.finding === 'unpaid' ? 'not-taken' : 'unresolved', topUp };
}

/** Somebody says they have paid what the gateway does not know of yet: a second payment is to be warned of. */
async function noteClaim({ models, clock }: TopUpsDeps, { _id, claimedAt }: TopUp): Promise<void> {
  if (claimedAt) return;
  await models.TopUp.updateOne({ _id, claimedAt: { $exists: false } }, { claimedAt: clock() });
}

/** What may be said without asking the gateway. */
export function asStored(topUp: TopUp, now: Date): ReturnOutcome {
  const until = checkedUntil(topUp);
  switch (topUp.state) {
    case 'credited':
    case 'unresolved':
    case 'refund-due':
      return { type: topUp.state, topUp };
    case 'failed':
      return { type: 'not-taken', topUp };
    case 'created':
    case 'sent':
    case 'paid-unverified':
    case 'expired':
      if (now < until) return { type: 'being-checked', topUp, until };
      return { type: topUp.state === 'expired' ? 'not-taken' : 'unresolved', topUp };
  }
}

/** Whether one more return of this session (named with its gateway) may ask the gateway. */
export type ReturnLimit = (session: string) => boolean;

const RETURNS_WINDOW_MS = 60_000;
const RETURNS_A_WINDOW = 5;

/**
 * A page that is loaded over and over must not use up what the gateway lets us ask.
 *
 * It counts returns rather than looking at when the gateway was asked last: the reconciler may have asked a second
 * before the payment, and the return right after it is the one that counts. Kept in this process, for sessions that we
 * know; all are forgotten together when the window ends, so there is never more than one window of them.
 */
export function createReturnLimit(clock: Clock): ReturnLimit {
  const returns = new Map<string, number>();
  let windowStartedAt = clock().getTime();
  return (session) => {
    const now = clock().getTime();
    if (now - windowStartedAt >= RETURNS_WINDOW_MS) {
      returns.clear();
      windowStartedAt = now;
    }
    const count = (returns.get(session) ?? 0) + 1;
    returns.set(session, count);
    return count <= RETURNS_A_WINDOW;
  };
}
