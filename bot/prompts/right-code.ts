/** Of a correction by staff: the code that is the person's. */
import { isCodeCorrection } from '../conversations/deeds.ts';
import type { Prompt } from './prompt.ts';
import { isOffered, offerZeros, readTypedCode, TYPED_CODE } from './typed-code.ts';

export const rightCodePrompt: Prompt = {
  id: 'right-code',
  answers: TYPED_CODE,

  isAnswered: ({ answers }) =>
    !isCodeCorrection(answers) || (answers.nationalCode !== undefined && !isOffered(answers)),

  async ask({ answers }, visit) {
    if (isOffered(answers)) return offerZeros(answers, visit);
    return { text: visit.texts.chat('right-code-question'), buttons: [] };
  },

  async read(input, _visit, { answers }) {
    if (input.kind !== 'text') return { type: 'wrong', key: 'right-code-expected' };
    const typed = readTypedCode(input.text, answers);
    if (typed.type !== 'national-code') return typed;
    return { type: 'answer', answers: { nationalCode: typed.nationalCode }, forget: ['zerosMissing'] };
  },
};
