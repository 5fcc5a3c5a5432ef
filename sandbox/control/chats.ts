/** Control of the chats: `/sandbox/chats/:platform/:userId/messages` and what belongs to it. */
import { createReadStream } from 'node:fs';
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { BotApi } from '../bot-api/create-bot-api.ts';
import { goneSignal } from '../bot-api/gone-signal.ts';
import { personActionSchema } from '../bot-api/people/person-action.ts';

const WAIT_MS_MAX = 120_000;
const CALLS_MAX = 1_000;

export const platformSchema = z.object({ platform: z.enum(['telegram', 'bale']) });
const chatSchema = platformSchema.extend({
  userId: z
    .string()
    .regex(/^[1-9]\d{0,15}$/, 'must be decimal digits')
    .transform(Number)
    .refine(Number.isSafeInteger, 'must be below 2^53'),
});
const fileSchema = platformSchema.extend({ fileId: z.string() });

export const newsSchema = z.object({
  after: z.coerce.number().int().default(0),
  wait: z.coerce.number().int().min(0).max(WAIT_MS_MAX).default(0),
  from: z.enum(['bot', 'any']).default('bot'),
});
const callsSchema = z.object({ limit: z.coerce.number().int().min(1).max(CALLS_MAX).default(100) });
const chatSettingsSchema = z.strictObject({
  oldApp: z.boolean().exactOptional(),
  deactivated: z.boolean().exactOptional(),
});
const messengerSettingsSchema = z.strictObject({ plainTooMany: z.boolean() });

export interface ChatsControlDeps {
  botApi: BotApi;
}

/** To be registered under `/sandbox/chats`. */
export function createChatsControl({ botApi }: ChatsControlDeps): FastifyPluginAsync {
  const { chats } = botApi;
  return async (app) => {
    app.post('/:platform/:userId/messages', async (request, reply) => {
      const { platform, userId } = chatSchema.parse(request.params);
      const outcome = await chats.act(platform, userId, personActionSchema.parse(request.body));
      if (outcome.type === 'refused') return reply.code(outcome.status).send({ error: outcome.error });
      const { type: _done, ...answer } = outcome;
      return answer;
    });

    app.get('/:platform/:userId/messages', (request, reply) => {
      const { platform, userId } = chatSchema.parse(request.params);
      const { after, wait, from } = newsSchema.parse(request.query);
      return chats.waitForItems(platform, userId, after, {
        waitMs: wait,
        fromAnyone: from === 'any',
        signal: goneSignal(reply),
      });
    });

    app.get('/:platform/:userId', (request) => {
      const { platform, userId } = chatSchema.parse(request.params);
      return chats.overview(platform, userId);
    });

    app.put('/:platform/:userId', (request) => {
      const { platform, userId } = chatSchema.parse(request.params);
      chats.set(platform, userId, chatSettingsSchema.parse(request.body));
      return chats.overview(platform, userId);
    });

    app.put('/:platform', (request) => {
      const settings = messengerSettingsSchema.parse(request.body);
      chats.setPlainTooMany(platformSchema.parse(request.params).platform, settings.plainTooMany);
      return settings;
    });

    app.get('/:platform/calls', (request) => {
      const { limit } = callsSchema.parse(request.query);
      return botApi.calls(platformSchema.parse(request.params).platform, limit);
    });

    app.get('/:platform/files/:fileId', (request, reply) => {
      const { platform, fileId } = fileSchema.parse(request.params);
      const found = chats.file(platform, fileId);
      if (!found) return reply.code(404).send({ error: 'There is no such file.' });
      return sendFile(reply, found);
    });

    app.addHook('preHandler', async (request, reply) => {
      const asked = platformSchema.safeParse(request.params);
      if (!asked.success) return reply.code(404).send({ error: 'The messengers are telegram and bale.' });
      if (chats.has(asked.data.platform)) return undefined;
      return reply.code(404).send({ error: `There is no bot on ${asked.data.platform} in this sandbox.` });
    });

    app.setErrorHandler((error, request, reply) => {
      if (error instanceof z.ZodError) return reply.code(400).send({ error: z.prettifyError(error) });
      const known = z.object({ statusCode: z.int().min(400).max(499), message: z.string() }).safeParse(error);
      if (known.success) return reply.code(known.data.statusCode).send({ error: known.data.message });
      request.log.error(error);
      return reply.code(500).send({ error: 'Something in the sandbox broke; see its log.' });
    });
  };
}

/** Files come from bots and people; nothing of them may run as a page of this server. */
const SHOWN_INLINE = /^(image\/(png|jpeg|gif|webp)|audio\/[\w.+-]+|video\/[\w.+-]+)$/;

function sendFile(reply: FastifyReply, { file, path }: NonNullable<ReturnType<BotApi['chats']['file']>>) {
  const isShown = SHOWN_INLINE.test(file.mimeType);
  const name = encodeURIComponent(file.fileName ?? file.path.split('/').at(-1) ?? 'file');
  return reply
    .type(isShown ? file.mimeType : 'application/octet-stream')
    .header('x-content-type-options', 'nosniff')
    .header('content-disposition', `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`)
    .send(createReadStream(path));
}
