/** Serves the page where people pay: `/pg/StartPay/{authority}`. What the payer presses is the outcome; no card is asked for. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { acceptForms } from './form-body.ts';
import { finishedPage, payPage, unknownPage } from './payment-page-html.ts';
import { type PaymentSessions, returnUrl } from './payment-sessions.ts';

const FONT_FILE = createRequire(import.meta.url).resolve('vazirmatn/fonts/webfonts/Vazirmatn[wght].woff2');

const pathSchema = z.object({ authority: z.string() });
const choiceSchema = z.object({ outcome: z.enum(['paid', 'failed', 'cancelled']) });

export async function servePaymentPage(app: FastifyInstance, sessions: PaymentSessions): Promise<void> {
  await acceptForms(app);

  app.get('/pg/StartPay/:authority', (request, reply) => {
    const session = sessions.get(pathSchema.parse(request.params).authority);
    if (!session) return sendPage(reply.code(404), unknownPage());
    return sendPage(reply, session.status === 'IN_BANK' ? payPage(session) : finishedPage(session));
  });

  app.post('/pg/StartPay/:authority', (request, reply) => {
    const session = sessions.get(pathSchema.parse(request.params).authority);
    if (!session) return sendPage(reply.code(404), unknownPage());
    const choice = choiceSchema.safeParse(request.body);
    if (!choice.success) return sendPage(reply.code(400), payPage(session));
    sessions.settle(session, choice.data.outcome);
    return reply.redirect(returnUrl(session, choice.data.outcome), 302);
  });

  app.get('/pg/assets/vazirmatn.woff2', async (_request, reply) =>
    reply
      .type('font/woff2')
      .header('cache-control', 'public, max-age=86400')
      .send(await readFile(FONT_FILE)),
  );
}

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; base-uri 'none'",
    )
    .send(html);
}
