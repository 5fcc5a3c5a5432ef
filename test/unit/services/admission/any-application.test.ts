/** What holds of the rules of admission for whatever person and course. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Course } from '../../../../models/course.ts';
import { ENROLMENT_STATUSES } from '../../../../models/enrolment.ts';
import {
  type Application,
  isRefusal,
  judge,
  type Refusal,
  RULES,
  type RuleName,
} from '../../../../services/admission/rules.ts';
import { aCourse, bornFor, enrolledIn, inDays, NOW } from '../../../support/application.ts';

const NAMES = Object.keys(RULES) as RuleName[];
const STANDARDS = ['S1', 'S2', 'S3'];

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const defined = <T extends object>(record: T): Partial<T> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Partial<T>;

const anyAudience = fc
  .record({
    gender: maybe(fc.constantFrom('women' as const, 'men' as const)),
    minAge: maybe(fc.integer({ min: 1, max: 50 })),
    maxAge: maybe(fc.integer({ min: 50, max: 100 })),
  })
  .map(defined);

/** Registration opens before it closes, and closes before the course starts. */
const anyCourse = fc
  .record({
    status: fc.constantFrom('open' as const, 'closed' as const, 'cancelled' as const),
    seatsTaken: fc.integer({ min: 8, max: 11 }),
    waiting: fc.integer({ min: 0, max: 1 }),
    registrationOpensAt: fc.integer({ min: -5, max: 5 }).map(inDays),
    startsAt: fc.integer({ min: 10, max: 100 }).map(inDays),
    endsAt: fc.integer({ min: 101, max: 300 }).map(inDays),
    standardCode: maybe(fc.constantFrom(...STANDARDS)),
    shift: maybe(fc.constantFrom('morning' as const, 'evening' as const)),
    audience: maybe(anyAudience),
    prerequisites: maybe(fc.subarray(STANDARDS)),
  })
  .map((change): Course => aCourse(defined(change) as Partial<Course>));

const anyApplication: fc.Arbitrary<Application> = fc
  .record({
    course: anyCourse,
    others: fc.array(fc.tuple(anyCourse, fc.constantFrom(...ENROLMENT_STATUSES)), { maxLength: 4 }),
    own: maybe(fc.constantFrom(...ENROLMENT_STATUSES)),
    gender: maybe(fc.constantFrom('woman' as const, 'man' as const)),
    years: maybe(fc.integer({ min: 0, max: 110 })),
  })
  .map(({ course, others, own, gender, years }) => ({
    course,
    enrolments: [
      ...others.map(([other, status]) => enrolledIn(other, status)),
      ...(own ? [enrolledIn(course, own)] : []),
    ],
    person: {
      ...(gender && { gender }),
      ...(years !== undefined && { birthDate: bornFor(years, course) }),
    },
    now: NOW,
  }));

const refusalsIn = (application: Application) => judge(application).filter(isRefusal);

/** The application after what the refusal says would satisfy it; null when only another course would. */
function satisfied(application: Application, refusal: Refusal): Application | null {
  const { course, enrolments } = application;
  switch (refusal.rule) {
    case 'once': {
      const left = enrolments.filter(({ enrolment }) => enrolment !== refusal.enrolment);
      return { ...application, enrolments: [...left, enrolledIn(course, 'cancelled')] };
    }
    case 'registration':
      return refusal.availability === 'not-yet-open' ? { ...application, now: refusal.opensAt } : null;
    case 'prerequisites': {
      const done = refusal.missing.map((code) => enrolledIn(aCourse({ standardCode: code }), 'completed'));
      return { ...application, enrolments: [...enrolments, ...done] };
    }
    case 'gender':
      return withFact({ gender: refusal.gender === 'women' ? 'woman' : 'man' });
    case 'age': {
      const { minAge = 0, maxAge = minAge } = refusal.limits;
      return withFact({ birthDate: bornFor(Math.round((minAge + maxAge) / 2), course) });
    }
    case 'capacity':
      return { ...application, course: { ...course, seatsTaken: course.capacity - 1, waiting: 0 } };
  }

  function withFact(fact: Application['person']): Application {
    return { ...application, person: { ...application.person, ...fact } };
  }
}

test('what a refusal says would satisfy it does so, and brings up no other refusal of the person', () => {
  const met = new Set<RuleName>();
  fc.assert(
    fc.property(anyApplication, (application) => {
      for (const refusal of refusalsIn(application)) {
        const after = satisfied(application, refusal);
        if (!after) continue;
        met.add(refusal.rule);
        const before = refusalsIn(application).map(({ rule }) => rule);
        const left = refusalsIn(after).map(({ rule }) => rule);
        expect(left).not.toContain(refusal.rule);
        // Once registration has opened, the course may turn out to be full.
        expect([...before, ...(refusal.rule === 'registration' ? ['capacity'] : [])]).toEqual(
          expect.arrayContaining(left),
        );
      }
    }),
    { numRuns: 500 },
  );
  expect([...met].sort()).toEqual(['age', 'capacity', 'gender', 'once', 'prerequisites', 'registration']);
});

test('what is not known about a person never refuses them, and is left to be checked', () => {
  fc.assert(
    fc.property(anyApplication, (application) => {
      const findings = judge({ ...application, person: {} });
      const aboutAudience = findings.filter(({ rule }) => rule === 'gender' || rule === 'age');
      expect(aboutAudience.map(({ type }) => type)).toEqual(aboutAudience.map(() => 'unchecked'));
      const { gender, minAge, maxAge } = application.course.audience ?? {};
      const asks = [gender, minAge ?? maxAge].filter((condition) => condition !== undefined);
      expect(aboutAudience).toHaveLength(asks.length);
    }),
  );
});

test('the rules say the same in any order and any company, and change nothing', () => {
  fc.assert(
    fc.property(anyApplication, fc.shuffledSubarray(NAMES), (application, some) => {
      const alone = new Map(NAMES.map((name) => [name, judge(frozen(application), [name])]));
      expect(judge(frozen(application), some)).toEqual(some.flatMap((name) => alone.get(name) ?? []));
    }),
  );
});

test('a course without conditions asks nothing of anybody', () => {
  fc.assert(
    fc.property(anyApplication, (application) => {
      const { audience: _, prerequisites: __, ...course } = application.course;
      const rules = judge({ ...application, course }).map(({ rule }) => rule);
      const conditions = rules.filter((rule) => ['gender', 'age', 'prerequisites'].includes(rule));
      expect(conditions).toEqual([]);
    }),
  );
});

/** A rule that would write to what it looks at throws. */
function frozen(application: Application): Application {
  return Object.freeze({
    ...application,
    person: Object.freeze({ ...application.person }),
    course: Object.freeze({ ...application.course }),
    enrolments: Object.freeze(application.enrolments.map((enrolled) => Object.freeze({ ...enrolled }))),
  });
}
