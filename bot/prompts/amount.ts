/** How much to charge: by a button, or typed in digits of any script. */
import { readAmount } from '../../services/top-ups/rules.ts';
import { tap } from '../callback-data.ts';
import type { Prompt } from './prompt.ts';

/** Rials; what courses commonly cost. */
const COMMON_AMOUNTS = [500_000, 1_000_000, 2_000_000, 5_000_000];

export const amountPrompt: Prompt = {
  id: 'amount',
  answers: ['amountRials'],

  isAnswered: (draft) => draft.answers.amountRials !== undefined,

  async ask(_draft, { texts }) {
    const button = (amount: number) => ({
      text: texts.plain('button-amount', { amount }),
      data: tap.amount.pack(String(amount)),
    });
    return {
      text: texts.chat('amount-question'),
      buttons: COMMON_AMOUNTS.map((amount) => [button(amount)]),
    };
  },

  async read(input) {
    if (input.kind !== 'text') return { type: 'wrong', key: 'amount-expected' };
    const read = readAmount(input.text);
    switch (read.type) {
      case 'amount':
        return { type: 'answer', answers: { amountRials: read.amountRials } };
      case 'not-a-number':
        return { type: 'wrong', key: 'amount-not-a-number' };
      case 'too-small':
        return { type: 'wrong', key: 'amount-too-small' };
      case 'too-large':
        return { type: 'wrong', key: 'amount-too-large' };
    }
  },
};
