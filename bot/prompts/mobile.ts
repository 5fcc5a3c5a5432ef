/** The mobile, by the messenger's own contact button: a typed number proves nothing (N6). */
import { readMobile } from '../../services/identity/rules.ts';
import type { Prompt } from './prompt.ts';

export const mobilePrompt: Prompt = {
  id: 'mobile',

  isAnswered: (draft, { caller }) => caller.person !== null || draft.answers.mobile !== undefined,

  async ask(_draft, { texts }) {
    return {
      text: texts.chat('mobile-question'),
      keys: [
        [{ text: texts.plain('mobile-share'), requestContact: true }],
        [{ text: texts.plain('key-cancel') }],
      ],
    };
  },

  async read(input) {
    if (input.kind === 'text') return { type: 'wrong', key: 'mobile-typed' };
    if (input.kind === 'other') return { type: 'wrong', key: 'mobile-expected' };
    if (!input.own) return { type: 'wrong', key: 'mobile-of-somebody-else' };
    const mobile = readMobile(input.phoneNumber);
    return mobile ? { type: 'answer', answers: { mobile } } : { type: 'wrong', key: 'mobile-not-iranian' };
  },
};
