/** Confirming: the seat, the money, the enrolment, the end of the draft and the notices, all in one transaction. */
import { type ClientSession, Types } from 'mongoose';
import type { Course } from '../../models/course.ts';
import { direct } from '../../models/direct.ts';
import type { Enrolment } from '../../models/enrolment.ts';
import { refusalOf } from '../admission/service.ts';
import { availabilityOf } from '../courses/rules.ts';
import { BESIDE_THE_CHAT } from '../notifications/rules.ts';
import { isDuplicateKey, type Transaction } from '../transaction.ts';
import { payingWallet } from '../wallet/accounts.ts';
import { charge } from './charge.ts';
import { liveIn } from './find.ts';
import { enrolledNotice } from './notices.ts';
import type { EnrolOutcome } from './outcomes.ts';
import {
  type Confirmation,
  isForAnother,
  isGranted,
  type Registration,
  registrationOf,
  whyTurnedAway,
} from './registration.ts';
import type { EnrolmentsDeps } from './service.ts';

/** Ten digits are rarely drawn twice; a code that is taken is drawn anew, but not for ever. */
const TRACKING_CODE_DRAWS = 5;

/** So many holds that nobody came back for are cleared away for somebody who stands before a full course. */
const EXPIRED_HOLDS_CLEARED = 10;

export async function enrol(deps: EnrolmentsDeps, confirmation: Confirmation): Promise<EnrolOutcome> {
  const registration = await registrationOfCard(deps, confirmation);
  // A second tap: the first one has consumed the card.
  if (!registration) return (await earlierResult(deps, confirmation)) ?? { type: 'card-outdated' };
  const outcome = await attempt(deps, confirmation, registration);
  // Two taps at once: the second finds the card consumed, and the first has enrolled by now.
  if (outcome.type === 'card-outdated') return (await earlierResult(deps, confirmation)) ?? outcome;
  // By another card, meanwhile: this one has nothing left to do.
  if (outcome.type === 'already-enrolled') {
    await deps.drafts.endCard(confirmation.person._id, confirmation.operationId);
  }
  return outcome;
}

/** What the card was drawn for, to find its turn and its obstacles; what is done is read anew in the transaction. */
export async function registrationOfCard(
  { drafts }: EnrolmentsDeps,
  { person, operationId }: Confirmation,
): Promise<Registration | null> {
  const draft = await drafts.ofCard(person._id, operationId);
  return draft && registrationOf(draft, person._id);
}

async function attempt(
  deps: EnrolmentsDeps,
  confirmation: Confirmation,
  registration: Registration,
): Promise<EnrolOutcome> {
  const inTurn = () =>
    deps.inTurn(registration.courseCode, () => drawUntilUnique(deps, confirmation, registration));
  const outcome = await inTurn();
  if (outcome.type !== 'course-full') return outcome;
  const course = await deps.models.Course.findOne({ code: registration.courseCode }).lean<Course>();
  const freed = course && (await deps.seats.releaseExpired(EXPIRED_HOLDS_CLEARED, course._id));
  return freed?.length ? inTurn() : outcome;
}

async function drawUntilUnique(
  deps: EnrolmentsDeps,
  confirmation: Confirmation,
  registration: Registration,
  draws = TRACKING_CODE_DRAWS,
): Promise<EnrolOutcome> {
  const notices: Types.ObjectId[] = [];
  try {
    const outcome = await deps.inTransaction<EnrolOutcome>((transaction) => {
      notices.length = 0;
      return steps(deps, confirmation, transaction, notices);
    });
    if (outcome.type === 'enrolled') await wake(deps, notices, registration);
    return outcome;
  } catch (error) {
    // The index that lets a person into a course once refused the write.
    if (isDuplicateKey(error, 'course')) return alreadyEnrolled(deps, registration);
    if (!isDuplicateKey(error, 'trackingCode') || draws === 1) throw error;
    return drawUntilUnique(deps, confirmation, registration, draws - 1);
  }
}

/** Who enrols themselves sees the receipt in the chat; who was enrolled by another hears of it there at once. */
function wake({ notifications }: EnrolmentsDeps, notices: Types.ObjectId[], registration: Registration) {
  return isForAnother(registration)
    ? notifications.wake(notices)
    : notifications.wake(notices, BESIDE_THE_CHAT);
}

