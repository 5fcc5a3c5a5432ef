/**
 * Where the gateway sends the browser after paying. The query is a hint that anyone can write: the gateway itself is
 * asked, and the page says one of three truths about the money. Repeating it changes nothing.
 */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { returnedBy } from '../services/top-ups/rules.ts';
import type { ReturnOutcome } from '../services/top-ups/service.ts';
import type { TextParams, Texts } from '../texts/texts.ts';
import type { WebDeps } from './create-web.ts';
import { type PageContent, page } from './page.ts';

const session = z.string().min(1).max(100);
/** Each gateway has its own name for a session. */
const querySchema = z.union([
  z
    .object({ Authority: session })
    .transform((query) => ({ gateway: 'zarinpal', session: query.Authority }) as const),
  z
    .object({ trackId: session })
    .transform((query) => ({ gateway: 'zibal', session: query.trackId }) as const),
]);

export const PAYMENT_RETURN_PATH = '/payments/return';

export function installPaymentReturn(web: FastifyInstance, { topUps, texts, log }: WebDeps): void {
  web.get(PAYMENT_RETURN_PATH, async (request, reply) => {
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-store');
    const query = querySchema.safeParse(request.query);
    if (!query.success) return reply.code(400).send(sayOfPayment(texts.fa, { type: 'unknown' }));
    try {
      const outcome = await topUps.returned(query.data.gateway, query.data.session);
      if (!outcome) return reply.code(404).send(sayOfPayment(texts.fa, { type: 'unknown' }));
      const language = await topUps.languageOf(outcome.topUp);
      return sayOfPayment(texts[language], outcome);
    } catch (error) {
      log.error({ err: error }, 'a payment return could not be handled; the reconciler will');
      return reply.code(500).send(sayOfPayment(texts.fa, { type: 'fault' }));
    }
  });
}

type Said = ReturnOutcome | { type: 'unknown' | 'fault' };

const TONES: Record<Said['type'], PageContent['tone']> = {
  credited: 'good',
  'being-checked': 'waiting',
  unresolved: 'waiting',
  'refund-due': 'waiting',
  'not-taken': 'bad',
  unknown: 'bad',
  fault: 'bad',
};

function paramsOf(outcome: ReturnOutcome): TextParams {
  const { topUp } = outcome;
  const { amountRials: amount, trackingCode: code } = topUp;
  const until = outcome.type === 'being-checked' ? { until: outcome.until } : {};
  return { amount, code, returned: returnedBy(topUp), ...until };
}

/** One of the truths about the money. */
export function sayOfPayment(texts: Texts, said: Said): string {
  const { type } = said;
  return page(texts, {
    tone: TONES[type],
    title: texts.plain(`page-${type}-title`),
    body: texts.plain(`page-${type}-body`, 'topUp' in said ? paramsOf(said) : {}),
  });
}
