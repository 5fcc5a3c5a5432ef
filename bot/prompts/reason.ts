/** Why staff do what they do: in their own words, or by one of the usual ones. */
import { isReason } from '../../services/cases/rules.ts';
import { hasPersonalNumber } from '../../services/identity/personal-numbers.ts';
import { tap } from '../callback-data.ts';
import { deedOf, isStatement } from '../conversations/deeds.ts';
import type { Prompt } from './prompt.ts';

export const reasonPrompt: Prompt = {
  id: 'reason',
  answers: ['reason'],

  isAnswered: ({ answers }) => answers.reason !== undefined || isStatement(answers),

  async ask({ answers }, visit) {
    const { texts } = visit;
    const deed = deedOf(answers);
    const words = deed ? await deed.describe(visit) : '';
    return {
      text: [words, texts.chat('reason-question')].join('\n\n'),
      buttons: (deed?.usualReasons ?? []).map((reason) => [
        { text: texts.plain(`button-reason-${reason}`), data: tap.reason.pack(reason) },
      ]),
    };
  },

  async read(input, { texts }, { answers }) {
    if (input.kind === 'choice') {
      const known = deedOf(answers)?.usualReasons.some((reason) => reason === input.value);
      if (known) return { type: 'answer', answers: { reason: texts.bare(`button-reason-${input.value}`) } };
    }
    if (input.kind !== 'text') return { type: 'wrong', key: 'reason-expected' };
    if (hasPersonalNumber(input.text)) return { type: 'wrong', key: 'reason-private' };
    if (!isReason(input.text)) return { type: 'wrong', key: 'reason-length' };
    return { type: 'answer', answers: { reason: input.text.trim() } };
  },
};
