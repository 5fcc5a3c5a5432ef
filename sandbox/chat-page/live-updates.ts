/** `GET /sandbox/events`: everything that happens in the sandbox, as server-sent events. */
import type { ServerResponse } from 'node:http';
import type { FastifyPluginAsync } from 'fastify';
import type { SandboxEvents } from '../events.ts';

/** A comment this often keeps proxies from closing a quiet stream. */
const HEARTBEAT_MS = 15_000;

/** How long a browser waits before it connects again. */
const RECONNECT_MS = 1_000;

/** A listener that is this far behind is cut off; it connects again and reads what it missed from the control API. */
const UNSENT_BYTES_ALLOWED = 4_000_000;

/** Streams end when their page leaves, and when the server closes (it would wait for them for ever otherwise). */
export function createLiveUpdates(events: SandboxEvents): FastifyPluginAsync {
  return async (server) => {
    const streams = new Set<ServerResponse>();

    server.get('/sandbox/events', (_request, reply) => {
      reply.hijack();
      const stream = reply.raw;
      stream.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      stream.write(`retry: ${RECONNECT_MS}\n\n`);

      const unsubscribe = events.subscribe((event) => {
        stream.write(`data: ${JSON.stringify(event)}\n\n`);
        if (stream.writableLength > UNSENT_BYTES_ALLOWED) stream.destroy();
      });
      const heartbeat = setInterval(() => stream.write(': still here\n\n'), HEARTBEAT_MS);
      streams.add(stream);
      stream.on('close', () => {
        clearInterval(heartbeat);
        unsubscribe();
        streams.delete(stream);
      });
    });

    server.addHook('preClose', async () => {
      for (const stream of streams) stream.end();
    });
  };
}
