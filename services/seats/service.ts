/**
 * Seats: taken, given back, and held while the money for one is on its way.
 *
 * A course counts its seats in one number, and every change of it stands in the transaction of its cause. A hold is a
 * seat that is taken already; whoever confirms for the same person turns it into theirs.
 */
import { type ClientSession, Types } from 'mongoose';
import type { Course } from '../../models/course.ts';
import { direct } from '../../models/direct.ts';
import type { Models } from '../../models/models.ts';
import type { SeatHold } from '../../models/seat-hold.ts';
import { PAYING_STATES } from '../../models/top-up.ts';
import type { Clock } from '../clock.ts';
import { openCourseFilter } from '../courses/rules.ts';
import { UNDER_WAY_MS } from '../top-ups/rules.ts';
import { type InTransaction, isDuplicateKey } from '../transaction.ts';
import { EXTENSION_MS, HOLD_MS } from './rules.ts';

export type HoldOutcome = { type: 'held'; until: Date; extended: boolean } | { type: 'full' };

export interface Seats {
  /**
   * Takes a seat for this person inside the caller's transaction: the one that is held for them (`mayBeHeld`), else a
   * free one that nobody in line waits for. Null when there is none, or the course takes nobody now.
   */
  take(seat: SeatWanted, session: ClientSession): Promise<Course | null>;
  /** One seat less is taken; promote the line after the commit. */
  giveBack(course: Types.ObjectId, session: ClientSession): Promise<void>;
  /** Keeps a seat for who goes to pay; the same request again keeps the first deadline. */
  hold(request: HoldRequest): Promise<HoldOutcome>;
  /** Whether a newcomer would get a seat at this moment; holds whose time is over are released first. */
  isFree(course: Types.ObjectId): Promise<boolean>;
  /** The hold of this form, if it is in time. */
  heldFor(draft: Types.ObjectId): Promise<SeatHold | null>;
  /** Releases holds whose time is over, of one course if given; returns the courses whose lines may move up. */
  releaseExpired(limit: number, course?: Types.ObjectId): Promise<Types.ObjectId[]>;
}

export interface SeatWanted {
  courseCode: string;
  person: Types.ObjectId;
  mayBeHeld: boolean;
}

export interface HoldRequest {
  course: Types.ObjectId;
  person: Types.ObjectId;
  draft: Types.ObjectId;
}

export interface SeatsDeps {
  models: Models;
  inTransaction: InTransaction;
  clock: Clock;
}

const EXPIRED_AT_A_READING = 10;

export function createSeats(deps: SeatsDeps): Seats {
  return {
    take: (seat, session) => take(deps, seat, session),
    giveBack: (course, session) => giveBack(deps, course, session),
    hold: (request) => hold(deps, request),
    isFree: (course) => isFree(deps, course),
    heldFor: (draft) =>
      deps.models.SeatHold.findOne({ draft, expiresAt: { $gt: deps.clock() } }).lean<SeatHold>(),
    releaseExpired: (limit, course) => releaseExpired(deps, limit, course),
  };
}

async function take(
  deps: SeatsDeps,
  { courseCode, person, mayBeHeld }: SeatWanted,
  session: ClientSession,
): Promise<Course | null> {
  const held = mayBeHeld ? await takeHeld(deps, courseCode, person, session) : null;
  return held ?? takeFree(deps, { code: courseCode }, session);
}

async function isFree(deps: SeatsDeps, _id: Types.ObjectId): Promise<boolean> {
  await releaseExpired(deps, EXPIRED_AT_A_READING, _id);
  return (await deps.models.Course.exists({ _id, ...openCourseFilter(deps.clock()) })) !== null;
}

/** The seat stays counted; who held it now sits on it. Past its deadline a hold is nobody's any more. */
async function takeHeld(
  { models, clock }: SeatsDeps,
  code: string,
  person: Types.ObjectId,
  session: ClientSession,
): Promise<Course | null> {
  const now = clock();
  // Registration may have closed meanwhile: who was let in and paid in time is not turned away.
  const course = await models.Course.findOne({ code, status: 'open', startsAt: { $gt: now } }, null, {
    session,
  }).lean<Course>();
  if (!course) return null;
  const { deletedCount } = await models.SeatHold.deleteOne(
    { course: course._id, person, expiresAt: { $gt: now } },
    { session },
  );
  return deletedCount > 0 ? course : null;
}

