/** "Enrol a trainee", by whatever button or command it came. */
import type { Visit } from '../visit.ts';
import { startForm } from './engine.ts';
import { goHome } from './go-home.ts';

/** Buttons are shown by what was known a moment ago; here the grants themselves are looked at. `why` stands above it. */
export async function enrolTrainee(visit: Visit, why?: string): Promise<void> {
  const { person } = visit.caller;
  const grants = person ? await visit.services.grants.ofPerson(person._id) : [];
  if (grants.length === 0) {
    const refusal = visit.texts.chat('trainee-portal-users-only');
    return goHome(visit, why === undefined ? refusal : `${why}\n\n${refusal}`);
  }
  await startForm(visit, 'enrol-trainee', {}, why);
}
