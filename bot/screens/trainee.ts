/** A trainee, as a portal user may read it in a chat: masked, and with a name that may still be on its way (N2). */
import type { Person } from '../../models/person.ts';
import { maskName, maskNationalCode } from '../../services/identity/rules.ts';
import type { Texts } from '../../texts/texts.ts';

export function traineeLine(texts: Texts, { firstName, lastName = '', ...person }: Person): string {
  const nationalCode = maskNationalCode(person.nationalCode);
  return firstName
    ? texts.chat('trainee-line', { name: maskName(firstName, lastName), nationalCode })
    : texts.chat('trainee-line-pending', { nationalCode });
}
