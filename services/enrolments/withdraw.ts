/** Withdrawing, by the trainee or by the centre that registered them: while the course's rule allows it, once. */
import type { Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import type { Course } from '../../models/course.ts';
import type { EndReason, Enrolment } from '../../models/enrolment.ts';
import type { Person } from '../../models/person.ts';
import { end } from './end.ts';
import type { WithdrawOutcome } from './outcomes.ts';
import { type Withdrawal, withdrawalOf } from './rules.ts';
import type { EnrolmentsDeps } from './service.ts';

export interface WithdrawalRequest {
  enrolment: Types.ObjectId;
  by: Person;
  /** The chat in which it was pressed. */
  account: Account;
  /** What the card said would come back, whole rials. */
  shownRefundRials: number;
}

/** An enrolment as somebody may see it, with what withdrawing would give back now. */
export interface Seen {
  enrolment: Enrolment;
  course: Course;
  withdrawal: Withdrawal;
}

/** Null when it is none of this person's: neither theirs, nor registered by a centre whose grant they hold. */
export async function lookAt(
  deps: EnrolmentsDeps,
  enrolmentId: Types.ObjectId,
  by: Person,
): Promise<Seen | null> {
  const enrolment = await deps.models.Enrolment.findById(enrolmentId).lean<Enrolment>();
  if (!enrolment || !(await isTheirs(deps, enrolment, by))) return null;
  const course = await deps.models.Course.findById(enrolment.course).orFail().lean<Course>();
  return { enrolment, course, withdrawal: withdrawalOf(enrolment, course, deps.clock()) };
}

export async function withdraw(
  deps: EnrolmentsDeps,
  { enrolment: id, by, account, shownRefundRials }: WithdrawalRequest,
): Promise<WithdrawOutcome> {
  const found = await lookAt(deps, id, by);
  if (!found) return { type: 'refused', because: 'ended' };
  const { enrolment, course, withdrawal } = found;
  // The second of two taps finds it ended, by the same person or not: the truth is the same.
  if (enrolment.ended) return { type: 'withdrawn', enrolment, again: true };
  if (withdrawal.type === 'refused') return withdrawal;
  const { refundRials } = withdrawal;
  if (refundRials !== shownRefundRials) return { type: 'refund-changed', refundRials };
  const request = { enrolment, because: reasonOf(enrolment), by: by._id, refundRials, shownIn: account._id };
  const ended = await deps.inTurn(course.code, () => end(deps, request));
  if (ended) return { type: 'withdrawn', enrolment: ended, again: false };
  // Somebody changed it meanwhile (promoted, seated, ended): what is true now must be seen first.
  const now = await lookAt(deps, id, by);
  if (now?.enrolment.ended) return { type: 'withdrawn', enrolment: now.enrolment, again: true };
  const changed = now?.withdrawal.type === 'allowed' ? now.withdrawal.refundRials : 0;
  return { type: 'refund-changed', refundRials: changed };
}

/** The trainee; or a portal user of the centre that registered them, while they hold their grant. */
async function isTheirs({ models }: EnrolmentsDeps, enrolment: Enrolment, by: Person): Promise<boolean> {
  if (enrolment.person.equals(by._id)) return true;
  if (!enrolment.centre) return false;
  const grant = { person: by._id, centre: enrolment.centre, revokedAt: null };
  return (await models.Grant.exists(grant)) !== null;
}

function reasonOf({ status, frozen }: Enrolment): EndReason {
  if (status === 'waitlisted') return 'left-the-line';
  if (status === 'offered') return 'offer-declined';
  return frozen?.because === 'not-me' ? 'not-me' : 'withdrawn';
}
