/** Charging one's own wallet, for a portal user either of theirs: amount → whose wallet and how much (N5) → the gateway's payment page. */
import type { Draft } from '../../models/draft.ts';
import { tap } from '../callback-data.ts';
import { amountPrompt } from '../prompts/amount.ts';
import { mobilePrompt } from '../prompts/mobile.ts';
import { nationalCodePrompt } from '../prompts/national-code.ts';
import { topUpRefusal } from '../screens/top-up-refusal.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';
import type { Finish, Form } from './form.ts';
import { type Opening, paymentCard } from './payment-card.ts';

export const topUpForm: Form = {
  name: 'top-up',
  titleKey: 'form-top-up',
  prompts: [mobilePrompt, nationalCodePrompt, amountPrompt],
  cards: ['no-gateway'],
  finish,
};

async function finish(draft: Draft, visit: Visit): Promise<Finish> {
  const { person } = visit.caller;
  if (!person) throw new Error('The top-up form finished without a proven person');
  const { amountRials = 0, payer: wallet = 'trainee' } = draft.answers;
  const again = tap.resume.pack();
  return after(await paymentCard(visit, person, { amountRials, wallet, again }), visit);
}

function after(opening: Opening, visit: Visit): Finish {
  switch (opening.type) {
    // From here on the payment has a record of its own; the form has done its work.
    case 'ready':
      return { type: 'end', because: 'handed-over', view: opening.view };
    case 'no-grant':
      return { type: 'end', because: 'pointless', view: opening.view };
    // What was answered waits for the gateway.
    case 'gateway-unavailable':
      return { type: 'card', asked: 'no-gateway', change: {}, view: withChanges(opening.view, visit) };
    case 'refused':
      return afterRefusal(opening, visit);
  }
}

/** Another amount may be possible; when the day leaves nothing at all, the form is over. */
function afterRefusal({ refusal, view }: Extract<Opening, { type: 'refused' }>, { texts }: Visit): Finish {
  if (refusal.type === 'over-today' && refusal.leftRials === 0) {
    return { type: 'end', because: 'pointless', view };
  }
  const why = topUpRefusal(texts, refusal, { isOwn: true, mayWriteAnother: true });
  return { type: 'ask-again', forget: ['amountRials'], why };
}

function withChanges({ buttons = [], ...view }: View, { texts }: Visit): View {
  const change = { text: texts.plain('button-change-amount'), data: tap.changeAnswer.pack('amountRials') };
  const cancel = { text: texts.plain('button-cancel'), data: tap.cancelForm.pack('top-up') };
  return { ...view, buttons: [...buttons, [change, cancel]] };
}
