/** The form is being filled in another chat of the same person (N3): go on here, or leave it. */
import { tap } from '../callback-data.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';

export function openElsewhere({ texts }: Visit): View {
  return {
    text: texts.chat('open-elsewhere'),
    buttons: [
      [{ text: texts.plain('button-take-over'), data: tap.takeOver.pack() }],
      [{ text: texts.plain('button-cancel'), data: tap.cancel.pack() }],
    ],
  };
}