async function earlierResult(
  { models }: EnrolmentsDeps,
  { person, operationId }: Confirmation,
): Promise<EnrolOutcome | null> {
  const enrolment = await models.Enrolment.findOne({
    operationId,
    registeredBy: person._id,
  }).lean<Enrolment>();
  // Whoever waits in line was told so by another card.
  if (!enrolment || enrolment.status === 'waitlisted') return null;
  return { type: 'enrolled', enrolment, again: true };
}

export async function alreadyEnrolled(
  deps: EnrolmentsDeps,
  { beneficiary, courseCode }: Registration,
): Promise<{ type: 'already-enrolled'; enrolment: Enrolment }> {
  const course = await deps.models.Course.findOne({ code: courseCode }).orFail().lean<Course>();
  const enrolment = await liveIn(deps, beneficiary, course._id);
  if (!enrolment) throw new Error(`The enrolment that stood in the way in course ${courseCode} is not there`);
  return { type: 'already-enrolled', enrolment };
}

async function steps(
  deps: EnrolmentsDeps,
  confirmation: Confirmation,
  { session, abort }: Transaction<EnrolOutcome>,
  notices: Types.ObjectId[],
): Promise<EnrolOutcome> {
  const { person, account, operationId } = confirmation;
  const draft = await deps.drafts.consume(person._id, operationId, session);
  const registration = draft && registrationOf(draft, person._id);
  if (!registration) return abort({ type: 'card-outdated' });
  const turnedAway = await turnedAwayNow(deps, confirmation, registration, session);
  if (turnedAway) return abort({ type: turnedAway });

  const { beneficiary, courseCode, mayBeHeld } = registration;
  const course = await deps.seats.take({ courseCode, person: beneficiary, mayBeHeld }, session);
  if (!course) return abort(await whyNoSeat(deps, registration, session));
  if (!(await isGranted(deps, registration, course, session))) return abort({ type: 'no-grant' });
  const refusal = await refusalOf(deps, { person: beneficiary, course }, session);
  if (refusal) return abort({ type: 'may-not-enrol', refusal });
  if (course.feeRials !== registration.quotedFeeRials) return abort({ type: 'fee-changed' });

  const enrolment = enrolmentOf(deps, registration, course, operationId);
  const payment = await charge(deps, payingWallet(enrolment), course, session);
  if (payment.type === 'short') {
    const { payer } = registration;
    const { balanceRials } = payment;
    return abort({ type: 'wallet-short', feeRials: course.feeRials, balanceRials, payer });
  }
  if (payment.journal) enrolment.journal = payment.journal;
  await direct(deps.models.Enrolment).insertOne(enrolment, { session });
  const notice = await enrolledNotice(deps, enrolment, course, account);
  notices.push(await deps.notifications.record(notice, session));
  return { type: 'enrolled', enrolment, again: false };
}

/**
 * The actor was read a moment ago, and that is enough unless they have asked to be deleted, which is days before it is
 * done; a trainee who is another was not read.
 */
async function turnedAwayNow(
  deps: EnrolmentsDeps,
  { person }: Confirmation,
  registration: Registration,
  session: ClientSession,
): ReturnType<typeof whyTurnedAway> {
  if (person.identity === 'rejected') return 'identity-rejected';
  const isKnown = !isForAnother(registration) && person.deletion === undefined;
  return isKnown ? null : whyTurnedAway(deps, registration.beneficiary, session);
}

export function enrolmentOf(
  { clock, ids }: EnrolmentsDeps,
  registration: Registration,
  course: Course,
  operationId: string,
): Enrolment {
  const { actor, beneficiary, payer } = registration;
  const now = clock();
  return {
    _id: new Types.ObjectId(),
    trackingCode: ids.trackingCode(),
    person: beneficiary,
    course: course._id,
    status: 'active',
    payer,
    feeRials: course.feeRials,
    registeredBy: actor,
    ...(isForAnother(registration) ? { centre: course.centre } : {}),
    consent: { state: isForAnother(registration) ? 'asked' : 'own', at: now },
    operationId,
    enrolledAt: now,
  };
}

async function whyNoSeat(
  deps: EnrolmentsDeps,
  { beneficiary, courseCode }: Registration,
  session: ClientSession,
): Promise<EnrolOutcome> {
  const course = await deps.models.Course.findOne({ code: courseCode }, null, { session }).lean<Course>();
  const existing = course && (await liveIn(deps, beneficiary, course._id, session));
  if (existing) return { type: 'already-enrolled', enrolment: existing };
  const full = course !== null && availabilityOf(course, deps.clock()) === 'full';
  return { type: full ? 'course-full' : 'course-closed' };
}
