/**
 * Moving up the line: a free seat goes to who has waited longest. The wallet chosen when joining is charged in the same
 * transaction; when it is short, or the fee is no longer the one agreed to, the seat is offered until a deadline.
 */
import type { ClientSession, Types } from 'mongoose';
import type { Course } from '../../models/course.ts';
import { direct } from '../../models/direct.ts';
import type { Enrolment } from '../../models/enrolment.ts';
import { recordAll } from '../notifications/record-all.ts';
import { offerDeadline } from '../seats/rules.ts';
import { payingWallet } from '../wallet/accounts.ts';
import { charge } from './charge.ts';
import { aboutTurn } from './notices.ts';
import type { EnrolmentsDeps } from './service.ts';

/** Fills the free seats of a course from its line. Returns how many moved up. Safe to repeat, alone or at once. */
export async function promote(deps: EnrolmentsDeps, course: Types.ObjectId): Promise<number> {
  let moved = 0;
  while (await promoteOne(deps, course)) moved += 1;
  return moved;
}

async function promoteOne(deps: EnrolmentsDeps, courseId: Types.ObjectId): Promise<boolean> {
  let notices: Types.ObjectId[] = [];
  const moved = await deps.inTransaction<boolean>(async ({ session, abort }) => {
    notices = [];
    const next = await firstInLine(deps, courseId, session);
    if (!next) return abort(false);
    const course = await seatFromTheLine(deps, courseId, session);
    if (!course) return abort(false);
    notices = (await canPay(deps, next, course, session))
      ? await seat(deps, next, course, session)
      : await offer(deps, next, course, session);
    return true;
  });
  if (moved) await deps.notifications.wake(notices);
  return moved;
}

/** Who is frozen keeps the place but is passed over: somebody must decide first. */
function firstInLine({ models }: EnrolmentsDeps, course: Types.ObjectId, session: ClientSession) {
  return models.Enrolment.findOne({ course, status: 'waitlisted', frozen: null }, null, { session })
    .sort({ waitingSince: 1, _id: 1 })
    .lean<Enrolment>();
}

/** The line goes on after registration has closed, until the course starts. */
function seatFromTheLine({ models, clock }: EnrolmentsDeps, _id: Types.ObjectId, session: ClientSession) {
  return direct(models.Course).findOneAndUpdate(
    { _id, status: 'open', startsAt: { $gt: clock() }, $expr: { $lt: ['$seatsTaken', '$capacity'] } },
    { $inc: { seatsTaken: 1, waiting: -1 } },
    { session, returnDocument: 'after' },
  );
}

async function canPay(
  { ledger }: EnrolmentsDeps,
  enrolment: Enrolment,
  { feeRials }: Course,
  session: ClientSession,
): Promise<boolean> {
  if (feeRials !== enrolment.feeRials) return false;
  return feeRials === 0 || (await ledger.balanceOf(payingWallet(enrolment), session)) >= feeRials;
}

/** Charges and seats somebody whose wallet was just seen to hold the fee; returns the notices of it. */
export async function seat(
  deps: EnrolmentsDeps,
  enrolment: Enrolment,
  course: Course,
  session: ClientSession,
): Promise<Types.ObjectId[]> {
  const payment = await charge(deps, payingWallet(enrolment), course, session);
  if (payment.type === 'short') {
    throw new Error(`Enrolment ${enrolment.trackingCode} was charged beyond its wallet; nothing was written`);
  }
  const seated = await direct(deps.models.Enrolment).updateOne(
    { _id: enrolment._id, status: enrolment.status },
    {
      $set: {
        status: 'active',
        feeRials: course.feeRials,
        enrolledAt: deps.clock(),
        ...(payment.journal ? { journal: payment.journal } : {}),
      },
      $unset: { offeredUntil: true },
    },
    { session },
  );
  if (seated.modifiedCount === 0)
    throw new Error(`Enrolment ${enrolment.trackingCode} changed in its own transaction`);
  const paid = { ...enrolment, feeRials: course.feeRials };
  return recordAll(deps.notifications, aboutTurn('promoted', paid, course), session);
}

async function offer(
  deps: EnrolmentsDeps,
  enrolment: Enrolment,
  course: Course,
  session: ClientSession,
): Promise<Types.ObjectId[]> {
  const until = offerDeadline(deps.clock(), course.startsAt);
  await direct(deps.models.Enrolment).updateOne(
    { _id: enrolment._id, status: 'waitlisted' },
    { $set: { status: 'offered', offeredUntil: until } },
    { session },
  );
  const told = { fee: course.feeRials, untilAt: until.toISOString() };
  return recordAll(deps.notifications, aboutTurn('seat-offered', enrolment, course, told), session);
}
