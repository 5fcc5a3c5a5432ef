/** The payment gateway, in Zarinpal's v4 protocol, and the page where people pay. */
import type { FastifyInstance, FastifyPluginAsync, FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { SandboxDeps } from '../deps.ts';
import { meetFault } from './meet-fault.ts';
import { servePaymentPage } from './payment-page.ts';
import { isAllowedCallback, referenceSchema, requestSchema, verifySchema } from './payment-request.ts';
import { createPaymentSessions, type PaymentSession, type PaymentSessions } from './payment-sessions.ts';

export interface PaymentSystem {
  /** To be registered under `/systems/payment`. */
  routes: FastifyPluginAsync;
  sessions: PaymentSessions;
}

/** Which of Zarinpal's codes this sandbox gives, with the sentence that goes with each. */
const ERROR_MESSAGES = {
  [-9]: 'The input params invalid, validation error.',
  [-12]: 'To many attempts, please try again later.',
  [-14]: 'The callback URL domain does not match the registered terminal domain.',
  [-41]: 'Maximum amount is 100,000,000 tomans.',
  [-50]: 'Session is not valid, amounts values is not the same.',
  [-51]: 'Session is not valid, session is not active paid try.',
  [-53]: 'Session is not this merchant_id session.',
  [-54]: 'Invalid authority.',
  [-55]: 'Manual payment request not found.',
  [-61]: 'Session is not in success status.',
  [-63]: 'Maximum time for reverse this session is expired.',
} as const;

type ErrorCode = keyof typeof ERROR_MESSAGES;

const RIALS_MAX = 1_000_000_000;
const REVERSE_WITHIN_MS = 30 * 60_000;
const UNVERIFIED_MAX = 100;
const AUTHORITY = /^[AS][0-9a-zA-Z]{35}$/;
const CARD = {
  card_pan: '603799******4242',
  card_hash: '1EBE3EBEBE35C7EC0F8D6EE4F2F859107A87822CA179BC9528767EA7B5489B69',
};
const NO_FEE = { fee_type: 'Merchant', fee: 0 };

export function createPaymentSystem(deps: SandboxDeps): PaymentSystem {
  const { systems, now } = deps;
  const sessions = createPaymentSessions(deps);

  const routes: FastifyPluginAsync = async (app) => {
    meetFault(app, systems, 'payment', { limited: (_request, reply) => refuse(reply, -12) });
    await servePaymentPage(app, sessions);

    post(app, 'request', requestSchema, (request, reply) => {
      const { merchant_id, currency, description, callback_url, metadata } = request;
      const amountRials = currency === 'IRT' ? request.amount * 10 : request.amount;
      if (amountRials > RIALS_MAX) return refuse(reply, -41);
      if (!isAllowedCallback(callback_url, deps.publicUrl)) return refuse(reply, -14);
      const session = sessions.open({
        amountRials,
        description,
        ...(metadata?.mobile !== undefined && { mobile: metadata.mobile }),
        ...(metadata?.order_id !== undefined && { orderId: metadata.order_id }),
        callbackUrl: callback_url,
        merchantId: merchant_id,
        currency,
      });
      return succeed(reply, { code: 100, message: 'Success', authority: session.id, ...NO_FEE });
    });

    post(app, 'verify', verifySchema, (request, reply) => {
      const session = find(request);
      if (typeof session === 'number') return refuse(reply, session);
      if (session.status !== 'PAID' && session.status !== 'VERIFIED') return refuse(reply, -51);
      const amountRials = session.currency === 'IRT' ? request.amount * 10 : request.amount;
      if (amountRials !== session.amountRials) return refuse(reply, -50);
      const isFirst = session.status === 'PAID';
      if (isFirst) sessions.markVerified(session);
      const verdict = isFirst ? { code: 100, message: 'Paid' } : { code: 101, message: 'Verified' };
      return succeed(reply, { ...verdict, ...CARD, ref_id: session.refId, ...NO_FEE });
    });

    post(app, 'inquiry', referenceSchema, (request, reply) => {
      const session = find(request);
      if (typeof session === 'number') return refuse(reply, session);
      return succeed(reply, { code: 100, message: 'Success', status: session.status });
    });

    post(app, 'unVerified', referenceSchema.pick({ merchant_id: true }), ({ merchant_id }, reply) => {
      const waiting = sessions
        .all()
        .filter((session) => session.status === 'PAID' && session.merchantId === merchant_id);
      return succeed(reply, {
        code: 100,
        message: 'Success',
        authorities: waiting.slice(-UNVERIFIED_MAX).map(unverifiedEntry),
      });
    });

    post(app, 'reverse', referenceSchema, (request, reply) => {
      const session = find(request);
      if (typeof session === 'number') return refuse(reply, session);
      if (session.status !== 'PAID' && session.status !== 'VERIFIED') return refuse(reply, -61);
      if (now() - (session.paidAt ?? 0) > REVERSE_WITHIN_MS) return refuse(reply, -63);
      sessions.markReversed(session);
      return succeed(reply, { code: 100, message: 'Reversed' });
    });
  };

  function find({ authority, merchant_id }: z.infer<typeof referenceSchema>): PaymentSession | ErrorCode {
    if (!AUTHORITY.test(authority)) return -54;
    const session = sessions.get(authority);
    if (!session) return -55;
    return session.merchantId === merchant_id ? session : -53;
  }

  return { routes, sessions };
}

function post<T>(
  app: FastifyInstance,
  method: string,
  schema: z.ZodType<T>,
  answer: (request: T, reply: FastifyReply) => FastifyReply,
): void {
  app.post(`/pg/v4/payment/${method}.json`, (request, reply) => {
    const parsed = schema.safeParse(request.body);
    if (parsed.success) return answer(parsed.data, reply);
    return refuse(
      reply,
      -9,
      parsed.error.issues.map((issue) => ({ [issue.path.join('.')]: issue.message })),
    );
  });
}

function unverifiedEntry(session: PaymentSession) {
  return {
    authority: session.id,
    amount: session.amountRials,
    callback_url: session.callbackUrl,
    referer: '',
    date: session.date.slice(0, 19).replace('T', ' '),
  };
}

/** Success and failure differ in shape: the half that has nothing to say is an empty array, not an object. */
function succeed(reply: FastifyReply, data: object): FastifyReply {
  return reply.send({ data, errors: [] });
}

function refuse(reply: FastifyReply, code: ErrorCode, validations: object[] = []): FastifyReply {
  const httpStatus = code === -9 ? 422 : code === -12 ? 429 : 400;
  return reply
    .code(httpStatus)
    .send({ data: [], errors: { code, message: ERROR_MESSAGES[code], validations } });
}