function takeFree({ models, clock }: SeatsDeps, which: Partial<Course>, session: ClientSession) {
  return direct(models.Course).findOneAndUpdate(
    { ...which, ...openCourseFilter(clock()) },
    { $inc: { seatsTaken: 1 } },
    { session, returnDocument: 'after' },
  );
}

async function giveBack({ models }: SeatsDeps, course: Types.ObjectId, session: ClientSession) {
  await direct(models.Course).updateOne({ _id: course }, { $inc: { seatsTaken: -1 } }, { session });
}

async function hold(deps: SeatsDeps, request: HoldRequest): Promise<HoldOutcome> {
  const known = await inTimeFor(deps, request);
  if (known) return heldUntil(known);
  try {
    const made = await attempt(deps, request);
    if (made) return heldUntil(made);
    // Full, perhaps only by holds that nobody has come back for.
    if ((await releaseExpired(deps, EXPIRED_AT_A_READING, request.course)).length === 0)
      return { type: 'full' };
    const again = await attempt(deps, request);
    return again ? heldUntil(again) : { type: 'full' };
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    // Another form (the trainee's own beside a portal user's) held it for the same person in this instant.
    const theirs = await inTimeFor(deps, request);
    return theirs ? heldUntil(theirs) : { type: 'full' };
  }
}

const heldUntil = ({ expiresAt, extended }: SeatHold): HoldOutcome => ({
  type: 'held',
  until: expiresAt,
  extended,
});

/** A seat is held for a person, whichever form asked for it. */
function inTimeFor({ models, clock }: SeatsDeps, { course, person }: HoldRequest) {
  return models.SeatHold.findOne({ course, person, expiresAt: { $gt: clock() } }).lean<SeatHold>();
}

function attempt(deps: SeatsDeps, request: HoldRequest): Promise<SeatHold | null> {
  const { models, clock, inTransaction } = deps;
  return inTransaction<SeatHold | null>(async ({ session, abort }) => {
    const { course, person, draft } = request;
    // What this form held of another course, or too long, is free again.
    const former = await models.SeatHold.find({ $or: [{ draft }, { course, person }] }, null, {
      session,
    }).lean<SeatHold[]>();
    for (const before of former) {
      await models.SeatHold.deleteOne({ _id: before._id }, { session });
      await giveBack(deps, before.course, session);
    }
    if (!(await takeFree(deps, { _id: course }, session))) return abort(null);
    const expiresAt = new Date(clock().getTime() + HOLD_MS);
    const made: SeatHold = { _id: new Types.ObjectId(), ...request, expiresAt, extended: false };
    await direct(models.SeatHold).insertOne(made, { session });
    return made;
  });
}

async function releaseExpired(
  deps: SeatsDeps,
  limit: number,
  course?: Types.ObjectId,
): Promise<Types.ObjectId[]> {
  const expired = await deps.models.SeatHold.find({
    expiresAt: { $lte: deps.clock() },
    ...(course ? { course } : {}),
  })
    .sort({ expiresAt: 1 })
    .limit(limit)
    .lean<SeatHold[]>();
  const freed: Types.ObjectId[] = [];
  for (const held of expired) {
    if (await extend(deps, held)) continue;
    if (await drop(deps, held)) freed.push(held.course);
  }
  return freed;
}

/** While the gateway has not said what became of the money, the seat waits a little longer; once. */
async function extend({ models, clock }: SeatsDeps, held: SeatHold): Promise<boolean> {
  if (held.extended) return false;
  const now = clock().getTime();
  const paying = await models.TopUp.exists({
    resumeDraft: held.draft,
    state: { $in: PAYING_STATES },
    createdAt: { $gt: new Date(now - UNDER_WAY_MS) },
  });
  if (!paying) return false;
  const { modifiedCount } = await models.SeatHold.updateOne(
    { _id: held._id, extended: false },
    { extended: true, expiresAt: new Date(now + EXTENSION_MS) },
  );
  return modifiedCount > 0;
}

/** False when somebody took the seat, or prolonged the hold, since `held` was read. */
function drop(deps: SeatsDeps, held: SeatHold): Promise<boolean> {
  return deps.inTransaction(async ({ session, abort }) => {
    const { _id, expiresAt } = held;
    const { deletedCount } = await deps.models.SeatHold.deleteOne({ _id, expiresAt }, { session });
    if (deletedCount === 0) return abort(false);
    await giveBack(deps, held.course, session);
    return true;
  });
}
