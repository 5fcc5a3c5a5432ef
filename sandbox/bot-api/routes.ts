/** The Bot API over HTTP: `/<platform>/bot<token>/<method>` and `/<platform>/file/bot<token>/<path>`. */
import { createReadStream } from 'node:fs';
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Platform } from '../events.ts';
import { meetFault } from '../providers/meet-fault.ts';
import type { Systems } from '../systems.ts';
import { type Answer, answerCall, errorAnswer } from './answer-call.ts';
import { BotApiError, entityTooLarge, notFound, unauthorized } from './errors.ts';
import { goneSignal } from './gone-signal.ts';
import type { Messenger } from './messenger.ts';
import { acceptCallBodies, callRouteOptions, readCallBody } from './request-body.ts';

export interface RoutesDeps {
  messengers: Partial<Record<Platform, Messenger>>;
  systems: Systems;
  /** Is 429 answered by the proxy in front of Bale, in plain text, instead of by the API? */
  answersPlainTooMany: (platform: Platform) => boolean;
}

const pathSchema = z.object({ platform: z.enum(['telegram', 'bale']), token: z.string() });
const methodPathSchema = pathSchema.extend({ method: z.string() });
const filePathSchema = pathSchema.extend({ '*': z.string() });

const BAD_GATEWAY_PAGE =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n' +
  '<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n';

/** To be registered under `/bot-api`. */
export function createBotApiRoutes(deps: RoutesDeps): FastifyPluginAsync {
  return async (app) => {
    meetFault(app, withoutLimit(deps.systems), 'bot-api', {
      error: (_request, reply) => reply.code(502).type('text/html').send(BAD_GATEWAY_PAGE),
      limited: (_request, reply) => reply.code(429).send(),
    });
    await acceptCallBodies(app);

    function messengerOf(path: unknown): Messenger {
      const parsed = pathSchema.safeParse(path);
      if (!parsed.success) throw notFound();
      const messenger = deps.messengers[parsed.data.platform];
      if (messenger?.token !== parsed.data.token) throw unauthorized();
      return messenger;
    }

    app.route({
      method: ['GET', 'POST'],
      url: '/:platform/bot:token/:method',
      ...callRouteOptions,
      handler: async (request, reply) => {
        const messenger = messengerOf(request.params);
        const { method } = methodPathSchema.parse(request.params);
        const body = await readCallBody(request);
        const signal = goneSignal(reply);
        const answer = await answerCall({ messenger, systems: deps.systems }, { method, ...body, signal });
        if (answer.status === 429 && deps.answersPlainTooMany(messenger.platform)) {
          return reply.code(429).type('text/plain').send('local_rate_limited');
        }
        return sendAnswer(reply, answer);
      },
    });

    app.get('/:platform/file/bot:token/*', (request, reply) => {
      const { files } = messengerOf(request.params);
      const file = files.byPath(filePathSchema.parse(request.params)['*']);
      if (!file) throw notFound();
      return reply.type('application/octet-stream').send(createReadStream(files.locate(file)));
    });

    app.setNotFoundHandler((_request, reply) => sendAnswer(reply, errorAnswer(notFound())));
    app.setErrorHandler((error, request, reply) => {
      const known = asBotApiError(error);
      if (!known) request.log.error(error);
      return sendAnswer(reply, errorAnswer(known ?? new BotApiError(500, 'Internal Server Error')));
    });
    app.addHook('preClose', async () => {
      for (const messenger of Object.values(deps.messengers)) {
        messenger.updates.release();
        messenger.webhook.stop();
      }
    });
  };
}

const sendAnswer = (reply: FastifyReply, { status, body }: Answer) => reply.code(status).send(body);

/** Limits are per chat and for sending only, so they are weighed when the call is read, not at the door. */
function withoutLimit(systems: Systems): Systems {
  return {
    ...systems,
    decide: (name) => (systems.modes()[name].mode === 'limited' ? { type: 'none' } : systems.decide(name)),
  };
}

const httpErrorSchema = z.object({ statusCode: z.int().min(400).max(499), message: z.string() });

/** Bodies that cannot be read are the caller's fault; the rest is ours. */
function asBotApiError(error: unknown): BotApiError | null {
  if (error instanceof BotApiError) return error;
  const http = httpErrorSchema.safeParse(error);
  if (!http.success) return null;
  if (http.data.statusCode === 413) return entityTooLarge();
  return new BotApiError(400, `Bad Request: ${http.data.message}`);
}
