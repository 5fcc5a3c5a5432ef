/** The mobile, by the messenger's own contact button: a typed number proves nothing (N6), unless a code sent to it comes back. */
import { readMobile } from '../../services/identity/rules.ts';
import type { Prompt } from './prompt.ts';

export const mobilePrompt: Prompt = {
  id: 'mobile',
  answers: ['mobile', 'byText'],

  isAnswered: ({ answers }, { caller }) =>
    caller.person !== null || answers.mobile !== undefined || answers.byText === true,

  async ask(_draft, { texts }) {
    return {
      text: texts.chat('mobile-question'),
      keys: [
        [{ text: texts.plain('mobile-share'), requestContact: true }],
        [{ text: texts.plain('key-cannot-share') }],
      ],
    };
  },

  async read(input) {
    if (input.kind === 'text' && /\p{Nd}/u.test(input.text)) return { type: 'wrong', key: 'mobile-typed' };
    if (input.kind !== 'contact') return { type: 'wrong', key: 'mobile-expected' };
    if (input.holder === 'another') return { type: 'wrong', key: 'mobile-of-somebody-else' };
    if (input.holder === 'unknown') return { type: 'wrong', key: 'mobile-not-vouched' };
    const mobile = readMobile(input.phoneNumber);
    return mobile ? { type: 'answer', answers: { mobile } } : { type: 'wrong', key: 'mobile-not-iranian' };
  },
};
