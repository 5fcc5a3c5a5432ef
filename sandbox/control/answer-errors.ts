/** Every refusal of the control API has one shape, `{"error": sentence}`, also where no route of ours was reached. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

const clientErrorSchema = z.object({ statusCode: z.int().min(400).max(499), message: z.string() });

/** To be called on the server before anything is registered; systems with a protocol of their own set their own answers. */
export function answerErrors(server: FastifyInstance): void {
  server.setNotFoundHandler((request, reply) =>
    reply.code(404).send({ error: `There is nothing at ${request.method} ${request.url}.` }),
  );
  server.setErrorHandler((error, request, reply) => {
    if (error instanceof z.ZodError) return reply.code(400).send({ error: z.prettifyError(error) });
    const client = clientErrorSchema.safeParse(error);
    if (client.success) return reply.code(client.data.statusCode).send({ error: client.data.message });
    request.log.error(error);
    return reply
      .code(500)
      .send({ error: 'Something in the sandbox broke; see logs/server.log in its data folder.' });
  });
}
