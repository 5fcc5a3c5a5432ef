/** `GET /sandbox/app`: how the bot's process fares. `POST /sandbox/app`: ends it; it is started again at once. */
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { ChildStatus, Supervised } from '../supervisor.ts';

const orderSchema = z.strictObject({ signal: z.enum(['SIGKILL', 'SIGTERM']) });

/** What a sandbox without an app answers. */
const NO_APP: ChildStatus = { state: 'stopped', pid: null, restarts: 0 };

/** To be registered under `/sandbox/app`. `app` is `undefined` in a sandbox that runs without one. */
export function createAppControl(app: Supervised | undefined): FastifyPluginAsync {
  return async (server) => {
    server.get('/', () => app?.status() ?? NO_APP);

    server.post('/', async (request, reply) => {
      const order = orderSchema.safeParse(request.body);
      if (!order.success) return reply.code(400).send({ error: z.prettifyError(order.error) });
      if (!app?.signal(order.data.signal))
        return reply.code(409).send({ error: 'The app does not run now.' });
      return app.status();
    });
  };
}
