/** A button that answers a question. */
import type { Visit } from '../visit.ts';
import { receive } from './engine.ts';

/** What was chosen by a button answers the question it stood under, and no other. */
export async function give(visit: Visit, question: string, value: string): Promise<boolean> {
  const draft = await visit.services.drafts.current(visit.caller);
  return draft?.asked === question && receive(visit, { kind: 'choice', value });
}
