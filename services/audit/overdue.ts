/**
 * What waits has a limit, and a job that ends the wait when it is over. Whatever still waits long after its limit, and
 * for no reason, is a job that does not run or something that it does not see. Pure.
 */
import { CHANNELS, type Channel, type Notification } from '../../models/notification.ts';
import { PAYING_STATES } from '../../models/top-up.ts';
import { CLAIM_EXPIRES_MS } from '../notifications/service.ts';
import { checkedUntil, UNDER_WAY_MS } from '../top-ups/rules.ts';
import { isFinal } from '../top-ups/state.ts';
import type { Finding, Records } from './records.ts';

const MINUTE_MS = 60_000;

/** So long after its own limit (`expiresAt`, `offeredUntil`, `dueAt` …) something is overdue: jobs look every few seconds. */
export const LIMITS_MS = {
  hold: 15 * MINUTE_MS,
  /** An offer waits for a payment that was begun in time. */
  offer: UNDER_WAY_MS + 15 * MINUTE_MS,
  /** Of a course that has begun. */
  line: 15 * MINUTE_MS,
  /** The gateway may be slow, and fresh payments come first. */
  payment: 60 * MINUTE_MS,
  notice: 15 * MINUTE_MS,
  /** A claim that nobody came back for is taken over, and then due at once. */
  claim: CLAIM_EXPIRES_MS + 15 * MINUTE_MS,
  /** Since the registry was last asked for anybody. */
  backfill: 15 * MINUTE_MS,
} as const;

export function overdue(records: Records, now: Date): Finding[] {
  return [holds, offers, lines, payments, notices, backfill].flatMap((rule) => rule(records, now));
}

const isPast = (limit: Date | undefined, graceMs: number, now: Date) =>
  now.getTime() - (limit?.getTime() ?? 0) > graceMs;

function holds({ holds }: Records, now: Date): Finding[] {
  return holds
    .filter(({ expiresAt }) => isPast(expiresAt, LIMITS_MS.hold, now))
    .map(({ _id, expiresAt }) => ({
      rule: 'hold-overdue',
      what: `hold ${_id.toHexString()} was to end at ${expiresAt.toISOString()}`,
    }));
}

/** A frozen one waits for the centre's or staff's decision. */
function offers({ enrolments }: Records, now: Date): Finding[] {
  return enrolments
    .filter(
      ({ status, frozen, offeredUntil }) =>
        status === 'offered' && !frozen && isPast(offeredUntil, LIMITS_MS.offer, now),
    )
    .map(({ trackingCode, offeredUntil }) => ({
      rule: 'offer-overdue',
      what: `the offer of enrolment ${trackingCode} was to end at ${offeredUntil?.toISOString() ?? 'some time'}`,
    }));
}

function lines({ enrolments, courses }: Records, now: Date): Finding[] {
  const begun = new Map(
    courses
      .filter(({ startsAt }) => isPast(startsAt, LIMITS_MS.line, now))
      .map(({ _id, code }) => [_id.toHexString(), code]),
  );
  return enrolments.flatMap(({ status, course, trackingCode }) => {
    const code = begun.get(course.toHexString());
    if (status !== 'waitlisted' || code === undefined) return [];
    const what = `enrolment ${trackingCode} is in line for course ${code}, which has begun`;
    return [{ rule: 'line-overdue' as const, what }];
  });
}

/** One that is unresolved or due to be refunded waits for staff, and the payer knows. */
function payments({ topUps }: Records, now: Date): Finding[] {
  return topUps.flatMap((topUp): Finding[] => {
    const { state, checkAt, sessionId } = topUp;
    if (isFinal(state) || state === 'unresolved') return [];
    const isOpen = state === 'created' || PAYING_STATES.includes(state);
    const notLookedAt = checkAt !== undefined && isPast(checkAt, LIMITS_MS.payment, now);
    const notEnded = isOpen && isPast(checkedUntil(topUp), LIMITS_MS.payment, now);
    if (!notLookedAt && !notEnded) return [];
    const what = `top-up ${topUp._id.toHexString()} (${sessionId ?? 'no session'}) is ${state} since ${topUp.createdAt.toISOString()}`;
    return [{ rule: 'payment-overdue', what }];
  });
}

function notices({ openNotices }: Records, now: Date): Finding[] {
  return openNotices.flatMap((notice) =>
    CHANNELS.filter((channel) => isOverdue(notice, channel, now)).map((channel) => ({
      rule: 'notice-overdue' as const,
      what: `notice ${notice._id.toHexString()} (${notice.event}) is ${notice[channel].state} by ${channel} since ${notice[channel].dueAt.toISOString()}`,
    })),
  );
}

function isOverdue(notice: Notification, channel: Channel, now: Date): boolean {
  const { state, dueAt, claimedAt } = notice[channel];
  if (state === 'pending') return isPast(dueAt, LIMITS_MS.notice, now);
  return state === 'sending' && isPast(claimedAt, LIMITS_MS.claim, now);
}

/** While the registry is down its job asks for one person after the other: that it was asked lately is reason enough. */
function backfill({ pending }: Records, now: Date): Finding[] {
  const lastAsked = ({ registryAskedAt, createdAt }: Records['pending'][number]) =>
    registryAskedAt ?? createdAt;
  const isWaitedFor = pending.some(
    (person) => person.registryAttempts > 1 && !isPast(lastAsked(person), LIMITS_MS.backfill, now),
  );
  if (isWaitedFor) return [];
  return pending
    .filter((person) => isPast(lastAsked(person), LIMITS_MS.backfill, now))
    .map((person) => ({
      rule: 'backfill-overdue',
      what: `the name of person ${person._id.toHexString()} was last asked for at ${lastAsked(person).toISOString()}`,
    }));
}
