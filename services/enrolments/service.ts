/** Enrolling: the seat, the money, the enrolment, the end of the draft and the notices, all in one transaction. */
import { type ClientSession, Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import type { Course } from '../../models/course.ts';
import { direct } from '../../models/direct.ts';
import type { Draft } from '../../models/draft.ts';
import type { Enrolment } from '../../models/enrolment.ts';
import type { Models } from '../../models/models.ts';
import type { Person } from '../../models/person.ts';
import type { Clock, Ids } from '../clock.ts';
import { availabilityOf, openCourseFilter } from '../courses/rules.ts';
import type { Drafts } from '../drafts/service.ts';
import { BESIDE_THE_CHAT, noticeKey } from '../notifications/rules.ts';
import type { Notifications } from '../notifications/service.ts';
import { type InTransaction, isDuplicateKey, type Transaction } from '../transaction.ts';
import type { InTurn } from '../turns.ts';
import { personalWallet } from '../wallet/accounts.ts';
import type { Ledger } from '../wallet/ledger.ts';

export type EnrolOutcome =
  /** `again`: this very confirmation had been carried out before; nothing was done now. */
  | { type: 'enrolled'; enrolment: Enrolment; again: boolean }
  | { type: 'already-enrolled'; enrolment: Enrolment }
  | { type: 'wallet-short'; feeRials: number; balanceRials: number }
  | { type: 'course-full' }
  | { type: 'course-closed' }
  /** The fee is no longer the one on the card: the person must see the new one first. */
  | { type: 'fee-changed' }
  /** The civil registry has refused this person's code since they were let in (N2). */
  | { type: 'identity-rejected' }
  /** The card is not the latest one, or the form went on elsewhere. */
  | { type: 'card-outdated' };

export interface Enrolments {
  /** Carries out the confirm card that holds `operationId`, once, however often it is tapped. */
  enrol(confirmation: { person: Person; account: Account; operationId: string }): Promise<EnrolOutcome>;
  /** The live enrolment of a person in a course. */
  live(person: Types.ObjectId, course: Types.ObjectId): Promise<Enrolment | null>;
  /** The receipt is on the screen of this chat: the notice need not come there too. */
  receiptShown(enrolment: Enrolment, account: Account): Promise<void>;
  /** Newest first. */
  listOf(person: Types.ObjectId, limit: number): Promise<Enrolment[]>;
}

export interface EnrolmentsDeps {
  models: Models;
  drafts: Drafts;
  ledger: Ledger;
  notifications: Notifications;
  inTransaction: InTransaction;
  /** Confirmations of one course queue here instead of undoing each other. */
  inTurn: InTurn;
  clock: Clock;
  ids: Ids;
}

type Confirmation = Parameters<Enrolments['enrol']>[0];

export function createEnrolments(deps: EnrolmentsDeps): Enrolments {
  return {
    enrol: (confirmation) => enrol(deps, confirmation),
    live: (person, course) => live(deps, person, course),
    receiptShown: (enrolment, account) =>
      deps.notifications.shown(noticeKey('enrolled', enrolment._id), account._id),
    listOf: (person, limit) =>
      deps.models.Enrolment.find({ person }).sort({ enrolledAt: -1 }).limit(limit).lean<Enrolment[]>(),
  };
}

/** Ten digits are rarely drawn twice; a code that is taken is drawn anew, but not for ever. */
const TRACKING_CODE_DRAWS = 5;

async function enrol(deps: EnrolmentsDeps, confirmation: Confirmation): Promise<EnrolOutcome> {
  const { person, operationId } = confirmation;
  if (person.identity === 'rejected') return { type: 'identity-rejected' };
  const courseCode = await deps.drafts.courseOfCard(person._id, operationId);
  // A second tap: the first one has consumed the card.
  if (courseCode === null) return (await earlierResult(deps, confirmation)) ?? { type: 'card-outdated' };
  const outcome = await deps.inTurn(courseCode, () => attempt(deps, confirmation, courseCode));
  // Two taps at once: the second finds the card consumed, and the first has enrolled by now.
  if (outcome.type === 'card-outdated') return (await earlierResult(deps, confirmation)) ?? outcome;
  // By another card, meanwhile: this one has nothing left to do.
  if (outcome.type === 'already-enrolled') await deps.drafts.endCard(person._id, operationId);
  return outcome;
}

async function attempt(
  deps: EnrolmentsDeps,
  confirmation: Confirmation,
  courseCode: string,
  draws = TRACKING_CODE_DRAWS,
): Promise<EnrolOutcome> {
  const notices: Types.ObjectId[] = [];
  try {
    const outcome = await deps.inTransaction<EnrolOutcome>((transaction) => {
      notices.length = 0;
      return enrolSteps(deps, confirmation, transaction, notices);
    });
    if (outcome.type === 'enrolled') await deps.notifications.wake(notices, BESIDE_THE_CHAT);
    return outcome;
  } catch (error) {
    // The index that lets a person into a course once refused the write.
    if (isDuplicateKey(error, 'course')) return alreadyEnrolled(deps, confirmation.person, courseCode);
    if (!isDuplicateKey(error, 'trackingCode') || draws === 1) throw error;
    return attempt(deps, confirmation, courseCode, draws - 1);
  }
}

async function earlierResult(
  { models }: EnrolmentsDeps,
  { person, operationId }: Confirmation,
): Promise<EnrolOutcome | null> {
  const enrolment = await models.Enrolment.findOne({
    operationId,
    registeredBy: person._id,
  }).lean<Enrolment>();
  return enrolment && { type: 'enrolled', enrolment, again: true };
}

async function alreadyEnrolled(
  deps: EnrolmentsDeps,
  person: Person,
  courseCode: string,
): Promise<EnrolOutcome> {
  const course = await deps.models.Course.findOne({ code: courseCode }).orFail().lean<Course>();
  const enrolment = await live(deps, person._id, course._id);
  if (!enrolment) throw new Error(`The enrolment that stood in the way in course ${courseCode} is not there`);
  return { type: 'already-enrolled', enrolment };
}

/** The live enrolment of a person in a course; there is at most one. */
function live(
  { models }: EnrolmentsDeps,
  person: Types.ObjectId,
  course: Types.ObjectId,
  session: ClientSession | null = null,
) {
  return direct(models.Enrolment).findOne({ person, course, status: 'active' }, session ? { session } : {});
}

async function enrolSteps(
  deps: EnrolmentsDeps,
  confirmation: Confirmation,
  { session, abort }: Transaction<EnrolOutcome>,
  notices: Types.ObjectId[],
): Promise<EnrolOutcome> {
  const { person, operationId } = confirmation;
  const draft = await deps.drafts.consume(person._id, operationId, session);
  if (!draft?.answers.courseCode) return abort({ type: 'card-outdated' });

  const course = await takeSeat(deps, draft.answers.courseCode, session);
  if (!course) return abort(await whyNoSeat(deps, person, draft.answers.courseCode, session));
  if (course.feeRials !== draft.quotedFeeRials) return abort({ type: 'fee-changed' });

  const payment = await pay(deps, person, course, session);
  if (payment.type === 'short') {
    return abort({ type: 'wallet-short', feeRials: course.feeRials, balanceRials: payment.balanceRials });
  }
  const enrolment = await writeEnrolment(deps, { confirmation, course, journal: payment.journal }, session);
  notices.push(await recordNotice(deps, { confirmation, draft, course, enrolment }, session));
  return { type: 'enrolled', enrolment, again: false };
}

/** Counts one more seat as taken if the course takes people and has one; null otherwise. */
async function takeSeat({ models, clock }: EnrolmentsDeps, code: string, session: ClientSession) {
  return direct(models.Course).findOneAndUpdate(
    { code, ...openCourseFilter(clock()) },
    { $inc: { seatsTaken: 1 } },
    { session, returnDocument: 'after' },
  );
}

async function whyNoSeat(
  deps: EnrolmentsDeps,
  person: Person,
  code: string,
  session: ClientSession,
): Promise<EnrolOutcome> {
  const course = await deps.models.Course.findOne({ code }, null, { session }).lean<Course>();
  const existing = course && (await live(deps, person._id, course._id, session));
  if (existing) return { type: 'already-enrolled', enrolment: existing };
  const full = course !== null && availabilityOf(course, deps.clock()) === 'full';
  return { type: full ? 'course-full' : 'course-closed' };
}

async function pay(
  { ledger }: EnrolmentsDeps,
  person: Person,
  course: Course,
  session: ClientSession,
): Promise<{ type: 'paid'; journal: Types.ObjectId | null } | { type: 'short'; balanceRials: number }> {
  if (course.feeRials === 0) return { type: 'paid', journal: null };
  const debit = { wallet: personalWallet(person._id), amountRials: course.feeRials, courseCode: course.code };
  const outcome = await ledger.debitFee(debit, session);
  return outcome.type === 'short' ? outcome : { type: 'paid', journal: outcome.journal };
}

async function writeEnrolment(
  { models, clock, ids }: EnrolmentsDeps,
  made: { confirmation: Confirmation; course: Course; journal: Types.ObjectId | null },
  session: ClientSession,
): Promise<Enrolment> {
  const enrolment: Enrolment = {
    _id: new Types.ObjectId(),
    trackingCode: ids.trackingCode(),
    person: made.confirmation.person._id,
    course: made.course._id,
    status: 'active',
    payer: 'trainee',
    consent: { state: 'own', at: clock() },
    feeRials: made.course.feeRials,
    ...(made.journal ? { journal: made.journal } : {}),
    registeredBy: made.confirmation.person._id,
    operationId: made.confirmation.operationId,
    enrolledAt: clock(),
  };
  await direct(models.Enrolment).insertOne(enrolment, { session });
  return enrolment;
}

function recordNotice(
  { notifications }: EnrolmentsDeps,
  made: { confirmation: Confirmation; draft: Draft; course: Course; enrolment: Enrolment },
  session: ClientSession,
): Promise<Types.ObjectId> {
  return notifications.record(
    {
      event: 'enrolled',
      person: made.enrolment.person,
      params: {
        course: made.course.title,
        startsAt: made.course.startsAt.toISOString(),
        trackingCode: made.enrolment.trackingCode,
      },
      dedupeKey: noticeKey('enrolled', made.enrolment._id),
      shownIn: made.confirmation.account._id,
    },
    session,
  );
}
