/** "My unfinished forms": shown, continued in this chat, or given up one by one. */
import { paymentParams } from '../screens/payment-under-way.ts';
import { unfinishedForms } from '../screens/unfinished-forms.ts';
import { withReason } from '../view.ts';
import type { Visit } from '../visit.ts';
import { cancel } from './engine.ts';
import { goHome } from './go-home.ts';

/** `why`: what is to be said above the list, or above the first page when there is none. */
export async function showUnfinishedForms(visit: Visit, why?: string): Promise<void> {
  const drafts = await visit.services.drafts.unfinished(visit.caller);
  if (drafts.length === 0) return goHome(visit, why ?? visit.texts.chat('unfinished-none'));
  await visit.chat.replace(withReason(await unfinishedForms(visit, drafts), why));
}

export async function discardForm(visit: Visit, name: string): Promise<void> {
  const { caller, services, texts } = visit;
  const ended = await cancel(visit, name);
  const payment = ended && caller.person ? await services.topUps.underWay(caller.person) : null;
  const said = payment
    ? texts.chat('cancelled-payment-under-way', paymentParams(payment))
    : texts.chat(ended ? 'unfinished-discarded' : 'button-outdated');
  await showUnfinishedForms(visit, said);
}
