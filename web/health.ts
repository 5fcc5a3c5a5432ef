/** `/healthz`: this process lives. `/readyz`: all that it needs answers; else 503 and what is missing. */
import type { FastifyInstance } from 'fastify';

/** Name of a need → a check that throws when it is not met. */
export type Readiness = Record<string, () => Promise<void>>;

export function installHealth(web: FastifyInstance, readiness: Readiness): void {
  web.get('/healthz', async () => ({ status: 'ok' }));
  web.get('/readyz', async (_request, reply) => {
    const needs = await Promise.all(
      Object.entries(readiness).map(async ([name, check]) => ({ name, ok: await succeeds(check) })),
    );
    const missing = needs.filter((need) => !need.ok).map((need) => need.name);
    if (missing.length > 0) return reply.code(503).send({ status: 'not-ready', missing });
    return { status: 'ready' };
  });
}

async function succeeds(check: () => Promise<void>): Promise<boolean> {
  try {
    await check();
    return true;
  } catch {
    // The answer names what is missing; why is in the log of whoever keeps that connection.
    return false;
  }
}
