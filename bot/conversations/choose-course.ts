/** Choosing a course from wherever it is seen: a link, the first page, a list. */
import type { Visit } from '../visit.ts';
import { edit, startForm } from './engine.ts';

/** Begins the form with this course, or goes on with it; a course that it takes the place of is named. */
export async function chooseCourse(visit: Visit, courseCode: string): Promise<void> {
  const before = await chosenBefore(visit);
  const course = before && before !== courseCode ? await visit.services.courses.byCode(before) : null;
  const why = course ? visit.texts.chat('course-replaced', { title: course.title }) : undefined;
  await startForm(visit, 'enrol', { courseCode }, why);
}

/** Asks for the course: what is typed next is its answer. */
export async function askForCourse(visit: Visit): Promise<void> {
  if (!(await edit(visit, 'courseCode'))) await startForm(visit, 'enrol');
}

/** Somebody who is changing the course knows that the new one takes the place of the old one. */
async function chosenBefore({ caller, services }: Visit): Promise<string | undefined> {
  const draft = await services.drafts.current(caller);
  return draft?.form === 'enrol' && draft.editing === undefined ? draft.answers.courseCode : undefined;
}
