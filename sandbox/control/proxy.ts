/** The app's own web pages, shown at the sandbox's address: it is the only one that a browser needs to know. */
import httpProxy from '@fastify/http-proxy';
import type { FastifyPluginAsync } from 'fastify';

/** What belongs to the app's web role. */
const APP_PATHS = ['/payments', '/v', '/webhooks', '/sso', '/healthz', '/readyz', '/metrics'];

/** To be registered at the root. `appUrl` is the root address of the app. */
export function createAppProxy(appUrl: string): FastifyPluginAsync {
  return async (server) => {
    for (const path of APP_PATHS) {
      await server.register(httpProxy, {
        upstream: appUrl,
        prefix: path,
        rewritePrefix: path,
        replyOptions: {
          // Who plays several people at once may say that each is somewhere else.
          rewriteRequestHeaders: ({ ip }, headers) => ({ 'x-forwarded-for': ip, ...headers }),
          onError(reply) {
            reply.code(503).send({ error: 'The app does not answer now; it may be starting.' });
          },
        },
      });
    }
  };
}
