/** A form that is no registration is being filled in another chat of the same person: go on here, or give it up. */
import { tap } from '../callback-data.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';

/** `form`: its name. */
export function openElsewhere({ texts }: Visit, form: string): View {
  return {
    text: texts.chat('open-elsewhere'),
    buttons: [
      [{ text: texts.plain('button-take-over'), data: tap.takeOver.pack(form) }],
      [{ text: texts.plain('button-cancel'), data: tap.cancelForm.pack(form) }],
    ],
  };
}
