/** Serves the pages where people pay. What the payer presses is the outcome; no card is asked for. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { acceptForms } from './form-body.ts';
import { finishedPage, payPage, strangersPage, unknownPage } from './payment-page-html.ts';
import { type PaymentSessions, returnUrl } from './payment-sessions.ts';
import { sendPage, serveFont } from './persian-page.ts';

export interface PaymentPage {
  /** Ends in a slash; the session follows. */
  path: string;
  /** Where this page's font lies. */
  assets: string;
  /** Whether somebody who comes from there is let in. */
  lets(request: FastifyRequest): boolean;
}

const pathSchema = z.object({ session: z.string() });
const choiceSchema = z.object({ outcome: z.enum(['paid', 'failed', 'cancelled']) });

export async function servePaymentPage(
  app: FastifyInstance,
  sessions: PaymentSessions,
  { path, assets, lets }: PaymentPage,
): Promise<void> {
  await acceptForms(app);
  serveFont(app, assets);

  app.get(`${path}:session`, (request, reply) => {
    if (!lets(request)) return sendPage(reply.code(403), strangersPage());
    const session = sessions.get(pathSchema.parse(request.params).session);
    if (!session) return sendPage(reply.code(404), unknownPage());
    return sendPage(reply, session.status === 'IN_BANK' ? payPage(session) : finishedPage(session));
  });

  app.post(`${path}:session`, (request, reply) => {
    const session = sessions.get(pathSchema.parse(request.params).session);
    if (!session) return sendPage(reply.code(404), unknownPage());
    const choice = choiceSchema.safeParse(request.body);
    if (!choice.success) return sendPage(reply.code(400), payPage(session));
    sessions.settle(session, choice.data.outcome);
    return reply.redirect(returnUrl(session, choice.data.outcome), 302);
  });
}
