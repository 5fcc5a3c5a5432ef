/** Courses as buttons: all that are open, by place, or as found by words. */
import type { Availability } from '../../services/courses/rules.ts';
import type { CourseView, Page } from '../../services/courses/service.ts';
import type { Texts } from '../../texts/texts.ts';
import { tap } from '../callback-data.ts';
import type { Button, View } from '../view.ts';
import type { Visit } from '../visit.ts';
import { centreAndKind } from './centre-kind.ts';

const AVAILABILITY_TEXT: Record<Availability, string> = {
  open: 'course-button',
  full: 'course-button-full',
  'not-yet-open': 'course-button-not-yet-open',
  closed: 'course-button-closed',
  cancelled: 'course-button-closed',
};

/** Page `page` of all open courses. */
export async function courseList(visit: Visit, page: number): Promise<View> {
  const { texts, services } = visit;
  const found = await services.courses.open(page);
  return {
    text: texts.chat(found.items.length > 0 ? 'course-question' : 'course-none'),
    buttons: [
      ...courseButtons(visit, found.items),
      ...pageButtons(visit, found, (to) => tap.courses.pack(String(to))),
      [{ text: texts.plain('button-by-place'), data: tap.provinces.pack() }],
    ],
  };
}

export async function provinceList({ texts, services }: Visit): Promise<View> {
  const provinces = await services.courses.provinces();
  const buttons = provinces.map((province) => ({ text: province, data: tap.province.pack(province) }));
  return {
    text: texts.chat('province-question'),
    buttons: [
      ...inPairs(buttons),
      [{ text: texts.plain('button-all-courses'), data: tap.courses.pack('0') }],
      homeRow(texts),
    ],
  };
}

export async function centreList({ texts, services }: Visit, province: string): Promise<View> {
  const centres = await services.courses.centresOf(province);
  return {
    text: texts.chat('centre-question', { province }),
    buttons: [
      ...centres.map((centre) => [
        {
          text: texts.plain('button-centre', { name: centreAndKind(texts, centre) }),
          data: tap.centre.pack(centre.code, '0'),
        },
      ]),
      [{ text: texts.plain('button-other-province'), data: tap.provinces.pack() }],
      homeRow(texts),
    ],
  };
}

export async function centreCourses(visit: Visit, centreCode: string, page: number): Promise<View> {
  const { texts, services } = visit;
  const found = await services.courses.open(page, centreCode);
  const [first] = found.items;
  return {
    text: first
      ? texts.chat('centre-courses', { centre: first.centreName, city: first.city })
      : texts.chat('course-none'),
    buttons: [
      ...courseButtons(visit, found.items),
      ...pageButtons(visit, found, (to) => tap.centre.pack(centreCode, String(to))),
      [{ text: texts.plain('button-other-province'), data: tap.provinces.pack() }],
      [{ text: texts.plain('button-all-courses'), data: tap.courses.pack('0') }],
      homeRow(texts),
    ],
  };
}

/** Null when nothing has these words. */
export async function searchResults(visit: Visit, words: string): Promise<View | null> {
  const found = await visit.services.courses.search(words);
  if (found.length === 0) return null;
  return {
    text: visit.texts.chat('course-search-results', { words: words.trim().slice(0, 60) }),
    buttons: [
      ...courseButtons(visit, found),
      [{ text: visit.texts.plain('button-all-courses'), data: tap.courses.pack('0') }],
    ],
  };
}

/** `choose` packs the tap that chooses a course by its code. */
export function courseButtons(
  { texts }: Visit,
  courses: readonly CourseView[],
  choose: (code: string) => string = (code) => tap.course.pack(code),
): Button[][] {
  return courses.map((course) => [
    {
      text: texts.plain(AVAILABILITY_TEXT[course.availability], {
        title: course.title,
        city: course.city,
        fee: course.feeRials,
      }),
      data: choose(course.code),
    },
  ]);
}

const homeRow = (texts: Texts): Button[] => [{ text: texts.plain('button-home'), data: tap.home.pack() }];

export function pageButtons(
  { texts }: Visit,
  { page, pages }: Page<CourseView>,
  to: (page: number) => string,
): Button[][] {
  const row: Button[] = [];
  if (page > 0) row.push({ text: texts.plain('button-previous'), data: to(page - 1) });
  if (page < pages - 1) row.push({ text: texts.plain('button-next'), data: to(page + 1) });
  return row.length > 0 ? [row] : [];
}

function inPairs(buttons: Button[]): Button[][] {
  return buttons.flatMap((button, index) =>
    index % 2 === 0 ? [[button, ...buttons.slice(index + 1, index + 2)]] : [],
  );
}
