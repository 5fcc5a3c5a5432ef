/** Invoices, and the bot's part in paying them. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { badRequest } from '../errors.ts';
import { flagOf, jsonOf, stringOf } from '../parameters.ts';
import type { Invoice, Transaction } from '../state/payment-desk.ts';
import { type Call, type Method, reachableChat } from './method.ts';
import { send } from './send.ts';

const TITLE_MAX = 32;
const DESCRIPTION_MAX = 255;
const PAYLOAD_BYTES_MAX = 128;

const pricesSchema = z.array(z.object({ label: z.string(), amount: z.int() })).min(1);

export const sendInvoice: Method = (call) => {
  const chatId = reachableChat(call);
  const invoice = invoiceOfCall(call);
  const message = send(call, {
    invoice: {
      title: invoice.title,
      description: invoice.description,
      start_parameter: stringOf(call.parameters, 'start_parameter') ?? '',
      currency: invoice.currency,
      total_amount: invoice.total,
    },
  });
  call.messenger.payments.issue(invoice, invoiceOfMessage(chatId, message.message_id));
  return message;
};

/** The id under which the invoice of a message is kept. */
export const invoiceOfMessage = (chatId: number, messageId: number) => `${chatId}:${messageId}`;

export const createInvoiceLink: Method = (call) => {
  const host = call.messenger.platform === 'bale' ? 'ble.ir' : 't.me';
  const link = `https://${host}/$${randomBytes(12).toString('base64url')}`;
  call.messenger.payments.issue(invoiceOfCall(call), link);
  return link;
};

function invoiceOfCall({ messenger, parameters }: Call): Omit<Invoice, 'id'> {
  const { dialect } = messenger;
  const title = stringOf(parameters, 'title') ?? '';
  const description = stringOf(parameters, 'description') ?? '';
  const payload = stringOf(parameters, 'payload') ?? '';
  const currency = dialect.fixedCurrency ?? stringOf(parameters, 'currency') ?? '';
  const prices = jsonOf(parameters, 'prices', pricesSchema, 'invoice prices');
  if (title.length < 1 || title.length > TITLE_MAX) throw badRequest('INVOICE_TITLE_INVALID');
  if (description.length < 1 || description.length > DESCRIPTION_MAX)
    throw badRequest('INVOICE_DESCRIPTION_INVALID');
  const payloadBytes = Buffer.byteLength(payload);
  if (payloadBytes < 1 || payloadBytes > PAYLOAD_BYTES_MAX) throw badRequest('INVOICE_PAYLOAD_INVALID');
  if (!/^[A-Z]{3}$/.test(currency)) throw badRequest('CURRENCY_INVALID');
  const needsProvider = currency !== 'XTR';
  if (needsProvider && !dialect.isProviderToken(stringOf(parameters, 'provider_token') ?? '')) {
    throw badRequest('PAYMENT_PROVIDER_INVALID');
  }
  const total = prices?.reduce((sum, { amount }) => sum + amount, 0) ?? 0;
  if (!prices || total <= 0 || !Number.isSafeInteger(total))
    throw badRequest('CURRENCY_TOTAL_AMOUNT_INVALID');
  return { title, description, payload, currency, total };
}

export const answerPreCheckoutQuery: Method = ({ messenger, parameters }) => {
  const id = stringOf(parameters, 'pre_checkout_query_id') ?? '';
  const isAccepted = flagOf(parameters, 'ok');
  const reason = stringOf(parameters, 'error_message') ?? '';
  if (!isAccepted && reason === '') throw badRequest('error message is empty');
  const isTimely = messenger.payments.decide(
    id,
    isAccepted ? { type: 'accepted' } : { type: 'refused', reason },
  );
  if (!isTimely) throw badRequest('query is too old and response timeout expired or query ID is invalid');
  return true;
};

/** Bale only. */
export const inquireTransaction: Method = ({ messenger, parameters }) => {
  const transaction = messenger.payments.transaction(stringOf(parameters, 'transaction_id') ?? '');
  if (!transaction) throw badRequest('transaction not found');
  return inquiryAnswer(transaction);
};

const inquiryAnswer = ({ id, status, userId, invoice, at }: Transaction) => ({
  id,
  status,
  userID: userId,
  amount: invoice.total,
  createdAt: Math.floor(at / 1_000),
});
