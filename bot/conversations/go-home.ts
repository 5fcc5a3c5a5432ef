/** The way on from anywhere: the first page, or for a new person the question that lets them in (N1). */
import { home } from '../screens/home.ts';
import type { Visit } from '../visit.ts';
import { startForm } from './engine.ts';

export async function goHome(visit: Visit): Promise<void> {
  if (visit.caller.person) return visit.chat.replace(await home(visit));
  await welcome(visit);
}

/** Greets a new person and begins the form, with the course of the link they came by. */
export async function welcome(visit: Visit, courseCode?: string): Promise<void> {
  await visit.chat.show({ text: visit.texts.chat('welcome') });
  await startForm(visit, 'enrol', courseCode === undefined ? {} : { courseCode });
}
