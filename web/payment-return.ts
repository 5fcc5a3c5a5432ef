/**
 * Where the gateway sends the browser after paying. The query is a hint that anyone can write: the gateway itself is
 * asked, and the page says one of three truths about the money. Repeating it changes nothing.
 */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SettleOutcome } from '../services/top-ups/service.ts';
import type { Texts } from '../texts/texts.ts';
import type { WebDeps } from './create-web.ts';
import { page } from './page.ts';

const querySchema = z.object({ Authority: z.string().min(1).max(100) });

export const PAYMENT_RETURN_PATH = '/payments/return';

export function installPaymentReturn(web: FastifyInstance, { topUps, texts, log }: WebDeps): void {
  web.get(PAYMENT_RETURN_PATH, async (request, reply) => {
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-store');
    const query = querySchema.safeParse(request.query);
    if (!query.success) return reply.code(400).send(say(texts.fa, 'unknown'));
    try {
      const outcome = await topUps.returned(query.data.Authority);
      return outcome ? say(texts.fa, outcome.type, outcome) : reply.code(404).send(say(texts.fa, 'unknown'));
    } catch (error) {
      log.error({ err: error }, 'a payment return could not be handled; the reconciler will');
      return reply.code(500).send(say(texts.fa, 'fault'));
    }
  });
}

function say(
  texts: Texts,
  what: SettleOutcome['type'] | 'unknown' | 'fault',
  outcome?: SettleOutcome,
): string {
  return page(texts, {
    tone: what === 'credited' ? 'good' : what === 'being-checked' ? 'waiting' : 'bad',
    title: texts.plain(`page-${what}-title`),
    body: texts.plain(`page-${what}-body`, outcome ? { amount: outcome.topUp.amountRials } : {}),
  });
}
