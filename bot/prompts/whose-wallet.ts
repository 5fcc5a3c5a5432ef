/** Whose wallet is to be charged (N4). Asked of portal users only, since nobody else has the choice. */
import type { Whose } from '../../models/draft.ts';
import { personalWallet, portalWallet } from '../../services/wallet/accounts.ts';
import { tap } from '../callback-data.ts';
import type { Prompt } from './prompt.ts';

const LABELS: Record<Whose, string> = {
  mine: 'button-wallet-personal',
  'my-portal': 'button-wallet-portal',
  trainee: 'button-wallet-trainee',
};
const CHOICES = Object.keys(LABELS) as Whose[];

export const whoseWalletPrompt: Prompt = {
  id: 'whose-wallet',
  answers: ['whose'],

  isAnswered: ({ answers }, { caller }) => answers.whose !== undefined || !caller.person?.isPortalUser,

  async ask(_draft, { texts, services, caller }) {
    if (!caller.person) throw new Error('Nobody who is not proven yet has a wallet');
    const { _id } = caller.person;
    const [personal, portal] = await Promise.all([
      services.ledger.balanceOf(personalWallet(_id)),
      services.ledger.balanceOf(portalWallet(_id)),
    ]);
    return {
      text: texts.chat('whose-wallet-question', { personal, portal }),
      buttons: CHOICES.map((whose) => [{ text: texts.plain(LABELS[whose]), data: tap.whose.pack(whose) }]),
    };
  },

  async read(input) {
    const whose = input.kind === 'choice' ? CHOICES.find((one) => one === input.value) : undefined;
    if (!whose) return { type: 'wrong', key: 'whose-wallet-expected' };
    // Which trainee was meant before is asked anew.
    return { type: 'answer', answers: { whose }, forget: ['trainee', 'candidate'] };
  },
};
