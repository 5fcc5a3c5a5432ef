/**
 * Charging a wallet: whose (for a portal user either of theirs, or that of a trainee of their centre) → amount → card
 * with owner and amount (N5) → the gateway's payment page.
 */
import { Types } from 'mongoose';
import type { Draft } from '../../models/draft.ts';
import type { Person } from '../../models/person.ts';
import type { Wallet } from '../../services/wallet/accounts.ts';
import { tap } from '../callback-data.ts';
import { amountPrompt } from '../prompts/amount.ts';
import { BECOMING_KNOWN } from '../prompts/becoming-known.ts';
import { traineeWalletPrompt } from '../prompts/trainee-wallet.ts';
import { whoseWalletPrompt } from '../prompts/whose-wallet.ts';
import { topUpRefusal } from '../screens/top-up-refusal.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';
import { startForm } from './engine.ts';
import type { Finish, Form } from './form.ts';
import { goHome } from './go-home.ts';
import { type Opening, paymentCard, type WaitingForm } from './payment-card.ts';
import { waitingFor } from './waiting-form.ts';
import { walletToCharge } from './wallet-to-charge.ts';

export const topUpForm: Form = {
  name: 'top-up',
  titleKey: 'form-top-up',
  prompts: [...BECOMING_KNOWN, whoseWalletPrompt, traineeWalletPrompt, amountPrompt],
  cards: ['no-gateway'],
  finish,
};

/** Buttons are shown by what was known a moment ago; here the grants themselves are looked at. */
export async function chargeTrainee(visit: Visit): Promise<void> {
  const { person } = visit.caller;
  const grants = person ? await visit.services.grants.ofPerson(person._id) : [];
  if (grants.length === 0) return goHome(visit, visit.texts.chat('trainee-wallet-portal-users-only'));
  await startForm(visit, 'top-up', { whose: 'trainee' });
}

async function finish(draft: Draft, visit: Visit): Promise<Finish> {
  const { person } = visit.caller;
  if (!person) throw new Error('The top-up form finished without a proven person');
  const { amountRials = 0, whose, trainee } = draft.answers;
  const wallet = walletToCharge(draft, person);
  const waiting = await goesOnWith(visit, wallet, amountRials);
  const charge = {
    amountRials,
    wallet: wallet.kind,
    again: tap.resume.pack(),
    ...(waiting ? { waiting } : {}),
  };
  if (whose !== 'trainee') return after(await paymentCard(visit, person, charge), visit, true);
  const id = new Types.ObjectId(trainee);
  const found = await visit.services.topUps.chargeable(person._id, { id });
  if (!found) return noTrainee(visit, person);
  const centre = found.centre._id;
  return after(await paymentCard(visit, found.trainee, { ...charge, centre }), visit, false);
}

/** The form that this money is enough for: it goes on when the money comes, and is not left alone meanwhile. */
async function goesOnWith(
  visit: Visit,
  wallet: Wallet,
  amountRials: number,
): Promise<WaitingForm | undefined> {
  const gap = await waitingFor(visit, wallet);
  if (!gap || amountRials < gap.gapRials) return undefined;
  const draft = await visit.services.drafts.byId(gap.form.draft);
  if (draft) await visit.services.drafts.write(draft, {});
  return gap.form;
}

/** They were one when they were asked for: the grant has ended, or the enrolment. */
async function noTrainee({ texts, services }: Visit, person: Person): Promise<Finish> {
  if ((await services.grants.ofPerson(person._id)).length > 0) {
    return { type: 'ask-again', forget: ['trainee'], why: texts.chat('trainee-wallet-unknown') };
  }
  const buttons = [[{ text: texts.plain('button-wallet'), data: tap.wallet.pack() }]];
  return { type: 'end', because: 'pointless', view: { text: texts.chat('charge-no-grant'), buttons } };
}

function after(opening: Opening, visit: Visit, isOwn: boolean): Finish {
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
      return afterRefusal(opening, visit, isOwn);
  }
}

/** Another amount may be possible; when the day leaves nothing at all, the form is over. */
function afterRefusal(
  { refusal, view }: Extract<Opening, { type: 'refused' }>,
  { texts }: Visit,
  isOwn: boolean,
): Finish {
  // Of another's wallet nobody learns from what is asked next how much it has left.
  if (isOwn && refusal.type === 'over-today' && refusal.leftRials === 0) {
    return { type: 'end', because: 'pointless', view };
  }
  const why = topUpRefusal(texts, refusal, { isOwn, mayWriteAnother: true });
  return { type: 'ask-again', forget: ['amountRials'], why };
}

function withChanges({ buttons = [], ...view }: View, { texts }: Visit): View {
  const change = { text: texts.plain('button-change-amount'), data: tap.changeAnswer.pack('amountRials') };
  const cancel = { text: texts.plain('button-cancel'), data: tap.cancelForm.pack('top-up') };
  return { ...view, buttons: [...buttons, [change, cancel]] };
}
