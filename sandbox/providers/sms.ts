/**
 * The SMS provider, in Kavenegar's REST protocol: `/v1/{key}/{scope}/{method}.json`.
 *
 * Like the real one it does not look at `localid` when sending: the same local id twice is two messages to the phone.
 */
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SandboxDeps } from '../deps.ts';
import { SMS_API_KEY } from './credentials.ts';
import { acceptForms } from './form-body.ts';
import { meetFault } from './meet-fault.ts';
import { RETURN_MESSAGES } from './sms-codes.ts';
import {
  getDate,
  SMS_METHODS,
  type SmsAnswer,
  type SmsMethodDeps,
  type SmsParameters,
} from './sms-methods.ts';
import { createSmsOutbox, type SmsRecord } from './sms-outbox.ts';

export interface SmsSystem {
  /** To be registered under `/systems/sms`. */
  routes: FastifyPluginAsync;
  /** All messages, newest last. */
  received(): SmsRecord[];
}

export function createSmsSystem(deps: SandboxDeps): SmsSystem {
  const methodDeps: SmsMethodDeps = { outbox: createSmsOutbox(deps), now: deps.now };
  return {
    received: methodDeps.outbox.all,
    routes: async (app) => {
      meetFault(app, deps.systems, 'sms', { limited: (_request, reply) => sendAnswer(reply, { code: 409 }) });
      await acceptForms(app);
      app.route({
        method: ['GET', 'POST'],
        url: '/v1/:apiKey/:scope/:method.json',
        handler: (request, reply) => sendAnswer(reply, answer(methodDeps, request)),
      });
    },
  };
}

const pathSchema = z.object({ apiKey: z.string(), scope: z.string(), method: z.string() });
const parametersSchema = z.record(z.string(), z.string()).catch({});

function answer(deps: SmsMethodDeps, request: FastifyRequest): SmsAnswer {
  const { apiKey, scope, method } = pathSchema.parse(request.params);
  const name = `${scope}/${method}`;
  const parameters = parametersOf(request);
  if (name === 'utils/getdate') return getDate(deps, parameters);
  if (apiKey !== SMS_API_KEY) return { code: 403 };
  return SMS_METHODS.get(name)?.(deps, parameters) ?? { code: 404 };
}

/** Kavenegar reads its parameters from the query and from a form alike. */
function parametersOf(request: FastifyRequest): SmsParameters {
  return { ...parametersSchema.parse(request.query), ...parametersSchema.parse(request.body) };
}

/** The HTTP status repeats the return code; message ids leave as bare 64-bit numbers, which JSON.stringify cannot write. */
function sendAnswer(reply: FastifyReply, { code, entries }: SmsAnswer): FastifyReply {
  const envelope = { return: { status: code, message: RETURN_MESSAGES[code] }, entries: entries ?? null };
  const text = JSON.stringify(envelope).replace(/"messageid":"(\d+)"/g, '"messageid":$1');
  return reply.code(code).type('application/json; charset=utf-8').send(text);
}
