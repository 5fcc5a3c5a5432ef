/** Which notice goes where, and when a failed delivery is tried again. Pure. */
import type { Types } from 'mongoose';
import type { Channel, DeliveryReason, NotificationEvent } from '../../models/notification.ts';
import type { Person } from '../../models/person.ts';

/** Notices on courses go everywhere (N6); those that only answer what a person just did go to the chat. */
export const CHANNELS_OF: Record<NotificationEvent, readonly Channel[]> = {
  enrolled: ['sms', 'karpooshe', 'chat'],
  'enrolled-by-centre': ['sms', 'karpooshe', 'chat'],
  'line-joined': ['chat'],
  'line-joined-by-centre': ['sms', 'karpooshe', 'chat'],
  'seat-offered': ['sms', 'karpooshe', 'chat'],
  'centre-seat-offered': ['chat'],
  promoted: ['sms', 'karpooshe', 'chat'],
  'centre-promoted': ['chat'],
  'offer-expired': ['karpooshe', 'chat'],
  'line-left': ['chat'],
  'line-ended': ['karpooshe', 'chat'],
  withdrawn: ['sms', 'karpooshe', 'chat'],
  'centre-enrolment-ended': ['chat'],
  'consent-refused': ['chat'],
  'top-up-credited': ['chat'],
  'top-up-failed': ['chat'],
  'top-up-expired': ['chat'],
  'top-up-unresolved': ['chat'],
  'top-up-differs': ['chat'],
  'top-up-refund-due': ['chat'],
  'wallet-charged': ['karpooshe', 'chat'],
  'payback-approved': ['chat'],
  'payback-refused': ['chat'],
  'payback-paid-out': ['karpooshe', 'chat'],
  'payback-failed': ['chat'],
  'identity-completed': ['chat'],
  'identity-rejected': ['chat'],
  'trainee-rejected': ['chat'],
  'code-corrected': ['chat'],
  'records-merged': ['chat'],
  'trainee-corrected': ['chat'],
  'name-corrected': ['chat'],
  'window-login': ['chat'],
  'account-joined': ['sms', 'karpooshe', 'chat'],
  'account-added': ['chat'],
  'mobile-changed': ['sms', 'karpooshe', 'chat'],
  'registration-moved': ['chat'],
  'registration-ended': ['chat'],
  'data-deletion-requested': ['chat'],
  'data-kept': ['chat'],
  'audit-findings': ['chat'],
  'staff-case': ['chat'],
};

/** Where a notice goes at once that a chat shows by its own screen first. */
export const BESIDE_THE_CHAT: readonly Channel[] = ['sms', 'karpooshe'];

/** The key of the notice of `event` that `cause` (an enrolment, a payment, a person) brings about: one each. */
export const noticeKey = (event: NotificationEvent, cause: Types.ObjectId) =>
  `${event}-${cause.toHexString()}`;

/** A chat that shows a notice by its own screen has this long to do so; then the notice is sent there as well. */
export const SHOWN_WITHIN_MS = 30_000;

/** That a number is no longer theirs is told to that number. */
export const smsNumberOf = (
  event: NotificationEvent,
  { mobile, formerMobile }: Person,
): string | undefined => (event === 'mobile-changed' ? formerMobile : mobile);

/** Why no SMS of this may go to this person; null when it may. Only proven pairs of number and code get one (N6). */
export function whyNoSms(event: NotificationEvent, person: Person): DeliveryReason | null {
  // It was proven while it was theirs.
  if (event === 'mobile-changed') return person.formerMobile ? null : 'no-mobile';
  if (person.mobileState === 'none' || !person.mobile) return 'no-mobile';
  return person.mobileState === 'verified' ? null : 'mobile-not-proven';
}

/** SMS to one person within a day; more is a fault of ours, and it costs public money. */
export const SMS_CAP_A_DAY = 20;

/** Waits before the second, third … attempt; when they are used up the channel is given up. */
const RETRY_AFTER_SECONDS = [5, 15, 60, 5 * 60, 15 * 60, 60 * 60, 3 * 60 * 60, 6 * 60 * 60, 12 * 60 * 60];

/** When to try again after `attempts` attempts; null when enough was tried. */
export function nextAttemptAt(attempts: number, now: Date): Date | null {
  const seconds = RETRY_AFTER_SECONDS[attempts - 1];
  return seconds === undefined ? null : new Date(now.getTime() + seconds * 1000);
}

/** What waits for a human (a wrong key, a token that a process lacks) is looked at so often … */
const POSTPONED_FOR_MS = 10 * 60 * 1000;
/** … until the notice is so old that it would be no news. */
const NO_NEWS_AFTER_MS = 7 * 24 * 60 * 60 * 1000;

/** When to look again at a notice that nothing was tried for; null when it is too old. */
export function postponedUntil(createdAt: Date, now: Date): Date | null {
  if (now.getTime() - createdAt.getTime() > NO_NEWS_AFTER_MS) return null;
  return new Date(now.getTime() + POSTPONED_FOR_MS);
}
