/** Courses as people see them: found by place, by words, by code; and taken in from the organisation's files. */
import { LRUCache } from 'lru-cache';
import { Types } from 'mongoose';
import type { Centre } from '../../models/centre.ts';
import type { Course } from '../../models/course.ts';
import type { Models } from '../../models/models.ts';
import type { Clock } from '../clock.ts';
import { type Availability, availabilityOf, openCourseFilter } from './rules.ts';
import { comparable } from './search.ts';

/** A course with its centre, and whether one can enrol in it now. */
export interface CourseView extends Course {
  centreName: string;
  centreKind: Centre['kind'];
  province: string;
  city: string;
  seatsFree: number;
  availability: Availability;
  /** Its prerequisites, by the titles that people know them by. */
  requires: readonly Requirement[];
}

/** A prerequisite: its code as the course names it, and a title. */
export interface Requirement {
  code: string;
  title: string;
}

export interface Page<T> {
  items: T[];
  page: number;
  pages: number;
}

export interface Courses {
  byCode(code: string): Promise<CourseView | null>;
  byId(id: Types.ObjectId): Promise<CourseView | null>;
  byIds(ids: Types.ObjectId[]): Promise<CourseView[]>;
  /** Provinces that have a course with a free seat, in alphabetical order. */
  provinces(): Promise<string[]>;
  /** Centres of a province that have a course with a free seat. */
  centresOf(province: string): Promise<Centre[]>;
  /** Courses that one can enrol in now, soonest first; of one centre when its code is given. */
  open(page: number, centreCode?: string): Promise<Page<CourseView>>;
  /** The same of several centres. */
  openAt(centres: readonly Types.ObjectId[], page: number): Promise<Page<CourseView>>;
  /** Courses whose title, centre or city has all the words, those with free seats first; of these centres when given. */
  search(words: string, centres?: readonly Types.ObjectId[]): Promise<CourseView[]>;
  /** A transaction found this course otherwise than it was shown: whoever asks next is not shown that again. */
  turnedOutOtherwise(code: string): void;
}

export interface CoursesDeps {
  models: Models;
  clock: Clock;
}

/** So many courses fit on a phone's screen as buttons. */
export const COURSES_A_PAGE = 6;
const SEARCH_RESULTS = 8;
const SEARCH_WORDS = 6;

/** Everybody looks at the same courses: what one person was shown serves the others for so long. */
const SHARED_FOR_MS = 2_000;
const SHARED_AT_MOST = 1_000;

export function createCourses(deps: CoursesDeps): Courses {
  const byCode = shared(async (code) => ({ course: (await views(deps, { filter: { code } }))[0] ?? null }));
  const byId = shared(async (id) => {
    const [course] = await views(deps, { filter: { _id: new Types.ObjectId(id) } });
    return { course: course ?? null };
  });
  const pages = shared((page) => open(deps, Number(page)));
  return {
    byCode: async (code) => (await byCode.get(code)).course,
    byId: async (id) => (await byId.get(id.toHexString())).course,
    byIds: (ids) => views(deps, { filter: { _id: { $in: ids } } }),
    provinces: () => provinces(deps),
    centresOf: (province) => centresOf(deps, province),
    open: (page, centreCode) =>
      centreCode === undefined ? pages.get(String(page)) : open(deps, page, centreCode),
    openAt: (centres, page) => openIn(deps, page, { centre: { $in: [...centres] } }),
    search: (words, centres) => search(deps, words, centres && { centre: { $in: [...centres] } }),
    // Only a view that still calls it open can mislead; in a rush on the last seat, one reading corrects it for all.
    turnedOutOtherwise: (code) =>
      byCode.forget(code, ({ course }) => course === null || course.availability === 'open'),
  };
}

/** `load`, asked at most once in a while for each key, however many ask at once. Whatever decides reads for itself. */
function shared<T extends object>(load: (key: string) => Promise<T>): Shared<T> {
  const cache = new LRUCache<string, T>({ max: SHARED_AT_MOST, ttl: SHARED_FOR_MS, fetchMethod: load });
  return {
    get: (key) => cache.forceFetch(key),
    forget(key, isWrong) {
      const known = cache.peek(key);
      // What is being read at this moment may be of before.
      if (known === undefined || isWrong(known)) cache.delete(key);
    },
  };
}

interface Shared<T> {
  get(key: string): Promise<T>;
  forget(key: string, isWrong: (known: T) => boolean): void;
}

/** Which courses, and which part of them; soonest first. */
interface Selection {
  filter: Record<string, unknown>;
  skip?: number;
  limit?: number;
}

