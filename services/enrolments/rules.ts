/** What a withdrawal gives back, and until when; who takes an offered seat. Pure. */
import type { Types } from 'mongoose';
import type { Course } from '../../models/course.ts';
import { type Enrolment, type EnrolmentStatus, LIVE_STATUSES } from '../../models/enrolment.ts';
import type { NoWithdrawal } from './outcomes.ts';

export const isLive = ({ status }: { status: EnrolmentStatus }) =>
  (LIVE_STATUSES as readonly string[]).includes(status);

/** An offered seat is taken by whose wallet pays, or by the portal user who chose that wallet for their trainee. */
export function mayTakeSeat(
  { payer, person, registeredBy }: Pick<Enrolment, 'payer' | 'person' | 'registeredBy'>,
  by: Types.ObjectId,
): boolean {
  return registeredBy.equals(by) || (payer === 'trainee' && person.equals(by));
}

export type Withdrawal =
  | { type: 'allowed'; refundRials: number; until: Date }
  | { type: 'refused'; because: NoWithdrawal };

/** Who waits has paid nothing; who was registered without being asked gets everything back. */
export function withdrawalOf(
  enrolment: Pick<Enrolment, 'status' | 'feeRials' | 'frozen'>,
  course: Pick<Course, 'startsAt' | 'withdrawal'>,
  now: Date,
): Withdrawal {
  if (!isLive(enrolment)) return { type: 'refused', because: 'ended' };
  const until = withdrawableUntil(course);
  if (enrolment.status !== 'active') return { type: 'allowed', refundRials: 0, until };
  if (now >= until) return { type: 'refused', because: 'too-late' };
  const percent = enrolment.frozen?.because === 'not-me' ? 100 : (course.withdrawal?.refundPercent ?? 100);
  return { type: 'allowed', refundRials: Math.floor((enrolment.feeRials * percent) / 100), until };
}

/** Once a course has begun, no rule of its own makes it later. */
export function withdrawableUntil({ startsAt, withdrawal }: Pick<Course, 'startsAt' | 'withdrawal'>): Date {
  const endsAt = withdrawal?.endsAt ?? startsAt;
  return endsAt < startsAt ? endsAt : startsAt;
}
