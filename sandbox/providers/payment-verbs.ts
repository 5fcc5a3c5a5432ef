/** What a merchant can ask of the gateway. Amounts come in the unit that the payment was asked for, rials or tomans. */
import { isAllowedCallback } from './allowed-callback.ts';
import type { Answer, Refusal } from './payment-answers.ts';
import type { NewPaymentBody, ReferenceBody, VerifyBody } from './payment-request.ts';
import type { PaymentSession, PaymentSessions } from './payment-sessions.ts';

export interface PaymentVerbDeps {
  sessions: PaymentSessions;
  now: () => number;
  publicUrl: () => string;
}

export const RIALS_MAX = 1_000_000_000;
const REVERSE_WITHIN_MS = 30 * 60_000;
const UNVERIFIED_MAX = 100;
const AUTHORITY = /^[AS][0-9a-zA-Z]{35}$/;

const NO_FEE = { fee_type: 'Merchant', fee: 0 };
/** Everybody pays with the same card, which is nobody's. */
export const CARD = {
  card_pan: '603799******4242',
  card_hash: '1EBE3EBEBE35C7EC0F8D6EE4F2F859107A87822CA179BC9528767EA7B5489B69',
};

export function request({ sessions, publicUrl }: PaymentVerbDeps, body: NewPaymentBody): Answer {
  const amountRials = inRials(body.amount, body.currency);
  if (amountRials > RIALS_MAX) return { code: -41 };
  if (!isAllowedCallback(body.callback_url, publicUrl())) return { code: -14 };
  const { mobile, order_id: orderId } = body.metadata ?? {};
  const session = sessions.open({
    gateway: 'zarinpal',
    amountRials,
    description: body.description,
    ...(mobile !== undefined && { mobile }),
    ...(orderId !== undefined && { orderId }),
    callbackUrl: body.callback_url,
    merchantId: body.merchant_id,
    currency: body.currency,
  });
  return { code: 100, message: 'Success', authority: session.id, ...NO_FEE };
}

export function verify(deps: PaymentVerbDeps, body: VerifyBody): Answer {
  const session = find(deps, body);
  if ('code' in session) return session;
  if (!isPaid(session)) return { code: -51 };
  if (inRials(body.amount, session.currency) !== session.amountRials) return { code: -50 };
  const receipt = { ...CARD, ref_id: session.refId, ...NO_FEE };
  if (session.status === 'VERIFIED') return { code: 101, message: 'Verified', ...receipt };
  deps.sessions.markVerified(session);
  return { code: 100, message: 'Paid', ...receipt };
}

export function inquire(deps: PaymentVerbDeps, body: ReferenceBody): Answer {
  const session = find(deps, body);
  return 'code' in session ? session : { code: 100, message: 'Success', status: session.status };
}

export function listUnverified(
  { sessions }: PaymentVerbDeps,
  { merchant_id }: Pick<ReferenceBody, 'merchant_id'>,
): Answer {
  const waiting = sessions
    .all()
    .filter((session) => session.status === 'PAID' && session.merchantId === merchant_id);
  return {
    code: 100,
    message: 'Success',
    authorities: waiting.slice(-UNVERIFIED_MAX).map((session) => ({
      authority: session.id,
      amount: session.amountRials,
      callback_url: session.callbackUrl,
      referer: '',
      date: session.date.slice(0, 19).replace('T', ' '),
    })),
  };
}

export function reverse(deps: PaymentVerbDeps, body: ReferenceBody): Answer {
  const session = find(deps, body);
  if ('code' in session) return session;
  if (!isPaid(session)) return { code: -61 };
  if (deps.now() - (session.paidAt ?? 0) > REVERSE_WITHIN_MS) return { code: -63 };
  deps.sessions.markReversed(session);
  return { code: 100, message: 'Reversed' };
}

function find(
  { sessions }: PaymentVerbDeps,
  { authority, merchant_id }: ReferenceBody,
): PaymentSession | Refusal {
  if (!AUTHORITY.test(authority)) return { code: -54 };
  const session = sessions.get(authority);
  if (!session) return { code: -55 };
  return session.merchantId === merchant_id ? session : { code: -53 };
}

function isPaid({ status }: PaymentSession): boolean {
  return status === 'PAID' || status === 'VERIFIED';
}

function inRials(amount: number, currency: PaymentSession['currency']): number {
  return currency === 'IRT' ? amount * 10 : amount;
}
