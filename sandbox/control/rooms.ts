/** Control of groups and channels: `/sandbox/rooms/:platform`, and `…/:roomId/messages` for what is said there. */
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { BotApi } from '../bot-api/create-bot-api.ts';
import { goneSignal } from '../bot-api/gone-signal.ts';
import { roomActionSchema } from '../bot-api/people/person-action.ts';
import { newsSchema, platformSchema } from './chats.ts';

const roomSchema = platformSchema.extend({ roomId: z.coerce.number().int() });
const newRoomSchema = z.strictObject({
  type: z.enum(['group', 'supergroup', 'channel']),
  title: z.string().trim().min(1).max(128),
  username: z
    .string()
    .regex(/^\w{3,32}$/)
    .exactOptional(),
});

/** To be registered under `/sandbox/rooms`. */
export function createRoomsControl({ rooms }: Pick<BotApi, 'rooms'>): FastifyPluginAsync {
  return async (app) => {
    app.get('/:platform', (request) => rooms.all(platformSchema.parse(request.params).platform));

    app.post('/:platform', async (request, reply) => {
      const { platform } = platformSchema.parse(request.params);
      const room = rooms.open(platform, newRoomSchema.parse(request.body));
      if (!room) return reply.code(404).send({ error: `There is no bot on ${platform} in this sandbox.` });
      return reply.code(201).send(room);
    });

    app.post('/:platform/:roomId/messages', async (request, reply) => {
      const { platform, roomId } = roomSchema.parse(request.params);
      const outcome = await rooms.act(platform, roomId, roomActionSchema.parse(request.body));
      if (outcome.type === 'refused') return reply.code(outcome.status).send({ error: outcome.error });
      const { type: _done, ...answer } = outcome;
      return answer;
    });

    app.get('/:platform/:roomId/messages', (request, reply) => {
      const { platform, roomId } = roomSchema.parse(request.params);
      const { after, wait, from } = newsSchema.parse(request.query);
      const signal = goneSignal(reply);
      return rooms.waitForItems(platform, roomId, after, {
        waitMs: wait,
        fromAnyone: from === 'any',
        signal,
      });
    });

    app.setErrorHandler((error, _request, reply) => {
      if (error instanceof z.ZodError) return reply.code(400).send({ error: z.prettifyError(error) });
      throw error;
    });
  };
}
