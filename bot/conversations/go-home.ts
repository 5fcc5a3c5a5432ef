/** The way on from anywhere: the first page, or for a new person the question that lets them in (N1). */
import { awayLine } from '../screens/away.ts';
import { home } from '../screens/home.ts';
import { withReason } from '../view.ts';
import type { Visit } from '../visit.ts';
import { startForm } from './engine.ts';

/** `why`: what is to be said above it. */
export async function goHome(visit: Visit, why?: string): Promise<void> {
  if (visit.caller.person) return visit.chat.replace(withReason(await home(visit), why));
  await startForm(visit, 'enrol', {}, together(why, visit.texts.chat('welcome'), await awayLine(visit)));
}

/** Greets a new person and begins the form, with the course of the link they came by if it can be had. */
export async function welcome(visit: Visit, courseCode?: string): Promise<void> {
  if (courseCode === undefined) return goHome(visit);
  const { services, texts } = visit;
  const course = await services.courses.byCode(courseCode);
  const isOpen = course?.availability === 'open';
  const key = !course ? 'link-unknown' : isOpen ? 'link-course' : 'link-not-open';
  const link = texts.chat(key, { title: course?.title ?? '' });
  const why = together(texts.chat('welcome'), link, await awayLine(visit));
  await startForm(visit, 'enrol', isOpen ? { courseCode } : {}, why);
}

const together = (...sentences: (string | undefined)[]) => sentences.filter(Boolean).join('\n\n');
