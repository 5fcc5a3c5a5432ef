/** A person pays an invoice: the bot is asked first, and told when the money has moved. */
import { randomInt } from 'node:crypto';
import { invoiceOfMessage } from '../methods/payments.ts';
import type { Invoice } from '../state/payment-desk.ts';
import { type Acting, type ActionOutcome, refused, say, tellBot } from './acting.ts';

/** `which` is true for an invoice in the chat, or the link of one. Waits for the bot's verdict, ten seconds at most. */
export async function pay(acting: Acting, which: true | string, messageId?: number): Promise<ActionOutcome> {
  const { messenger, chatId } = acting;
  const invoice = which === true ? invoiceInChat(acting, messageId) : messenger.payments.invoice(which);
  if (!invoice) return refused(404, 'There is no such invoice to pay.');

  const opened = messenger.payments.open(invoice, chatId, messenger.now());
  const verdict = messenger.payments.verdict(opened.id);
  const askedIds = tellBot(acting, {
    pre_checkout_query: {
      id: opened.id,
      from: messenger.accounts.user(chatId),
      currency: invoice.currency,
      total_amount: invoice.total,
      invoice_payload: invoice.payload,
    },
  });
  const answer = await verdict;
  switch (answer.type) {
    case 'silent':
      messenger.payments.settle(opened, 'failed');
      return refused(
        402,
        'The bot did not answer the pre-checkout query within ten seconds; nothing was paid.',
      );
    case 'refused':
      messenger.payments.settle(opened, 'rejected');
      return refused(402, `The bot refused the payment: ${answer.reason}`);
    case 'accepted': {
      messenger.payments.settle(opened, 'paid');
      const told = say(acting, { successful_payment: receiptOf(invoice, opened.id) });
      return told.type === 'done' ? { ...told, updateIds: [...askedIds, ...told.updateIds] } : told;
    }
  }
}

function invoiceInChat({ messenger, chatId }: Acting, messageId?: number): Invoice | undefined {
  const message = messageId ?? latestInvoice({ messenger, chatId });
  return message === undefined ? undefined : messenger.payments.invoice(invoiceOfMessage(chatId, message));
}

function latestInvoice({ messenger, chatId }: Pick<Acting, 'messenger' | 'chatId'>): number | undefined {
  const latest = messenger.messages.inChat(chatId).findLast(({ message }) => message.invoice);
  return latest?.message.message_id;
}

function receiptOf(invoice: Invoice, chargeId: string) {
  return {
    currency: invoice.currency,
    total_amount: invoice.total,
    invoice_payload: invoice.payload,
    telegram_payment_charge_id: chargeId,
    provider_payment_charge_id: String(randomInt(10 ** 11, 10 ** 12)),
  };
}
