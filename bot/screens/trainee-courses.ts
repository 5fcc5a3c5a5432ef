/** Courses that a portal user can register trainees in, as buttons: of the centres of their grants. */
import type { CourseView } from '../../services/courses/service.ts';
import { tap } from '../callback-data.ts';
import type { Button, View } from '../view.ts';
import type { Visit } from '../visit.ts';
import { courseButtons, pageButtons } from './course-list.ts';

export async function traineeCourses(visit: Visit, page: number): Promise<View> {
  const found = await visit.services.courses.openAt(await centresOf(visit), page);
  return {
    text: visit.texts.chat(found.items.length > 0 ? 'trainee-course-question' : 'trainee-course-none'),
    buttons: [
      ...buttons(visit, found.items),
      ...pageButtons(visit, found, (to) => tap.traineeCourses.pack(String(to))),
    ],
  };
}

/** Null when nothing of these centres has the words. */
export async function searchOwn(visit: Visit, words: string): Promise<View | null> {
  const { texts, services } = visit;
  const found = await services.courses.search(words, await centresOf(visit));
  if (found.length === 0) return null;
  const all = { text: texts.plain('button-all-courses'), data: tap.traineeCourses.pack('0') };
  return {
    text: texts.chat('course-search-results', { words: words.trim().slice(0, 60) }),
    buttons: [...buttons(visit, found), [all]],
  };
}

async function centresOf({ services, caller }: Visit) {
  const grants = caller.person ? await services.grants.ofPerson(caller.person._id) : [];
  return grants.map(({ centre }) => centre);
}

const buttons = (visit: Visit, courses: readonly CourseView[]): Button[][] =>
  courseButtons(visit, courses, (code) => tap.traineeCourse.pack(code));
