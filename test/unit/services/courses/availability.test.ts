import { expect, test } from '@jest/globals';
import { Types } from 'mongoose';
import type { Course } from '../../../../models/course.ts';
import { availabilityOf } from '../../../../services/courses/rules.ts';

const OPENS = new Date('2026-11-01T00:00:00Z');
const CLOSES = new Date('2026-11-20T00:00:00Z');
const STARTS = new Date('2026-12-01T00:00:00Z');
const NOW = new Date('2026-11-10T00:00:00Z');

const course: Course = {
  _id: new Types.ObjectId(),
  code: 'C1',
  title: 'جوشکاری',
  searchText: 'جوشکاری',
  centre: new Types.ObjectId(),
  capacity: 10,
  seatsTaken: 9,
  seatsTakenElsewhere: 0,
  waiting: 0,
  feeRials: 500_000,
  status: 'open',
  registrationOpensAt: OPENS,
  registrationClosesAt: CLOSES,
  startsAt: STARTS,
  endsAt: new Date('2027-01-01T00:00:00Z'),
};

const before = (at: Date) => new Date(at.getTime() - 1);

test.each<[string, Partial<Course>, Date, string]>([
  ['with one seat left', {}, NOW, 'open'],
  ['at the very moment it opens', {}, OPENS, 'open'],
  ['a moment before it opens', {}, before(OPENS), 'not-yet-open'],
  ['a moment before it closes', {}, before(CLOSES), 'open'],
  ['at the very moment it closes', {}, CLOSES, 'closed'],
  ['that starts before its registration closes', { startsAt: NOW }, NOW, 'closed'],
  ['whose last seat is gone', { seatsTaken: 10 }, NOW, 'full'],
  ['with more taken than there is', { seatsTaken: 11 }, NOW, 'full'],
  ['full and not yet open', { seatsTaken: 10 }, before(OPENS), 'not-yet-open'],
  ['closed by staff', { status: 'closed' }, NOW, 'closed'],
  ['cancelled', { status: 'cancelled' }, NOW, 'cancelled'],
  ['without seats', { capacity: 0, seatsTaken: 0 }, NOW, 'full'],
])('a course %s', (_what, change, now, availability) => {
  expect(availabilityOf({ ...course, ...change }, now)).toBe(availability);
});
