/** Paying inside the chat: the invoice, what the messenger asks before the money moves, and what it tells after. */
import type { Filter } from 'grammy';
import { tap } from './callback-data.ts';
import type { BotContext } from './context.ts';
import { showPaymentBeingChecked } from './conversations/charge.ts';
import type { Visit } from './visit.ts';

/** Sends the invoice beside the link of a payment card; false when there is nothing more to pay by it. */
export async function sendInvoice(visit: Visit, topUpId: string): Promise<boolean> {
  const { services, caller, texts, chat } = visit;
  const { person, account } = caller;
  if (!person) return false;
  const outcome = await services.topUps.invoice({ topUpId, person, account });
  const back = [[{ text: texts.plain('button-wallet'), data: tap.wallet.pack() }]];
  switch (outcome.type) {
    case 'over':
      return false;
    case 'no-grant':
      await chat.below().show({ text: texts.chat('charge-no-grant'), buttons: back });
      return true;
    case 'ready': {
      const { topUp, providerToken } = outcome;
      const { amountRials, trackingCode } = topUp;
      await chat.below().showInvoice({
        title: texts.bare('invoice-title'),
        description: texts.bare('invoice-description', { amount: amountRials, code: trackingCode }),
        payload: topUp._id.toHexString(),
        ...{ amountRials, providerToken },
      });
      return true;
    }
  }
}

/** The messenger gives up after ten seconds, and takes nothing then. */
export async function answerPreCheckout(ctx: Filter<BotContext, 'pre_checkout_query'>): Promise<void> {
  const { visit, preCheckoutQuery: query } = ctx;
  const verdict = await visit.services.topUps.preCheckout({
    id: query.id,
    payload: query.invoice_payload,
    totalRials: query.total_amount,
    currency: query.currency,
    person: visit.caller.person?._id,
    payerId: String(query.from.id),
  });
  if (verdict === 'accepted') await ctx.answerPreCheckoutQuery(true);
  else await ctx.answerPreCheckoutQuery(false, visit.texts.bare(`invoice-${verdict}`));
}

/** What comes of it is told by its notice, as of any payment. */
export async function receivePayment(ctx: Filter<BotContext, 'message:successful_payment'>): Promise<void> {
  const { visit, message } = ctx;
  const { invoice_payload, telegram_payment_charge_id, provider_payment_charge_id } =
    message.successful_payment;
  const { topUps } = visit.services;
  const outcome = await topUps.paidInChat({
    payload: invoice_payload,
    chargeId: telegram_payment_charge_id,
    reference: provider_payment_charge_id,
  });
  if (!outcome) {
    visit.log.error({ update: ctx.update.update_id }, 'a payment in the chat is of no invoice of ours');
    throw new Error('A payment in the chat is of no invoice of ours');
  }
  if (outcome.type === 'being-checked') await showPaymentBeingChecked(visit, outcome.topUp);
}
