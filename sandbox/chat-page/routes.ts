/** The web page at `/` on which a newcomer plays with the bot, and the stream of live updates it listens to. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsync } from 'fastify';
import type { SandboxEvents } from '../events.ts';
import { createLiveUpdates } from './live-updates.ts';

export interface ChatPageDeps {
  events: SandboxEvents;
}

const PAGE_FOLDER = fileURLToPath(new URL('./page', import.meta.url));

const FONT_FOLDER = join(
  dirname(createRequire(import.meta.url).resolve('vazirmatn/package.json')),
  'fonts/webfonts',
);

/**
 * Nothing from outside, no inline script, no inline style. Frames may show this machine only: the payment page and
 * the national window, which `HOST` and the page's own address may name differently (127.0.0.1, localhost).
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob: data:",
  "connect-src 'self'",
  "frame-src 'self' http://127.0.0.1:* http://localhost:*",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves the page, its font, and `/sandbox/events`. */
export function createChatPage({ events }: ChatPageDeps): FastifyPluginAsync {
  return async (server) => {
    server.addHook('onSend', async (_request, reply) => {
      reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
      reply.header('x-content-type-options', 'nosniff');
      reply.header('referrer-policy', 'no-referrer');
    });

    // One route per file instead of a catch-all, so that unknown addresses stay with the server's own 404.
    await server.register(fastifyStatic, {
      root: PAGE_FOLDER,
      wildcard: false,
      globIgnore: ['**/*.ts', '**/*.json'],
    });

    server.get('/fonts/vazirmatn.woff2', (_request, reply) =>
      reply.sendFile('Vazirmatn[wght].woff2', FONT_FOLDER, { maxAge: '30d' }),
    );

    await server.register(createLiveUpdates(events));
  };
}