async function views(
  { models, clock }: CoursesDeps,
  { filter, skip = 0, limit = 0 }: Selection,
): Promise<CourseView[]> {
  const courses = await models.Course.find(filter)
    .sort({ startsAt: 1, code: 1 })
    .skip(skip)
    .limit(limit)
    .lean<Course[]>();
  const centres = await models.Centre.find({ _id: { $in: courses.map((course) => course.centre) } }).lean<
    Centre[]
  >();
  const byId = new Map(centres.map((centre) => [centre._id.toHexString(), centre]));
  const titles = await titlesOf(
    models,
    courses.flatMap(({ prerequisites = [] }) => prerequisites),
  );
  return courses.flatMap((course) => {
    const centre = byId.get(course.centre.toHexString());
    return centre ? [view({ course, centre, titles }, clock())] : [];
  });
}

/** What the trainings with these codes are called; where runs of one standard differ, as the first of them is. */
async function titlesOf({ Course }: Models, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (codes.length === 0) return new Map();
  const $in = [...new Set(codes)];
  const named = await Course.find({ $or: [{ code: { $in } }, { standardCode: { $in } }] })
    .sort({ code: -1 })
    .lean<Course[]>();
  return new Map([
    ...named.map(({ standardCode = '', title }) => [standardCode, title] as const),
    ...named.map(({ code, title }) => [code, title] as const),
  ]);
}

interface Found {
  course: Course;
  centre: Centre;
  titles: ReadonlyMap<string, string>;
}

function view({ course, centre, titles }: Found, now: Date): CourseView {
  return {
    ...course,
    centreName: centre.name,
    centreKind: centre.kind,
    province: centre.province,
    city: centre.city,
    seatsFree: Math.max(0, course.capacity - course.seatsTaken),
    availability: availabilityOf(course, now),
    requires: (course.prerequisites ?? []).map((code) => ({ code, title: titles.get(code) ?? code })),
  };
}

async function centresWithOpenCourses({ models, clock }: CoursesDeps): Promise<Centre[]> {
  const ids = await models.Course.distinct('centre', openCourseFilter(clock()));
  return models.Centre.find({ _id: { $in: ids } }).lean<Centre[]>();
}

async function provinces(deps: CoursesDeps): Promise<string[]> {
  const centres = await centresWithOpenCourses(deps);
  return [...new Set(centres.map((centre) => centre.province))].sort((a, b) => a.localeCompare(b, 'fa'));
}

async function centresOf(deps: CoursesDeps, province: string): Promise<Centre[]> {
  const centres = await centresWithOpenCourses(deps);
  return centres
    .filter((centre) => centre.province === province)
    .sort((a, b) => a.name.localeCompare(b.name, 'fa'));
}

async function open(deps: CoursesDeps, page: number, centreCode?: string): Promise<Page<CourseView>> {
  if (centreCode === undefined) return openIn(deps, page, {});
  const centre = await deps.models.Centre.findOne({ code: centreCode }).lean<Centre>();
  return openIn(deps, page, { centre: centre?._id ?? null });
}

/** Which centres' courses; all, when it says nothing. */
type Where = { centre?: Types.ObjectId | null | { $in: Types.ObjectId[] } };

async function openIn(deps: CoursesDeps, page: number, where: Where): Promise<Page<CourseView>> {
  const filter = { ...openCourseFilter(deps.clock()), ...where };
  const count = await deps.models.Course.countDocuments(filter);
  const pages = Math.max(1, Math.ceil(count / COURSES_A_PAGE));
  const shown = Math.min(Math.max(0, page), pages - 1);
  const items = await views(deps, { filter, skip: shown * COURSES_A_PAGE, limit: COURSES_A_PAGE });
  return { items, page: shown, pages };
}

async function search(deps: CoursesDeps, words: string, where: Where = {}): Promise<CourseView[]> {
  const wanted = comparable(words).split(' ').filter(Boolean).slice(0, SEARCH_WORDS);
  if (wanted.length === 0) return [];
  const $and = wanted.map((word) => ({ searchText: { $regex: escapeForRegExp(word) } }));
  const open = await views(deps, {
    filter: { ...openCourseFilter(deps.clock()), ...where, $and },
    limit: SEARCH_RESULTS,
  });
  const room = SEARCH_RESULTS - open.length;
  // No limit of 0: to the database that means all.
  if (room === 0) return open;
  const rest = { status: 'open', ...where, $and, _id: { $nin: open.map((course) => course._id) } };
  return [...open, ...(await views(deps, { filter: rest, limit: room }))];
}

/** What a person types is looked for letter by letter. */
function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
