/** Who the person is to us, and the way to complete it: one login at the national window (N2). */
import type { Person } from '../../models/person.ts';
import { maskNationalCode } from '../../services/identity/rules.ts';
import { tap } from '../callback-data.ts';
import type { Button, View } from '../view.ts';
import type { Visit } from '../visit.ts';

/** One login at the window may complete them: their name is missing, or the registry did not confirm them. */
export const isOpen = ({ identity }: Person): boolean => identity !== 'verified';

/** Under the sentence that says that the name is still to come. Empty where there is nothing to complete, or no window. */
export async function completeRow({ caller, texts, services }: Visit): Promise<Button[][]> {
  if (!caller.person || !isOpen(caller.person)) return [];
  if ((await services.windowLogins.stance()) === 'absent') return [];
  return [[{ text: texts.plain('button-complete-identity'), data: tap.windowLogin.pack() }]];
}

export async function identity(visit: Visit, person: Person): Promise<View> {
  const { texts } = visit;
  const home = [{ text: texts.plain('button-home'), data: tap.home.pack() }];
  return {
    text: [identityLine(visit, person), contactLine(visit, person)].join('\n'),
    buttons: [...(await completeRow(visit)), home],
  };
}

function identityLine({ texts }: Visit, { nationalCode, firstName, lastName, identity }: Person): string {
  return texts.chat('identity-state', {
    identity,
    nationalCode: maskNationalCode(nationalCode),
    name: firstName ? `${firstName} ${lastName ?? ''}`.trim() : texts.chat('name-pending'),
  });
}

function contactLine({ texts }: Visit, { mobile = '', mobileState }: Person): string {
  const ending = mobile.slice(-4);
  return texts.chat('identity-mobile', { state: mobileState, ending });
}
