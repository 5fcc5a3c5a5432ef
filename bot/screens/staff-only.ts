/** What is for staff alone, asked for by somebody who is not, or not any more. */
import { tap } from '../callback-data.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';

export const staffOnly = ({ texts }: Visit): View => ({
  text: texts.chat('staff-only'),
  buttons: [[{ text: texts.plain('button-home'), data: tap.home.pack() }]],
});
