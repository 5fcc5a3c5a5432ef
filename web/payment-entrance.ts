/**
 * Our page before that of a gateway which lets in only those who come from a page of ours, by the Referer: a button in a
 * chat sends none. It opens no payment; whoever loads it again finds the same one, or what became of it.
 */
import type { FastifyInstance } from 'fastify';
import type { EntranceOutcome } from '../services/top-ups/service.ts';
import type { Texts } from '../texts/texts.ts';
import type { WebDeps } from './create-web.ts';
import { page } from './page.ts';
import { sayOfPayment } from './payment-return.ts';

export const PAYMENT_ENTRANCE_ROOT = '/payments/go/';

export function installPaymentEntrance(web: FastifyInstance, { topUps, texts, log }: WebDeps): void {
  web.get<{ Params: { id: string } }>(`${PAYMENT_ENTRANCE_ROOT}:id`, async ({ params }, reply) => {
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-store');
    // The gateway is to see which site they come from, and no more.
    reply.header('referrer-policy', 'origin');
    try {
      const outcome = await topUps.entrance(params.id);
      if (!outcome) return reply.code(404).send(sayOfPayment(texts.fa, { type: 'unknown' }));
      return say(texts[await topUps.languageOf(outcome.topUp)], outcome);
    } catch (error) {
      log.error({ err: error }, 'the way to a payment could not be shown');
      return reply.code(500).send(sayOfPayment(texts.fa, { type: 'fault' }));
    }
  });
}

function say(texts: Texts, outcome: EntranceOutcome): string {
  if (outcome.type !== 'open') return sayOfPayment(texts, outcome);
  const { amountRials: amount, trackingCode: code } = outcome.topUp;
  return page(texts, {
    tone: 'waiting',
    title: texts.plain('page-entrance-title', { amount }),
    body: texts.plain('page-entrance-body', { code }),
    link: { text: texts.plain('page-entrance-go'), href: outcome.address },
  });
}
