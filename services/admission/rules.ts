/**
 * Who may enrol in what, as a table of rules. Each looks at the same application for itself, so their order decides
 * nothing but what is told first. Pure.
 *
 * Gender and age of a person are known only when the national window has told them; nobody is asked (N1). What is not
 * known refuses nobody: it is `unchecked`, and left to the centre.
 */
import type { Audience, Course } from '../../models/course.ts';
import type { Enrolment } from '../../models/enrolment.ts';
import type { Person } from '../../models/person.ts';
import { type Availability, availabilityOf } from '../courses/rules.ts';
import { isLive } from '../enrolments/rules.ts';
import { fullYears } from './age.ts';

/** Somebody, a course, and what they have enrolled in so far. */
export interface Application {
  person: Pick<Person, 'gender' | 'birthDate'>;
  course: Course;
  enrolments: readonly Enrolled[];
  now: Date;
}

/** One of the person's enrolments, live or ended, with its course. */
export interface Enrolled {
  enrolment: Enrolment;
  course: Course;
}

export type AgeLimits = Pick<Audience, 'minAge' | 'maxAge'>;

/** Whom a course is for. */
type ForWhom =
  | { rule: 'gender'; gender: 'women' | 'men' }
  /** In full years on the day on which the course starts. */
  | { rule: 'age'; limits: AgeLimits };

/** Why not, and what it would take. */
export type Refusal =
  /** Live in this very course: that one would have to end first. */
  | { type: 'refused'; rule: 'once'; enrolment: Enrolment }
  /** From `opensAt` on one may, if it is not open yet; else another course is the only way. */
  | {
      type: 'refused';
      rule: 'registration';
      availability: Exclude<Availability, 'open' | 'full'>;
      opensAt: Date;
    }
  /** These would have to be completed, in the words of the course: standards, or single runs. */
  | { type: 'refused'; rule: 'prerequisites'; missing: readonly string[] }
  | ({ type: 'refused' } & ForWhom)
  /** A seat would have to come free. */
  | { type: 'refused'; rule: 'capacity' };

/** What a rule has to say; about what fits it says nothing. */
export type Finding =
  | Refusal
  | ({ type: 'unchecked' } & ForWhom)
  /** Live in these, which are held at the same time; one may be able to do both. */
  | { type: 'warned'; rule: 'overlap'; courses: readonly Course[] };

export type RuleName = Finding['rule'];

type Rule = (application: Application) => Finding | null;

/** In the order of telling: what settles the matter, what is about the person, what may change any minute. */
export const RULES: Readonly<Record<RuleName, Rule>> = {
  once,
  registration,
  prerequisites,
  gender,
  age,
  capacity,
  overlap,
};

/** The rules that are about the person; the others are decided by the write that takes a seat, and by its indexes. */
export const OF_THE_PERSON: readonly RuleName[] = ['prerequisites', 'gender', 'age'];

/** What `rules` (all of them unless told otherwise) have to say. */
export function judge(
  application: Application,
  rules: readonly RuleName[] = Object.keys(RULES) as RuleName[],
): Finding[] {
  return rules.flatMap((name) => RULES[name](application) ?? []);
}

export const isRefusal = (finding: Finding): finding is Refusal => finding.type === 'refused';

function once({ course, enrolments }: Application): Finding | null {
  const own = enrolments.find(
    ({ enrolment }) => isLive(enrolment) && enrolment.course.equals(course._id),
  )?.enrolment;
  return own ? { type: 'refused', rule: 'once', enrolment: own } : null;
}

function registration({ course, now }: Application): Finding | null {
  const availability = availabilityOf(course, now);
  return takesPeople(availability)
    ? null
    : { type: 'refused', rule: 'registration', availability, opensAt: course.registrationOpensAt };
}

function capacity({ course, now }: Application): Finding | null {
  return availabilityOf(course, now) === 'full' ? { type: 'refused', rule: 'capacity' } : null;
}

function prerequisites({ course, enrolments }: Application): Finding | null {
  const completed = enrolments.filter(({ enrolment }) => enrolment.status === 'completed');
  const names = new Set(completed.flatMap(({ course: { code, standardCode } }) => [code, standardCode]));
  const missing = (course.prerequisites ?? []).filter((wanted) => !names.has(wanted));
  return missing.length > 0 ? { type: 'refused', rule: 'prerequisites', missing } : null;
}

const AUDIENCE_OF = { woman: 'women', man: 'men' } as const;

function gender({ person, course }: Application): Finding | null {
  const wanted = course.audience?.gender;
  if (!wanted) return null;
  if (!person.gender) return { type: 'unchecked', rule: 'gender', gender: wanted };
  return AUDIENCE_OF[person.gender] === wanted ? null : { type: 'refused', rule: 'gender', gender: wanted };
}

function age({ person, course }: Application): Finding | null {
  const { minAge, maxAge } = course.audience ?? {};
  if (minAge === undefined && maxAge === undefined) return null;
  const limits: AgeLimits = {
    ...(minAge !== undefined && { minAge }),
    ...(maxAge !== undefined && { maxAge }),
  };
  if (!person.birthDate) return { type: 'unchecked', rule: 'age', limits };
  const years = fullYears(person.birthDate, course.startsAt);
  const fits = years >= (minAge ?? 0) && years <= (maxAge ?? Number.POSITIVE_INFINITY);
  return fits ? null : { type: 'refused', rule: 'age', limits };
}

function overlap({ course, enrolments }: Application): Finding | null {
  const courses = enrolments
    .filter(({ enrolment }) => isLive(enrolment) && !enrolment.course.equals(course._id))
    .map((other) => other.course)
    .filter((other) => overlaps(course, other));
  return courses.length > 0 ? { type: 'warned', rule: 'overlap', courses } : null;
}

/** Between the first and the last day of both, unless one is in the morning and the other in the evening. */
function overlaps(one: Course, other: Course): boolean {
  const atOtherHours = one.shift !== undefined && other.shift !== undefined && one.shift !== other.shift;
  return !atOtherHours && one.startsAt < other.endsAt && other.startsAt < one.endsAt;
}

const takesPeople = (availability: Availability): availability is 'open' | 'full' =>
  availability === 'open' || availability === 'full';
