/** Serves the page where people pay: `/pg/StartPay/{authority}`. What the payer presses is the outcome; no card is asked for. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { acceptForms } from './form-body.ts';
import { finishedPage, payPage, unknownPage } from './payment-page-html.ts';
import { type PaymentSessions, returnUrl } from './payment-sessions.ts';
import { sendPage, serveFont } from './persian-page.ts';

const pathSchema = z.object({ authority: z.string() });
const choiceSchema = z.object({ outcome: z.enum(['paid', 'failed', 'cancelled']) });

export async function servePaymentPage(app: FastifyInstance, sessions: PaymentSessions): Promise<void> {
  await acceptForms(app);
  serveFont(app, '/pg/assets');

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
}
