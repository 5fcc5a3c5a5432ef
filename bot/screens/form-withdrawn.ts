/** The form was begun with another version of the bot, and this one has none of the kind. */
import { tap } from '../callback-data.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';

export function formWithdrawn({ texts }: Visit): View {
  return {
    text: texts.chat('form-withdrawn'),
    buttons: [[{ text: texts.plain('button-home'), data: tap.home.pack() }]],
  };
}
