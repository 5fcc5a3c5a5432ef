/** The way on from anywhere: the first page, or for a new person the question that lets them in (N1). */
import { home } from '../screens/home.ts';
import type { Visit } from '../visit.ts';
import { startForm } from './engine.ts';

export async function goHome(visit: Visit): Promise<void> {
  if (visit.caller.person) return visit.chat.replace(await home(visit));
  await welcome(visit);
}

/** Greets a new person and begins the form, with the course of the link they came by if it can be had. */
export async function welcome(visit: Visit, courseCode?: string): Promise<void> {
  const { chat, services, texts } = visit;
  await chat.show({ text: texts.chat('welcome') });
  if (courseCode === undefined) return startForm(visit, 'enrol');
  const course = await services.courses.byCode(courseCode);
  const key = !course ? 'link-unknown' : course.availability === 'open' ? 'link-course' : 'link-not-open';
  await chat.show({ text: texts.chat(key, { title: course?.title ?? '' }) });
  await startForm(visit, 'enrol', course?.availability === 'open' ? { courseCode } : {});
}
