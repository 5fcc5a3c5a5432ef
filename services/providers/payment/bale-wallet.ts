/**
 * Payments inside Bale, by Bale's own wallet. Bale moves the money itself once we have said yes before, so there is
 * nothing to verify: its inquiry is what money is credited by. Amounts are rials.
 */
import { z } from 'zod';
import { createHttpPost, type HttpOutcome, unavailableReason } from '../http.ts';
import type { InquirePaymentResult, PaymentGateway, VerifyPaymentResult } from './payment-gateway.ts';

export interface BaleWalletOptions {
  apiRoot: string;
  botToken: string;
  timeoutMs: number;
}

const STATES = { paid: 'verified', pending: 'in-progress', failed: 'failed', rejected: 'failed' } as const;

const answerSchema = z.object({
  ok: z.literal(true),
  result: z.object({
    status: z.enum(['pending', 'paid', 'failed', 'rejected']),
    amount: z.int(),
    userID: z.union([z.int(), z.string()]).transform(String).nullish(),
  }),
});
const refusalSchema = z.object({ ok: z.literal(false), error_code: z.int() });
type Transaction = z.infer<typeof answerSchema>['result'];

export function createBaleWallet({ apiRoot, botToken, timeoutMs }: BaleWalletOptions): PaymentGateway {
  const post = createHttpPost({ apiRoot: `${apiRoot}/bot${botToken}`, timeoutMs });
  const ask = (transactionId: string) =>
    post({ path: '/inquireTransaction', json: { transaction_id: transactionId } });
  return {
    name: 'bale',
    opens: false,
    // Invoices are sent by the bot, into the chat.
    create: async () => ({ type: 'unavailable' }),
    verify: async ({ sessionId }) => verified(await ask(sessionId), sessionId),
    inquire: async (sessionId) => inquired(await ask(sessionId)),
  };
}

const read = (outcome: HttpOutcome): Transaction | undefined =>
  outcome.type === 'answered' ? answerSchema.safeParse(outcome.body).data?.result : undefined;

function verified(outcome: HttpOutcome, sessionId: string): VerifyPaymentResult {
  const transaction = read(outcome);
  if (!transaction) return unknown(outcome);
  if (transaction.status !== 'paid') return { type: 'not-paid' };
  const { amount: amountRials, userID } = transaction;
  const told = { amountRials, ...(userID == null ? {} : { payerId: userID }) };
  return { type: 'paid', reference: sessionId, told };
}

function inquired(outcome: HttpOutcome): InquirePaymentResult {
  const transaction = read(outcome);
  return transaction ? { type: STATES[transaction.status] } : unknown(outcome);
}

/** A busy or broken Bot API refuses in the form of a Bot API too: only what it says of this one payment is a word. */
function unknown(outcome: HttpOutcome): { type: 'unknown'; reason: string } {
  const refusal = outcome.type === 'answered' ? refusalSchema.safeParse(outcome.body).data : undefined;
  const code = refusal?.error_code;
  if (code === 400 || code === 404) return { type: 'unknown', reason: `code ${code}` };
  return { type: 'unknown', reason: code === undefined ? unavailableReason(outcome) : `http ${code}` };
}
