/** Zarinpal's payment gateway, version 4. Amounts are always sent in rials, and said to be so. */
import { z } from 'zod';
import { createHttpPost, type HttpOutcome, unavailableReason } from '../http.ts';
import type {
  CreatePaymentResult,
  GatewayOptions,
  InquirePaymentResult,
  NewPayment,
  PaymentGateway,
  VerifyPaymentResult,
} from './payment-gateway.ts';

/** Calls a method with the merchant's id added. */
type Call = (method: string, parameters: object) => Promise<HttpOutcome>;

export function createZarinpal({
  apiRoot,
  pageRoot,
  merchantId,
  timeoutMs,
  createTimeoutMs = timeoutMs,
}: GatewayOptions): PaymentGateway {
  const post = createHttpPost({ apiRoot, timeoutMs });
  const callFor =
    (limitMs: number): Call =>
    (method, parameters) =>
      post({
        path: `/pg/v4/payment/${method}.json`,
        json: { merchant_id: merchantId, ...parameters },
        timeoutMs: limitMs,
      });
  const call = callFor(timeoutMs);
  return {
    name: 'zarinpal',
    create: (payment) => create(callFor(createTimeoutMs), pageRoot ?? apiRoot, payment),
    verify: ({ sessionId, amountRials }) => verify(call, sessionId, amountRials),
    inquire: (sessionId) => inquire(call, sessionId),
  };
}

const PAID = 100;
const VERIFIED_BEFORE = 101;
const TOO_MANY_ATTEMPTS = -12;
const AMOUNT_DIFFERS = -50;
const OTHER_MERCHANT = -53;
const UNEXPECTED_ERROR = -52;
/** Not paid, malformed authority, no such payment. */
const NOT_PAID = new Set([-51, -54, -55]);

/** The half of the envelope that has nothing to say is an empty array, so each half is read for itself. */
const errorSchema = z.object({ errors: z.object({ code: z.int() }) });
const createdSchema = z.object({
  data: z.object({ code: z.literal(100), authority: z.string().regex(/^[0-9a-zA-Z]{36}$/) }),
});
const verifiedSchema = z.object({
  data: z.object({
    code: z.union([z.literal(PAID), z.literal(VERIFIED_BEFORE)]),
    ref_id: z.union([z.string().min(1), z.int()]).transform(String),
    card_pan: z.string().nullish(),
  }),
});
const inquiredSchema = z.object({
  data: z.object({
    code: z.literal(100),
    status: z.enum(['PAID', 'VERIFIED', 'IN_BANK', 'FAILED', 'REVERSED']),
  }),
});

/** The gateway's own code for a failure, whatever the HTTP status. */
function errorCode(outcome: HttpOutcome): number | undefined {
  return outcome.type === 'answered' ? errorSchema.safeParse(outcome.body).data?.errors.code : undefined;
}

async function create(call: Call, pageRoot: string, payment: NewPayment): Promise<CreatePaymentResult> {
  const outcome = await call('request', {
    amount: payment.amountRials,
    currency: 'IRR',
    description: payment.description,
    callback_url: payment.callbackUrl,
    metadata: { order_id: payment.orderId, ...(payment.mobile !== undefined && { mobile: payment.mobile }) },
  });
  if (outcome.type !== 'answered') return { type: 'unavailable' };
  const created = createdSchema.safeParse(outcome.body);
  if (created.success) {
    const { authority } = created.data.data;
    return { type: 'created', sessionId: authority, payUrl: `${pageRoot}/pg/StartPay/${authority}` };
  }
  const code = errorCode(outcome);
  if (code === undefined || code === TOO_MANY_ATTEMPTS || code === UNEXPECTED_ERROR)
    return { type: 'unavailable' };
  return { type: 'refused', code };
}

async function verify(call: Call, sessionId: string, amountRials: number): Promise<VerifyPaymentResult> {
  const outcome = await call('verify', { authority: sessionId, amount: amountRials });
  if (outcome.type !== 'answered') return { type: 'unknown', reason: outcome.reason };
  const verified = verifiedSchema.safeParse(outcome.body);
  if (verified.success) {
    const { code, ref_id: reference, card_pan: cardMasked } = verified.data.data;
    if (code === VERIFIED_BEFORE) return { type: 'already-verified', reference };
    return { type: 'paid', reference, ...(cardMasked && { cardMasked }) };
  }
  const code = errorCode(outcome);
  if (code === undefined) return { type: 'unknown', reason: unavailableReason(outcome) };
  if (code === AMOUNT_DIFFERS) return { type: 'differs', difference: 'amount' };
  if (code === OTHER_MERCHANT) return { type: 'differs', difference: 'merchant' };
  return NOT_PAID.has(code) ? { type: 'not-paid' } : { type: 'unknown', reason: `code ${code}` };
}

const STATES = {
  PAID: 'paid-unverified',
  VERIFIED: 'verified',
  IN_BANK: 'in-progress',
  FAILED: 'failed',
  REVERSED: 'reversed',
} as const;

async function inquire(call: Call, sessionId: string): Promise<InquirePaymentResult> {
  const outcome = await call('inquiry', { authority: sessionId });
  if (outcome.type !== 'answered') return { type: 'unknown', reason: outcome.reason };
  const inquired = inquiredSchema.safeParse(outcome.body);
  if (inquired.success) return { type: STATES[inquired.data.data.status] };
  const code = errorCode(outcome);
  return { type: 'unknown', reason: code === undefined ? unavailableReason(outcome) : `code ${code}` };
}
