/** One registration at a time (N3): what stands in the way of a form, and the card that is shown instead of it. */
import type { Answers, Draft, FormName } from '../../models/draft.ts';
import { isOneOfAKind, isRegistration } from '../../services/drafts/kinds.ts';
import { openRegistration, type Wanted } from '../screens/open-registration.ts';
import { withReason } from '../view.ts';
import type { Visit } from '../visit.ts';

/** Shows who is being registered, where and since when. `raced`: that has changed since it was read; look again. */
export async function showOpenRegistration(
  visit: Visit,
  draft: Draft,
  { wanted, why }: { wanted?: Wanted; why?: string } = {},
): Promise<'done' | 'raced'> {
  if (!(await visit.services.drafts.isCurrent(draft))) return 'raced';
  await visit.chat.replace(withReason(await openRegistration(visit, draft, wanted), why));
  return 'done';
}

/** The registration that must end before this one, which was set aside, can be gone on with. */
export async function inTheWayOf(visit: Visit, draft: Draft): Promise<Draft | null> {
  if (draft.setAsideAt === undefined || !isRegistration(draft.form)) return null;
  return visit.services.drafts.openRegistration(visit.caller);
}

/**
 * Was another form asked for than this one, which is open? One's own registration is one whatever is chosen in it; that
 * of a trainee is another as soon as it is begun anew, unless it is for the same trainee, or nothing would be lost.
 */
export function isAnother(draft: Draft, asked: { name: FormName; answers: Answers }, visit: Visit): boolean {
  if (draft.form !== asked.name) return true;
  if (isOneOfAKind(draft.form)) return false;
  const isSameTrainee =
    asked.answers.trainee !== undefined && asked.answers.trainee === draft.answers.trainee;
  const isRepeated = visit.updateKey !== null && draft.lastUpdate === visit.updateKey;
  // Without a question asked it was opened just now.
  const isHalfFilled = draft.asked !== undefined && Object.keys(draft.answers).length > 0;
  return isHalfFilled && !isSameTrainee && !isRepeated;
}
