/** "Back": by one question; at the first one a known person is shown the first page, and the form waits. */
import type { Visit } from '../visit.ts';
import { back, resume } from './engine.ts';
import { goHome } from './go-home.ts';

export async function goBack(visit: Visit): Promise<void> {
  const went = await back(visit);
  if (went === 'done') return;
  const why = visit.texts.chat('back-at-the-first');
  if (visit.caller.person || !(await resume(visit, why))) await goHome(visit);
}
