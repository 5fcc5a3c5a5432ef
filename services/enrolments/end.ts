/** The one way in which a live enrolment ends before its course does: seat, refund, notices, and the line moves up. */
import type { ClientSession, Types } from 'mongoose';
import type { Course } from '../../models/course.ts';
import { direct } from '../../models/direct.ts';
import type { EndReason, Enrolment, EnrolmentEnd } from '../../models/enrolment.ts';
import type { NotificationEvent } from '../../models/notification.ts';
import { recordAll } from '../notifications/record-all.ts';
import { payingWallet } from '../wallet/accounts.ts';
import { aboutEnrolment, toAnother } from './notices.ts';
import { promote } from './promote.ts';
import type { EnrolmentsDeps } from './service.ts';

export interface Ending {
  /** As it was read: in another status by now, nothing happens. */
  enrolment: Enrolment;
  because: EndReason;
  by?: Types.ObjectId;
  reason?: string;
  /** Whole rials to give back to the wallet that paid. */
  refundRials?: number;
  /** The chat in which it was pressed, and whose screen says what came of it. */
  shownIn?: Types.ObjectId;
}

/** The notice by which the trainee hears of an end. */
export const EVENTS: Record<EndReason, NotificationEvent> = {
  withdrawn: 'withdrawn',
  'not-me': 'withdrawn',
  'by-staff': 'withdrawn',
  'course-cancelled': 'line-ended',
  'course-started': 'line-ended',
  'left-the-line': 'line-left',
  'offer-declined': 'line-left',
  'offer-expired': 'offer-expired',
};

/** The enrolment as it ended; null when somebody else changed it first. */
export async function end(deps: EnrolmentsDeps, ending: Ending): Promise<Enrolment | null> {
  let notices: Types.ObjectId[] = [];
  const ended = await deps.inTransaction<Enrolment | null>(async ({ session, abort }) => {
    notices = [];
    const { enrolment } = ending;
    const course = await freeThePlace(deps, enrolment, session);
    const journal = await refund(deps, ending, course, session);
    const over = await write(deps, ending, journal, session);
    if (!over) return abort(null);
    notices = await recordAll(deps.notifications, noticesOf(ending, over, course), session);
    return over;
  });
  if (!ended) return null;
  await deps.notifications.wake(notices);
  if (ending.enrolment.status !== 'waitlisted') await promote(deps, ended.course);
  return ended;
}

/** A seat, or a place in line. */
async function freeThePlace(
  { models }: EnrolmentsDeps,
  { course, status }: Enrolment,
  session: ClientSession,
): Promise<Course> {
  const freed = await direct(models.Course).findOneAndUpdate(
    { _id: course },
    { $inc: status === 'waitlisted' ? { waiting: -1 } : { seatsTaken: -1 } },
    { session, returnDocument: 'after' },
  );
  if (!freed) throw new Error(`Course ${course.toHexString()} of an enrolment is not there`);
  return freed;
}

async function refund(
  { ledger }: EnrolmentsDeps,
  { enrolment, refundRials = 0 }: Ending,
  course: Course,
  session: ClientSession,
): Promise<Types.ObjectId | undefined> {
  if (refundRials === 0) return undefined;
  const wallet = payingWallet(enrolment);
  return ledger.refundFee({ wallet, amountRials: refundRials, courseCode: course.code }, session);
}

function write(
  { models, clock }: EnrolmentsDeps,
  { enrolment, because, by, reason, refundRials = 0 }: Ending,
  journal: Types.ObjectId | undefined,
  session: ClientSession,
): Promise<Enrolment | null> {
  const ended: EnrolmentEnd = {
    because,
    at: clock(),
    refundRials,
    ...(by ? { by } : {}),
    ...(reason ? { reason } : {}),
    ...(journal ? { journal } : {}),
  };
  return direct(models.Enrolment).findOneAndUpdate(
    // The refund has gone to the wallet of whoever it belonged to when it was read.
    {
      ...{ _id: enrolment._id, status: enrolment.status },
      ...{ person: enrolment.person, registeredBy: enrolment.registeredBy },
    },
    { $set: { status: 'cancelled', ended }, $unset: { offeredUntil: true } },
    { session, returnDocument: 'after' },
  );
}

/** The trainee hears of it, and who paid for them, unless they ended it themselves. */
function noticesOf({ because, by, refundRials = 0, shownIn }: Ending, ended: Enrolment, course: Course) {
  const event = EVENTS[because];
  const params = { refund: refundRials, because };
  const isOwnDeed = shownIn !== undefined && (by?.equals(ended.person) ?? false);
  const toTrainee = { ...aboutEnrolment(event, ended, course, params), ...(isOwnDeed ? { shownIn } : {}) };
  const paidByAnother = ended.payer === 'portal-user' && !ended.registeredBy.equals(ended.person);
  const knows = by?.equals(ended.registeredBy) ?? false;
  if (!paidByAnother || knows) return [toTrainee];
  const toPayer = aboutEnrolment('centre-enrolment-ended', ended, course, params);
  return [toTrainee, toAnother(toPayer, ended.registeredBy)];
}
