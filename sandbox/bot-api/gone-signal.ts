import type { FastifyReply } from 'fastify';

/** Aborted when the answer has been sent or the client has gone. */
export function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return gone.signal;
}
