/** The form is being filled in another chat of the same person (N3): go on here, or leave it. */
import { tap } from '../callback-data.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';

/** `form`: its name. `courseCode`: the course that was chosen here; going on here goes on with it. */
export function openElsewhere({ texts }: Visit, form: string, courseCode?: string): View {
  const takeOver = courseCode ? tap.takeOverFor.pack(form, courseCode) : tap.takeOver.pack(form);
  return {
    text: texts.chat('open-elsewhere'),
    buttons: [
      [{ text: texts.plain('button-take-over'), data: takeOver }],
      [{ text: texts.plain('button-cancel'), data: tap.cancelForm.pack(form) }],
    ],
  };
}
