import { describe, expect, test } from '@jest/globals';
import type { Course } from '../../../../models/course.ts';
import type { EnrolmentStatus } from '../../../../models/enrolment.ts';
import type { Person } from '../../../../models/person.ts';
import { judge } from '../../../../services/admission/rules.ts';
import { aCourse, anApplication, bornFor, enrolledIn, inDays, NOW } from '../../../support/application.ts';

test('who is known well enough for an open course without conditions hears nothing', () => {
  expect(judge(anApplication())).toEqual([]);
});

describe('registration', () => {
  test.each<[string, Partial<Course>, object | null]>([
    ['open', {}, null],
    ['cancelled', { status: 'cancelled' }, { availability: 'cancelled' }],
    ['closed by staff', { status: 'closed' }, { availability: 'closed' }],
    ['over', { registrationClosesAt: NOW }, { availability: 'closed' }],
    ['yet to come', { registrationOpensAt: inDays(1) }, { availability: 'not-yet-open', opensAt: inDays(1) }],
    ['open and full', { seatsTaken: 10 }, null],
  ])('that is %s', (_what, change, refusal) => {
    const findings = judge(anApplication({ course: aCourse(change) }), ['registration']);
    expect(findings).toEqual(
      refusal === null
        ? []
        : [expect.objectContaining({ type: 'refused', rule: 'registration', ...refusal })],
    );
  });
});

describe('capacity', () => {
  test.each<[string, Partial<Course>, boolean]>([
    ['one seat left', { seatsTaken: 9 }, false],
    ['no seat left', { seatsTaken: 10 }, true],
    ['a free seat and people in line for it', { seatsTaken: 9, waiting: 1 }, true],
    ['no seat left, but closed, which is another matter', { seatsTaken: 10, status: 'closed' }, false],
  ])('with %s', (_what, change, refused) => {
    const findings = judge(anApplication({ course: aCourse(change) }), ['capacity']);
    expect(findings).toEqual(refused ? [{ type: 'refused', rule: 'capacity' }] : []);
  });
});

describe('one live enrolment', () => {
  test.each<[EnrolmentStatus, boolean]>([
    ['active', true],
    ['waitlisted', true],
    ['offered', true],
    ['cancelled', false],
    ['completed', false],
  ])('that is %s', (status, refused) => {
    const course = aCourse();
    const own = enrolledIn(course, status);
    const findings = judge(anApplication({ course, enrolments: [enrolledIn(aCourse()), own] }), ['once']);
    expect(findings).toEqual(refused ? [{ type: 'refused', rule: 'once', enrolment: own.enrolment }] : []);
  });
});

describe('prerequisites', () => {
  const STANDARD = '721220570010001';
  const welding = aCourse({ code: 'weld101', standardCode: STANDARD });
  const elsewhere = aCourse({ code: 'weld-in-isfahan', standardCode: STANDARD });

  test.each<[string, string[], ReturnType<typeof enrolledIn>[], string[]]>([
    ['nothing of a standard', [STANDARD], [], [STANDARD]],
    ['any run of the standard', [STANDARD], [enrolledIn(elsewhere, 'completed')], []],
    ['the very run that is named', ['weld101'], [enrolledIn(welding, 'completed')], []],
    ['another run than the one named', ['weld101'], [enrolledIn(elsewhere, 'completed')], ['weld101']],
    ['a run that is still under way', [STANDARD], [enrolledIn(welding, 'active')], [STANDARD]],
    ['a run that was left', [STANDARD], [enrolledIn(welding, 'cancelled')], [STANDARD]],
    ['one of two', [STANDARD, 'safety'], [enrolledIn(welding, 'completed')], ['safety']],
    ['neither of two', [STANDARD, 'safety'], [], [STANDARD, 'safety']],
  ])('for somebody who has completed %s', (_what, prerequisites, enrolments, missing) => {
    const findings = judge(anApplication({ course: aCourse({ prerequisites }), enrolments }), [
      'prerequisites',
    ]);
    expect(findings).toEqual(missing.length > 0 ? [{ type: 'refused', rule: 'prerequisites', missing }] : []);
  });
});

