/** Of a registration by a portal user: the trainee's national code. It counts once the mobile is proven with it. */
import type { Prompt } from './prompt.ts';
import { isOffered, offerZeros, readTypedCode, TYPED_CODE } from './typed-code.ts';

export const traineeCodePrompt: Prompt = {
  id: 'trainee-code',
  answers: [...TYPED_CODE, 'trainee'],

  isAnswered: ({ answers }) =>
    answers.trainee !== undefined || (answers.nationalCode !== undefined && !isOffered(answers)),

  async ask({ answers }, visit) {
    const { texts } = visit;
    if (isOffered(answers)) return offerZeros(answers, visit);
    return { text: texts.chat('trainee-code-question'), buttons: [] };
  },

  async read(input, { caller }, { answers }) {
    if (input.kind !== 'text') return { type: 'wrong', key: 'trainee-code-expected' };
    const typed = readTypedCode(input.text, answers);
    if (typed.type !== 'national-code') return typed;
    const { nationalCode } = typed;
    // Their own registration is another form, with nobody to be asked for consent.
    if (nationalCode === caller.person?.nationalCode) return { type: 'wrong', key: 'trainee-code-own' };
    return { type: 'answer', answers: { nationalCode }, forget: ['zerosMissing', 'trainee', 'mobile'] };
  },
};
