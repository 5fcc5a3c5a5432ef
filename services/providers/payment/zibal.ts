/**
 * Zibal's payment gateway. Amounts are rials. Its page lets in only those who come from a page of ours, by the Referer,
 * so the payer's way leads over `entrance`; and what it answers to a second verification tells neither amount nor
 * reference, so the payment is inquired then.
 */
import { z } from 'zod';
import { createHttpPost, type HttpOutcome, unavailableReason } from '../http.ts';
import type {
  CreatePaymentResult,
  GatewayOptions,
  InquirePaymentResult,
  NewPayment,
  PaymentGateway,
  ToldPayment,
  VerifyPaymentResult,
} from './payment-gateway.ts';

/** Calls a method with the merchant added. */
type Call = (method: string, parameters: object) => Promise<HttpOutcome>;

export function createZibal({
  apiRoot,
  pageRoot,
  merchantId: merchant,
  timeoutMs,
  createTimeoutMs = timeoutMs,
}: GatewayOptions): PaymentGateway {
  const post = createHttpPost({ apiRoot, timeoutMs });
  const callFor =
    (limitMs: number): Call =>
    (method, parameters) =>
      post({ path: `/v1/${method}`, json: { merchant, ...parameters }, timeoutMs: limitMs });
  const call = callFor(timeoutMs);
  const pageOf = (sessionId: string) => `${pageRoot ?? apiRoot}/start/${sessionId}`;
  return {
    name: 'zibal',
    entrance: pageOf,
    create: (payment) => create(callFor(createTimeoutMs), pageOf, payment),
    verify: ({ sessionId }) => verify(call, sessionId),
    inquire: (sessionId) => inquire(call, sessionId),
  };
}

const DONE = 100;
const VERIFIED_BEFORE = 201;
const NOT_PAID = 202;
const NO_SUCH_PAYMENT = 203;
/** Merchant unknown, inactive or invalid: no word about the payment. */
const OTHER_MERCHANT = new Set([102, 103, 104]);

const PAID_AND_VERIFIED = 1;
const PAID = 2;
const WAITING = -1;
/** The payer left, or the card's bank refused. */
const isFailed = (status: number) => status >= 3 && status <= 12;
/** Given back to the payer, or on the way there. */
const REVERSED = new Set([15, 16, 18]);

const resultSchema = z.object({ result: z.int() });
const createdSchema = z.object({
  result: z.literal(DONE),
  trackId: z.union([z.string().regex(/^\d{1,40}$/), z.int().positive()]).transform(String),
});
const paymentSchema = z.object({
  result: z.literal(DONE),
  status: z.int(),
  amount: z.int().nullish(),
  refNumber: z
    .union([z.string().min(1), z.int()])
    .transform(String)
    .nullish(),
  cardNumber: z.string().nullish(),
  orderId: z.string().nullish(),
});
type Told = z.infer<typeof paymentSchema>;

/** The gateway's own code, whatever the HTTP status. */
const codeOf = (outcome: HttpOutcome): number | undefined =>
  outcome.type === 'answered' ? resultSchema.safeParse(outcome.body).data?.result : undefined;

function unknown(outcome: HttpOutcome): { type: 'unknown'; reason: string } {
  if (outcome.type !== 'answered') return { type: 'unknown', reason: outcome.reason };
  const code = codeOf(outcome);
  return { type: 'unknown', reason: code === undefined ? unavailableReason(outcome) : `code ${code}` };
}

async function create(
  call: Call,
  pageOf: (sessionId: string) => string,
  payment: NewPayment,
): Promise<CreatePaymentResult> {
  const outcome = await call('request', {
    amount: payment.amountRials,
    callbackUrl: payment.callbackUrl,
    orderId: payment.orderId,
    description: payment.description,
    ...(payment.mobile !== undefined && { mobile: payment.mobile }),
  });
  if (outcome.type !== 'answered') return { type: 'unavailable' };
  const created = createdSchema.safeParse(outcome.body);
  if (created.success) {
    const { trackId } = created.data;
    return { type: 'created', sessionId: trackId, payUrl: pageOf(trackId) };
  }
  const code = codeOf(outcome);
  return code === undefined || code === DONE ? { type: 'unavailable' } : { type: 'refused', code };
}

async function verify(call: Call, sessionId: string): Promise<VerifyPaymentResult> {
  const outcome = await call('verify', { trackId: sessionId });
  const verified = readPayment(outcome);
  if (verified?.status === PAID_AND_VERIFIED) {
    const { cardNumber } = verified;
    const receipt = receiptOf(verified, sessionId);
    return { type: 'paid', ...receipt, ...(cardNumber ? { cardMasked: cardNumber } : {}) };
  }
  const code = codeOf(outcome);
  if (code === VERIFIED_BEFORE)
    return verifiedBefore(await call('inquiry', { trackId: sessionId }), sessionId);
  if (code === NOT_PAID || code === NO_SUCH_PAYMENT) return { type: 'not-paid' };
  if (code !== undefined && OTHER_MERCHANT.has(code)) return { type: 'differs', difference: 'merchant' };
  return unknown(outcome);
}

/** What was verified before is read by an inquiry; until that answers, nothing is known of amount and order. */
function verifiedBefore(outcome: HttpOutcome, sessionId: string): VerifyPaymentResult {
  const payment = readPayment(outcome);
  if (payment?.status !== PAID_AND_VERIFIED) return unknown(outcome);
  return { type: 'already-verified', ...receiptOf(payment, sessionId) };
}

const readPayment = (outcome: HttpOutcome): Told | undefined =>
  outcome.type === 'answered' ? paymentSchema.safeParse(outcome.body).data : undefined;

/** Some banks give no reference of their own: the gateway's session then names the payment. */
function receiptOf({ amount, refNumber, orderId }: Told, sessionId: string) {
  const told: ToldPayment = {
    ...(amount != null && { amountRials: amount }),
    ...(orderId != null && { orderId }),
  };
  return { reference: refNumber ?? sessionId, told };
}

async function inquire(call: Call, sessionId: string): Promise<InquirePaymentResult> {
  const outcome = await call('inquiry', { trackId: sessionId });
  const payment = readPayment(outcome);
  if (!payment) return unknown(outcome);
  const { status } = payment;
  if (status === PAID) return { type: 'paid-unverified' };
  if (status === PAID_AND_VERIFIED) return { type: 'verified' };
  if (status === WAITING) return { type: 'in-progress' };
  if (REVERSED.has(status)) return { type: 'reversed' };
  return isFailed(status) ? { type: 'failed' } : { type: 'unknown', reason: `code ${status}` };
}
