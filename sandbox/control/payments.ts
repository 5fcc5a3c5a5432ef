/**
 * `GET /sandbox/payments`: every payment, newest last. `POST /sandbox/payments/:id`: does without a browser what a payer
 * does at the page, and returns to the merchant as often as told: never (the payer closed the tab), once, or many times at once.
 */
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { PaymentSystem } from '../providers/payment.ts';
import { publicRecord, returnUrl } from '../providers/payment-sessions.ts';

const CALLBACKS_MAX = 50;
const CALLBACK_TIMEOUT_MS = 10_000;
const BODY_SHOWN_MAX = 4_000;

const pathSchema = z.object({ id: z.string() });
const orderSchema = z.strictObject({
  outcome: z.enum(['paid', 'failed', 'cancelled']),
  callbacks: z.int().min(0).max(CALLBACKS_MAX).default(1),
});

/** How the merchant answered the returning browser; `status` 0 when it did not. */
interface CallbackAnswer {
  status: number;
  body?: string;
}

/** To be registered under `/sandbox/payments`. */
export function createPaymentsControl({ sessions }: PaymentSystem): FastifyPluginAsync {
  return async (app) => {
    app.get('/', () => sessions.all().map(publicRecord));

    app.post('/:id', async (request, reply) => {
      const session = sessions.get(pathSchema.parse(request.params).id);
      if (!session) return reply.code(404).send({ error: 'There is no payment with this id.' });
      const order = orderSchema.safeParse(request.body);
      if (!order.success) return reply.code(400).send({ error: z.prettifyError(order.error) });

      const { outcome, callbacks } = order.data;
      sessions.settle(session, outcome);
      const url = returnUrl(session, outcome);
      const answers = await Promise.all(Array.from({ length: callbacks }, () => callBack(url)));
      const current = sessions.get(session.id) ?? session;
      return { payment: publicRecord(current), callbacks: answers, returnUrl: url };
    });
  };
}

async function callBack(url: string): Promise<CallbackAnswer> {
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(CALLBACK_TIMEOUT_MS),
    });
    const body = (await response.text()).slice(0, BODY_SHOWN_MAX);
    return body ? { status: response.status, body } : { status: response.status };
  } catch {
    return { status: 0 };
  }
}
