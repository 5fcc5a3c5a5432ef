/** Somebody who would like to enrol, and courses that they might: for the rules of admission. */
import { Types } from 'mongoose';
import type { Course } from '../../models/course.ts';
import type { Enrolment, EnrolmentStatus } from '../../models/enrolment.ts';
import type { Application, Enrolled } from '../../services/admission/rules.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
export const NOW = new Date('2026-11-10T09:00:00Z');
export const inDays = (days: number) => new Date(NOW.getTime() + days * DAY_MS);

let courses = 0;

/** An open course with free seats for everybody, from day 20 to day 50. */
export function aCourse(change: Partial<Course> = {}): Course {
  courses += 1;
  return {
    _id: new Types.ObjectId(),
    code: `C${courses}`,
    title: 'جوشکاری',
    searchText: 'جوشکاری',
    centre: new Types.ObjectId(),
    capacity: 10,
    seatsTaken: 0,
    seatsTakenElsewhere: 0,
    waiting: 0,
    feeRials: 0,
    status: 'open',
    registrationOpensAt: inDays(-1),
    registrationClosesAt: inDays(9),
    startsAt: inDays(20),
    endsAt: inDays(50),
    ...change,
  };
}

/** The applicant's enrolment in a course. */
export function enrolledIn(course: Course, status: EnrolmentStatus = 'active'): Enrolled {
  const person = new Types.ObjectId();
  const enrolment: Enrolment = {
    _id: new Types.ObjectId(),
    trackingCode: '1234567890',
    course: course._id,
    ...{ person, registeredBy: person, status },
    payer: 'trainee',
    feeRials: 0,
    consent: { state: 'own', at: NOW },
    operationId: 'operation',
    enrolledAt: NOW,
  };
  return { enrolment, course };
}

/** Nothing is known of the person, and they have enrolled in nothing. */
export function anApplication(change: Partial<Application> = {}): Application {
  return { person: {}, course: aCourse(), enrolments: [], now: NOW, ...change };
}

/** Somebody who is in the middle of this year of their life when the course starts. */
export function bornFor(years: number, { startsAt }: Course): Date {
  return new Date(startsAt.getTime() - (years * 365.2425 + 180) * DAY_MS);
}
