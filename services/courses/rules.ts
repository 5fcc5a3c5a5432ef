/** Whether one can enrol in a course at a moment: for a course in hand, and as a filter of the database. Pure. */
import type { Course } from '../../models/course.ts';

/** How the code of a course is written; what does not fit names none. */
export const COURSE_CODE = /^[A-Za-z0-9-]{1,32}$/;

/** Why one can or cannot enrol. */
export type Availability = 'open' | 'full' | 'not-yet-open' | 'closed' | 'cancelled';

export function availabilityOf(course: Course, now: Date): Availability {
  if (course.status === 'cancelled') return 'cancelled';
  if (course.status !== 'open' || course.registrationClosesAt <= now || course.startsAt <= now)
    return 'closed';
  if (course.registrationOpensAt > now) return 'not-yet-open';
  // A free seat is promised to whoever stands in line.
  return course.seatsTaken < course.capacity && !(course.waiting > 0) ? 'open' : 'full';
}

/** The courses whose availability is `open`. */
export function openCourseFilter(now: Date) {
  return {
    status: 'open' as const,
    registrationOpensAt: { $lte: now },
    registrationClosesAt: { $gt: now },
    startsAt: { $gt: now },
    waiting: { $not: { $gt: 0 } },
    $expr: { $lt: ['$seatsTaken', '$capacity'] },
  };
}
