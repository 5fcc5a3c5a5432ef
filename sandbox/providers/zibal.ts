/**
 * The payment gateway Zibal: amounts in rials, `result` 100 for what was done, and the payment's own `status`. A second
 * verification tells neither amount nor reference. Its page lets in only those who come from their merchant's page.
 */
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { SandboxDeps } from '../deps.ts';
import { isAllowedCallback } from './allowed-callback.ts';
import { ZIBAL_MERCHANT_ID } from './credentials.ts';
import { meetFault } from './meet-fault.ts';
import { servePaymentPage } from './payment-page.ts';
import type { PaymentSession, PaymentSessions } from './payment-sessions.ts';
import { CARD, RIALS_MAX } from './payment-verbs.ts';

const merchantSchema = z.object({ merchant: z.string() });
const requestSchema = z.object({
  amount: z.int(),
  callbackUrl: z.string(),
  orderId: z.string().optional(),
  description: z.string().default(''),
  mobile: z.string().optional(),
});
const referenceSchema = z.object({ trackId: z.union([z.string(), z.int()]).transform(String) });

const MESSAGES = {
  100: 'success',
  102: 'merchant not found',
  104: 'invalid request',
  105: 'amount must be greater than 1000',
  106: 'invalid callbackUrl',
  113: 'amount is above the limit',
  201: 'already verified',
  202: 'order is not paid or has failed',
  203: 'invalid trackId',
} as const;
type Result = keyof typeof MESSAGES;
type Answer = { result: Result } & Record<string, unknown>;

const STATUS: Record<PaymentSession['status'], number> = {
  IN_BANK: -1,
  VERIFIED: 1,
  PAID: 2,
  FAILED: 3,
  REVERSED: 18,
};

/** What is broken in front of it answers 429 in no form of its own. */
const TOO_MANY = { statusCode: 429, message: 'Too many requests' };

export function createZibalRoutes(deps: SandboxDeps, sessions: PaymentSessions): FastifyPluginAsync {
  return async (app) => {
    for (const system of ['payment', 'payment-zibal'] as const)
      meetFault(app, deps.systems, system, { limited: (_request, reply) => reply.code(429).send(TOO_MANY) });
    await servePaymentPage(app, sessions, {
      path: '/start/',
      assets: '/assets',
      lets: ({ headers }) =>
        URL.canParse(headers.referer ?? '') && isAllowedCallback(headers.referer ?? '', deps.publicUrl),
    });
    const serve = (method: string, answer: (body: unknown) => Answer) =>
      app.post(`/v1/${method}`, (httpRequest) => {
        const { merchant } = merchantSchema.safeParse(httpRequest.body).data ?? {};
        const answered = merchant === ZIBAL_MERCHANT_ID ? answer(httpRequest.body) : { result: 102 as const };
        return { ...answered, message: MESSAGES[answered.result] };
      });
    serve('request', (body) => open(deps, sessions, body));
    serve('verify', (body) => withSession(sessions, body, (session) => verify(sessions, session)));
    serve('inquiry', (body) => withSession(sessions, body, told));
  };
}

function open({ publicUrl }: SandboxDeps, sessions: PaymentSessions, body: unknown): Answer {
  const parsed = requestSchema.safeParse(body);
  if (!parsed.success) return { result: 104 };
  const { amount: amountRials, callbackUrl, orderId, mobile, description } = parsed.data;
  if (amountRials <= 1_000) return { result: 105 };
  if (amountRials > RIALS_MAX) return { result: 113 };
  if (!URL.canParse(callbackUrl) || !isAllowedCallback(callbackUrl, publicUrl)) return { result: 106 };
  const session = sessions.open({
    ...{ gateway: 'zibal', amountRials, description, callbackUrl, currency: 'IRR' },
    merchantId: ZIBAL_MERCHANT_ID,
    ...(mobile !== undefined && { mobile }),
    ...(orderId !== undefined && { orderId }),
  });
  return { result: 100, trackId: Number(session.id) };
}

function withSession(
  sessions: PaymentSessions,
  body: unknown,
  answer: (session: PaymentSession) => Answer,
): Answer {
  const session = sessions.get(referenceSchema.safeParse(body).data?.trackId ?? '');
  return session?.gateway === 'zibal' ? answer(session) : { result: 203 };
}

function verify(sessions: PaymentSessions, session: PaymentSession): Answer {
  if (session.status === 'VERIFIED') return { result: 201 };
  if (session.status !== 'PAID') return { result: 202, status: STATUS[session.status] };
  sessions.markVerified(session);
  return told({ ...session, status: 'VERIFIED' });
}

function told({ status, amountRials, refId, orderId, description, paidAt, date }: PaymentSession): Answer {
  const isPaid = refId !== undefined;
  return {
    result: 100,
    ...{
      status: STATUS[status],
      amount: amountRials,
      orderId: orderId ?? null,
      description,
      createdAt: date,
    },
    refNumber: isPaid ? refId : null,
    cardNumber: isPaid ? CARD.card_pan : null,
    paidAt: paidAt === undefined ? null : new Date(paidAt).toISOString(),
  };
}
