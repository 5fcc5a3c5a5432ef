/**
 * Makes a system of the sandbox obey its switch: every request first meets the fate that `Systems` decides.
 *
 * A failed request never reaches the system's handler. A slow one is handled at once and only its *answer* comes
 * late, so a client that gave up meanwhile has left its effect behind: the case that must not be sent twice.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SystemName, Systems } from '../systems.ts';

/** How a system words the faults that its own protocol has an answer for. Each must send the reply. */
export interface FaultAnswers {
  /** "Too many requests". */
  limited(request: FastifyRequest, reply: FastifyReply, retryAfterSeconds: number): unknown;
  /** What stands before the system when it is broken; an HTTP 503 page unless given. */
  error?(request: FastifyRequest, reply: FastifyReply): unknown;
}

const UNAVAILABLE_PAGE =
  '<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body>\r\n' +
  '<center><h1>503 Service Temporarily Unavailable</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n';

/**
 * Adds the hooks to `app`, which must be the system's own encapsulated scope:
 * `meetFault(app, deps.systems, 'sms', { limited: … })` as the first line of its routes.
 */
export function meetFault(
  app: FastifyInstance,
  systems: Systems,
  name: SystemName,
  answers: FaultAnswers,
): void {
  const closing = new AbortController();
  const hanging = new Set<FastifyReply>();
  const lateByMs = new WeakMap<FastifyRequest, number>();

  app.addHook('onRequest', async (request, reply) => {
    const fault = systems.decide(name);
    switch (fault.type) {
      case 'none':
        return;
      case 'slow':
        lateByMs.set(request, fault.delayMs);
        return;
      case 'error':
        if (answers.error) await answers.error(request, reply);
        else reply.code(503).type('text/html').send(UNAVAILABLE_PAGE);
        return reply;
      case 'limited':
        await answers.limited(request, reply, fault.retryAfterSeconds);
        return reply;
      case 'reset':
        reply.hijack();
        request.raw.socket.resetAndDestroy();
        return;
      case 'hang':
        reply.hijack();
        hanging.add(reply);
        reply.raw.once('close', () => hanging.delete(reply));
        return;
    }
  });

  app.addHook('onSend', async (request, _reply, payload) => {
    const delayMs = lateByMs.get(request);
    if (delayMs !== undefined) await delay(delayMs, undefined, { signal: closing.signal }).catch(() => {});
    return payload;
  });

  // Closing the sandbox must not wait for answers that are held back.
  app.addHook('preClose', async () => {
    closing.abort();
    for (const reply of hanging) reply.raw.destroy();
  });
}
