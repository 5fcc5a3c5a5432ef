/** Of a registration by a portal user: the trainee's national code. It counts once the mobile is proven with it. */
import type { Prompt } from './prompt.ts';
import { readTypedCode } from './typed-code.ts';

export const traineeCodePrompt: Prompt = {
  id: 'trainee-code',
  answers: ['nationalCode', 'trainee'],

  isAnswered: ({ answers }) => answers.trainee !== undefined || answers.nationalCode !== undefined,

  async ask(_draft, { texts }) {
    return { text: texts.chat('trainee-code-question'), buttons: [] };
  },

  async read(input, { caller }) {
    if (input.kind !== 'text') return { type: 'wrong', key: 'trainee-code-expected' };
    const typed = readTypedCode(input.text);
    if (typed.type === 'wrong') return typed;
    const { nationalCode } = typed;
    // Their own registration is another form, with nobody to be asked for consent.
    if (nationalCode === caller.person?.nationalCode) return { type: 'wrong', key: 'trainee-code-own' };
    return { type: 'answer', answers: { nationalCode }, forget: ['trainee', 'mobile'] };
  },
};
