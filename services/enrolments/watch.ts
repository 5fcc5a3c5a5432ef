/** What a job does for seats again and again; all of it can be lost and done later. */
import type { Types } from 'mongoose';
import type { Course } from '../../models/course.ts';
import { type Enrolment, LIVE_STATUSES } from '../../models/enrolment.ts';
import { end } from './end.ts';
import { watchOffers } from './offers.ts';
import { promote } from './promote.ts';
import type { EnrolmentsDeps } from './service.ts';

export async function watchPlaces(deps: EnrolmentsDeps, limit: number): Promise<void> {
  await deps.seats.releaseExpired(limit);
  await watchOffers(deps, limit);
  for (const course of await coursesWithSeatsForTheLine(deps, limit)) await promote(deps, course);
  await endLinesOfCoursesBegun(deps, limit);
}

/** Seats that came free while nobody looked: by a process that died after giving one back, or by a larger capacity. */
async function coursesWithSeatsForTheLine({ models, clock }: EnrolmentsDeps, limit: number) {
  const courses = await models.Course.find({
    waiting: { $gt: 0 },
    status: 'open',
    startsAt: { $gt: clock() },
    $expr: { $lt: ['$seatsTaken', '$capacity'] },
  })
    .limit(limit)
    .select('_id')
    .lean<Pick<Course, '_id'>[]>();
  return courses.map(({ _id }) => _id);
}

/** Nobody waits for a course that has begun, or is not to be. */
async function endLinesOfCoursesBegun(deps: EnrolmentsDeps, limit: number): Promise<void> {
  const { models, clock } = deps;
  const over = await models.Course.find({
    waiting: { $gt: 0 },
    $or: [{ startsAt: { $lte: clock() } }, { status: 'cancelled' }],
  })
    .limit(limit)
    .lean<Course[]>();
  for (const course of over) await endLine(deps, course, limit);
}

async function endLine(deps: EnrolmentsDeps, course: Course, limit: number): Promise<void> {
  const because = course.status === 'cancelled' ? 'course-cancelled' : 'course-started';
  for (const enrolment of await inLine(deps, course._id, limit)) await end(deps, { enrolment, because });
}

function inLine({ models }: EnrolmentsDeps, course: Types.ObjectId, limit: number) {
  const status = { $in: LIVE_STATUSES.filter((live) => live !== 'active') };
  return models.Enrolment.find({ course, status }).limit(limit).lean<Enrolment[]>();
}
