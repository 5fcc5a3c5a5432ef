/** Somebody who is not known yet asked to see what is theirs: first who they are (N1), then what they asked for. */
import type { Draft, Wanted } from '../../models/draft.ts';
import type { Person } from '../../models/person.ts';
import { BECOMING_KNOWN } from '../prompts/becoming-known.ts';
import { myEnrolments } from '../screens/my-enrolments.ts';
import { wallet } from '../screens/wallet.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';
import type { Finish, Form } from './form.ts';

export const introduceForm: Form = {
  name: 'introduce',
  titleKey: 'form-introduce',
  prompts: BECOMING_KNOWN,
  cards: [],
  finish,
};

/** What can be asked for, each as the screen that shows it. */
export const SCREENS: Record<Wanted, (visit: Visit, person: Person) => Promise<View>> = {
  wallet: (visit, person) => wallet(visit, person),
  'my-enrolments': myEnrolments,
};

async function finish({ answers }: Draft, visit: Visit): Promise<Finish> {
  const { person } = visit.caller;
  if (!person) throw new Error('The introduction finished without a proven person');
  const view = await SCREENS[answers.wanted ?? 'wallet'](visit, person);
  return { type: 'end', because: 'handed-over', view };
}
