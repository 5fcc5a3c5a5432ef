/** `GET /sandbox/systems`: how each outside system fares. `PUT /sandbox/systems/:name`: switches one. */
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { SYSTEM_NAMES, type Systems, systemModeSchema } from '../systems.ts';

const pathSchema = z.object({ name: z.enum(SYSTEM_NAMES) });

/** To be registered under `/sandbox/systems`. */
export function createSystemsControl(systems: Systems): FastifyPluginAsync {
  return async (app) => {
    app.get('/', () => systems.modes());

    app.put('/:name', async (request, reply) => {
      const path = pathSchema.safeParse(request.params);
      if (!path.success) {
        return reply
          .code(404)
          .send({ error: `There is no such system; there are ${SYSTEM_NAMES.join(', ')}.` });
      }
      const mode = systemModeSchema.safeParse(request.body);
      if (!mode.success) return reply.code(400).send({ error: z.prettifyError(mode.error) });
      systems.set(path.data.name, mode.data);
      return mode.data;
    });
  };
}
