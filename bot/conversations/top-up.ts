/** Charging one's own wallet, for a portal user either of theirs: amount → whose wallet and how much (N5) → the gateway's payment page. */
import type { Draft } from '../../models/draft.ts';
import { amountPrompt } from '../prompts/amount.ts';
import { mobilePrompt } from '../prompts/mobile.ts';
import { nationalCodePrompt } from '../prompts/national-code.ts';
import type { Visit } from '../visit.ts';
import type { Finish, Form } from './form.ts';
import { paymentCard } from './payment-card.ts';

export const topUpForm: Form = {
  name: 'top-up',
  titleKey: 'form-top-up',
  prompts: [mobilePrompt, nationalCodePrompt, amountPrompt],
  cards: [],
  finish,
};

/** From here on the payment has a record of its own; the form has done its work. */
async function finish(draft: Draft, visit: Visit): Promise<Finish> {
  const { person } = visit.caller;
  if (!person) throw new Error('The top-up form finished without a proven person');
  const { amountRials = 0, payer } = draft.answers;
  const wallet = payer === 'portal-user' && person.isPortalUser ? payer : 'trainee';
  const view = await paymentCard(visit, person, { amountRials, wallet });
  return { type: 'end', because: 'handed-over', view };
}
