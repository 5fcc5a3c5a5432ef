/** The payment gateways: Zarinpal in its v4 protocol, here, and Zibal; and the pages where people pay. */
import type { FastifyInstance, FastifyPluginAsync, FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { SandboxDeps } from '../deps.ts';
import { meetFault } from './meet-fault.ts';
import { type Answer, isRefusal, REFUSALS } from './payment-answers.ts';
import { servePaymentPage } from './payment-page.ts';
import { merchantSchema, referenceSchema, requestSchema, verifySchema } from './payment-request.ts';
import { createPaymentSessions, type PaymentSessions } from './payment-sessions.ts';
import { inquire, listUnverified, type PaymentVerbDeps, request, reverse, verify } from './payment-verbs.ts';
import { createZibalRoutes } from './zibal.ts';

export interface PaymentSystem {
  /** Zarinpal's, to be registered under `/systems/payment`. */
  routes: FastifyPluginAsync;
  /** Zibal's, to be registered under `/systems/zibal`. */
  zibalRoutes: FastifyPluginAsync;
  sessions: PaymentSessions;
}

export function createPaymentSystem(deps: SandboxDeps): PaymentSystem {
  const sessions = createPaymentSessions(deps);
  const verbDeps: PaymentVerbDeps = { sessions, now: deps.now, publicUrl: () => deps.publicUrl };

  return {
    sessions,
    zibalRoutes: createZibalRoutes(deps, sessions),
    routes: async (app) => {
      for (const system of ['payment', 'payment-zarinpal'] as const)
        meetFault(app, deps.systems, system, {
          limited: (_request, reply) => sendAnswer(reply, { code: -12 }),
        });
      await servePaymentPage(app, sessions, {
        path: '/pg/StartPay/',
        assets: '/pg/assets',
        lets: () => true,
      });
      serve(app, 'request', requestSchema, (body) => request(verbDeps, body));
      serve(app, 'verify', verifySchema, (body) => verify(verbDeps, body));
      serve(app, 'inquiry', referenceSchema, (body) => inquire(verbDeps, body));
      serve(app, 'unVerified', merchantSchema, (body) => listUnverified(verbDeps, body));
      serve(app, 'reverse', referenceSchema, (body) => reverse(verbDeps, body));
    },
  };
}

function serve<Body>(
  app: FastifyInstance,
  method: string,
  schema: z.ZodType<Body>,
  answer: (body: Body) => Answer,
): void {
  app.post(`/pg/v4/payment/${method}.json`, (httpRequest, reply) => {
    const body = schema.safeParse(httpRequest.body);
    if (body.success) return sendAnswer(reply, answer(body.data));
    const validations = body.error.issues.map((issue) => ({ [issue.path.join('.')]: issue.message }));
    return sendAnswer(reply, { code: -9 }, validations);
  });
}

/** Success and failure differ in shape: the half that has nothing to say is an empty array, not an object. */
function sendAnswer(reply: FastifyReply, answer: Answer, validations: object[] = []): FastifyReply {
  if (!isRefusal(answer)) return reply.send({ data: answer, errors: [] });
  const { message, httpStatus } = REFUSALS[answer.code];
  return reply.code(httpStatus).send({ data: [], errors: { code: answer.code, message, validations } });
}
