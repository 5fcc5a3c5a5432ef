/** `/v/<token>`: whether a receipt is true, for whoever is shown one. In Persian, like the receipts of nearly everybody. */
import type { FastifyInstance } from 'fastify';
import type { Verified } from '../services/verification/service.ts';
import type { Texts } from '../texts/texts.ts';
import type { WebDeps } from './create-web.ts';
import { type PageContent, page } from './page.ts';
import { createVisitLimit } from './visit-limit.ts';

export const VERIFICATION_ROOT = '/v/';

export function installVerification(web: FastifyInstance, { verifications, texts, log }: WebDeps): void {
  const mayVisit = createVisitLimit();
  web.get<{ Params: { token: string } }>(`${VERIFICATION_ROOT}:token`, async (request, reply) => {
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      // The address is the key to the page: it is not handed on, and not to be found by searching.
      .header('referrer-policy', 'no-referrer')
      .header('x-robots-tag', 'noindex');
    if (!mayVisit(request.ip)) return reply.code(429).send(say(texts.fa, 'too-many', 'waiting'));
    try {
      const verified = await verifications.look(request.params.token);
      return verified
        ? receiptPage(texts.fa, verified)
        : reply.code(404).send(say(texts.fa, 'no-receipt', 'bad'));
    } catch (error) {
      log.error({ err: error }, 'a receipt could not be verified');
      return reply.code(500).send(say(texts.fa, 'receipt-fault', 'bad'));
    }
  });
}

const TONES: Record<Verified['state'], PageContent['tone']> = {
  active: 'good',
  completed: 'good',
  waitlisted: 'waiting',
  offered: 'waiting',
  frozen: 'waiting',
  cancelled: 'bad',
};

function receiptPage(texts: Texts, { courseTitle, maskedName, state }: Verified): string {
  return page(texts, {
    tone: TONES[state],
    title: texts.plain('page-receipt-title', { state }),
    body: texts.plain('page-receipt-body', {
      title: courseTitle,
      name: maskedName ?? texts.plain('name-pending'),
      state,
    }),
  });
}

function say(
  texts: Texts,
  what: 'too-many' | 'no-receipt' | 'receipt-fault',
  tone: PageContent['tone'],
): string {
  return page(texts, {
    tone,
    title: texts.plain(`page-${what}-title`),
    body: texts.plain(`page-${what}-body`),
  });
}