describe('an audience', () => {
  test.each<['women' | 'men' | undefined, Person['gender'], 'refused' | 'unchecked' | null]>([
    ['women', 'woman', null],
    ['women', 'man', 'refused'],
    ['men', 'man', null],
    ['men', 'woman', 'refused'],
    ['women', undefined, 'unchecked'],
    ['men', undefined, 'unchecked'],
    [undefined, undefined, null],
    [undefined, 'man', null],
  ])('of %s, for a %s', (gender, known, type) => {
    const course = aCourse({ audience: gender ? { gender } : {} });
    const findings = judge(anApplication({ course, person: known ? { gender: known } : {} }), ['gender']);
    expect(findings).toEqual(type === null ? [] : [{ type, rule: 'gender', gender }]);
  });

  test.each<
    [limits: { minAge?: number; maxAge?: number }, years: number | null, 'refused' | 'unchecked' | null]
  >([
    [{ minAge: 18 }, 17, 'refused'],
    [{ minAge: 18 }, 18, null],
    [{ maxAge: 40 }, 40, null],
    [{ maxAge: 40 }, 41, 'refused'],
    [{ minAge: 18, maxAge: 40 }, 17, 'refused'],
    [{ minAge: 18, maxAge: 40 }, 30, null],
    [{ minAge: 18, maxAge: 40 }, 41, 'refused'],
    [{ minAge: 18, maxAge: 40 }, null, 'unchecked'],
    [{}, 3, null],
  ])('of %j, for somebody of %s', (limits, years, type) => {
    const course = aCourse({ audience: limits });
    const person = years === null ? {} : { birthDate: bornFor(years, course) };
    const findings = judge(anApplication({ course, person }), ['age']);
    expect(findings).toEqual(type === null ? [] : [{ type, rule: 'age', limits }]);
  });

  test('is of the age on the day on which the course starts, not today', () => {
    const course = aCourse({ audience: { minAge: 18 }, startsAt: inDays(60), endsAt: inDays(90) });
    const tooYoung = { birthDate: new Date('2009-02-01T00:00:00Z') };
    const turnsEighteenBefore = { birthDate: new Date('2008-12-25T00:00:00Z') };
    expect(judge(anApplication({ course, person: tooYoung }), ['age'])).toHaveLength(1);
    expect(judge(anApplication({ course, person: turnsEighteenBefore }), ['age'])).toEqual([]);
    const today = aCourse({ audience: { minAge: 18 }, startsAt: inDays(1) });
    expect(judge(anApplication({ course: today, person: turnsEighteenBefore }), ['age'])).toHaveLength(1);
  });
});

describe('overlapping times are warned of', () => {
  const course = aCourse({ shift: 'morning' });

  test.each<[string, Partial<Course>, EnrolmentStatus, boolean]>([
    ['the same days', {}, 'active', true],
    ['the same days while waiting in line', {}, 'waitlisted', true],
    ['the same days and the same hours', { shift: 'morning' }, 'active', true],
    ['the same days in the evening', { shift: 'evening' }, 'active', false],
    ['an end after this one begins', { startsAt: inDays(1), endsAt: inDays(21) }, 'active', true],
    ['an end when this one begins', { startsAt: inDays(1), endsAt: inDays(20) }, 'active', false],
    ['a beginning when this one ends', { startsAt: inDays(50), endsAt: inDays(60) }, 'active', false],
    ['days within those of this one', { startsAt: inDays(30), endsAt: inDays(31) }, 'active', true],
    ['the same days, but left', {}, 'cancelled', false],
    ['the same days, but completed', {}, 'completed', false],
  ])('of a course with %s', (_what, change, status, warned) => {
    const other = enrolledIn(aCourse(change), status);
    const findings = judge(anApplication({ course, enrolments: [other] }));
    expect(findings).toEqual(warned ? [{ type: 'warned', rule: 'overlap', courses: [other.course] }] : []);
  });

  test('but not of the very course that one is in', () => {
    const application = anApplication({ course, enrolments: [enrolledIn(course)] });
    expect(judge(application, ['overlap'])).toEqual([]);
  });
});

test('all that stands in the way is told at once, what is about the person before what may change any minute', () => {
  const course = aCourse({
    seatsTaken: 10,
    prerequisites: ['safety'],
    audience: { gender: 'women', minAge: 18 },
  });
  const person = { gender: 'man' as const, birthDate: bornFor(12, course) };
  expect(judge(anApplication({ course, person })).map(({ rule }) => rule)).toEqual([
    'prerequisites',
    'gender',
    'age',
    'capacity',
  ]);
});
