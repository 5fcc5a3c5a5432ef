/** Seats and lines: what a course counts is what there is. Pure. */
import type { Course } from '../../models/course.ts';
import type { Enrolment } from '../../models/enrolment.ts';
import { isLive } from '../enrolments/rules.ts';
import { countsOf, type Finding, type Records } from './records.ts';

export function placesMiscounted({ courses, enrolments, holds }: Records): Finding[] {
  const inStatus = countsOf(enrolments, ({ course, status }) => `${course.toHexString()} ${status}`);
  const heldIn = countsOf(holds, ({ course }) => course.toHexString());
  return courses.flatMap((course): Finding[] => {
    const id = course._id.toHexString();
    const active = inStatus.get(`${id} active`) ?? 0;
    const offered = inStatus.get(`${id} offered`) ?? 0;
    const waitlisted = inStatus.get(`${id} waitlisted`) ?? 0;
    return [...seats(course, { active, offered, held: heldIn.get(id) ?? 0 }), ...line(course, waitlisted)];
  });
}

function seats(
  { code, capacity, seatsTaken, seatsTakenElsewhere }: Course,
  { active, offered, held }: { active: number; offered: number; held: number },
): Finding[] {
  const given = seatsTaken - seatsTakenElsewhere;
  const found = active + offered + held;
  const miscounted = `course ${code} has given ${given} seats, but ${active} are active, ${offered} offered and ${held} held`;
  const overbooked = `course ${code} has ${capacity} seats, ${seatsTaken} are taken`;
  return [
    ...(given === found ? [] : [{ rule: 'seats-miscounted' as const, what: miscounted }]),
    ...(seatsTaken > capacity && found > 0 ? [{ rule: 'course-overbooked' as const, what: overbooked }] : []),
  ];
}

function line({ code, waiting = 0 }: Course, waitlisted: number): Finding[] {
  if (waiting === waitlisted) return [];
  const what = `course ${code} counts ${waiting} in line, ${waitlisted} are`;
  return [{ rule: 'line-miscounted', what }];
}

export function enrolledTwice({ enrolments }: Records): Finding[] {
  const pair = ({ person, course }: Enrolment) =>
    `person ${person.toHexString()} in course ${course.toHexString()}`;
  return [...countsOf(enrolments.filter(isLive), pair)].flatMap(([what, times]) =>
    times === 1 ? [] : [{ rule: 'enrolled-twice' as const, what: `${what}: ${times} live enrolments` }],
  );
}
