/** Joining the line for a full course: nothing is charged until a seat is there. */
import type { Types } from 'mongoose';
import type { Course } from '../../models/course.ts';
import { direct } from '../../models/direct.ts';
import type { Enrolment } from '../../models/enrolment.ts';
import { refusalOf } from '../admission/service.ts';
import { availabilityOf } from '../courses/rules.ts';
import { isDuplicateKey, type Transaction } from '../transaction.ts';
import { alreadyEnrolled, enrolmentOf, registrationOfCard } from './enrol.ts';
import { liveIn } from './find.ts';
import { lineNotice } from './notices.ts';
import type { JoinOutcome } from './outcomes.ts';
import { type Confirmation, isGranted, registrationOf, whyTurnedAway } from './registration.ts';
import type { EnrolmentsDeps } from './service.ts';

export async function join(deps: EnrolmentsDeps, confirmation: Confirmation): Promise<JoinOutcome> {
  const registration = await registrationOfCard(deps, confirmation);
  if (!registration) return (await earlierResult(deps, confirmation)) ?? { type: 'card-outdated' };
  const notices: Types.ObjectId[] = [];
  try {
    const outcome = await deps.inTurn(registration.courseCode, () =>
      deps.inTransaction<JoinOutcome>((transaction) => {
        notices.length = 0;
        return steps(deps, confirmation, transaction, notices);
      }),
    );
    if (outcome.type === 'joined') await deps.notifications.wake(notices);
    if (outcome.type === 'card-outdated') return (await earlierResult(deps, confirmation)) ?? outcome;
    return outcome;
  } catch (error) {
    if (isDuplicateKey(error, 'course')) return alreadyEnrolled(deps, registration);
    throw error;
  }
}

async function earlierResult(
  { models }: EnrolmentsDeps,
  { person, operationId }: Confirmation,
): Promise<JoinOutcome | null> {
  const own = { operationId, registeredBy: person._id };
  const enrolment = await models.Enrolment.findOne(own).lean<Enrolment>();
  return enrolment && { type: 'joined', enrolment, again: true };
}

async function steps(
  deps: EnrolmentsDeps,
  { person, account, operationId }: Confirmation,
  { session, abort }: Transaction<JoinOutcome>,
  notices: Types.ObjectId[],
): Promise<JoinOutcome> {
  const draft = await deps.drafts.consume(person._id, operationId, session);
  const registration = draft && registrationOf(draft, person._id);
  if (!registration) return abort({ type: 'card-outdated' });
  const { beneficiary, courseCode } = registration;
  const turnedAway = await whyTurnedAway(deps, beneficiary, session);
  if (turnedAway) return abort({ type: turnedAway });

  const code = { code: courseCode };
  const course = await deps.models.Course.findOne(code, null, { session }).lean<Course>();
  if (!course) return abort({ type: 'course-closed' });
  const existing = await liveIn(deps, beneficiary, course._id, session);
  if (existing) return abort({ type: 'already-enrolled', enrolment: existing });
  const availability = availabilityOf(course, deps.clock());
  if (availability === 'open') return abort({ type: 'seat-free' });
  if (availability !== 'full') return abort({ type: 'course-closed' });
  if (!(await isGranted(deps, registration, course, session))) return abort({ type: 'no-grant' });
  const refusal = await refusalOf(deps, { person: beneficiary, course }, session);
  if (refusal) return abort({ type: 'may-not-enrol', refusal });
  if (course.feeRials !== registration.quotedFeeRials) return abort({ type: 'fee-changed' });

  // Also what makes a seat given back in this instant, and this joining, see each other.
  await direct(deps.models.Course).updateOne({ _id: course._id }, { $inc: { waiting: 1 } }, { session });
  const enrolment: Enrolment = {
    ...enrolmentOf(deps, registration, course, operationId),
    status: 'waitlisted',
    waitingSince: deps.clock(),
  };
  await direct(deps.models.Enrolment).insertOne(enrolment, { session });
  const notice = await lineNotice(deps, enrolment, course, account);
  notices.push(await deps.notifications.record(notice, session));
  return { type: 'joined', enrolment, again: false };
}
