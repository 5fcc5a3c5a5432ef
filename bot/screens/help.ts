/** What the bot does and how; the open question, if there is one, is asked again after it. */
import { tap } from '../callback-data.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';

export function help({ texts }: Visit): View {
  return {
    text: texts.chat('help'),
    buttons: [
      [{ text: texts.plain('button-enrol'), data: tap.enrol.pack() }],
      [{ text: texts.plain('button-my-data'), data: tap.myData.pack() }],
      [{ text: texts.plain('button-home'), data: tap.home.pack() }],
    ],
  };
}
