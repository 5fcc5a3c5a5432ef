/**
 * The messengers of the outside world: a Bot API with a Telegram and a Bale flavour for the bot, and the chats behind
 * it for the people. What has been said to either side survives `kill -9`.
 */
import type { FastifyPluginAsync } from 'fastify';
import type { SandboxDeps } from '../deps.ts';
import type { Platform } from '../events.ts';
import { FIRST_ROOMS } from '../world/rooms.ts';
import { answerCall } from './answer-call.ts';
import { type Chats, createChats } from './chats.ts';
import { bale } from './dialects/bale.ts';
import type { Dialect } from './dialects/dialect.ts';
import { telegram } from './dialects/telegram.ts';
import { type BotIdentity, createMessenger, type Messenger } from './messenger.ts';
import { createRooms, type Rooms } from './rooms.ts';
import { createBotApiRoutes } from './routes.ts';
import type { LoggedCall } from './state/call-log.ts';
import { readWebhookReply } from './webhook-reply.ts';

export interface BotApiDeps extends SandboxDeps {
  /** The bots that exist; any other token is refused. */
  bots: Partial<Record<Platform, BotIdentity>>;
  /** Where files that were sent lie. */
  filesDir: string;
}

export interface BotApi {
  /** To be registered under `/bot-api`. Webhooks are served from then on. */
  routes: FastifyPluginAsync;
  /** The side of the people. */
  chats: Chats;
  /** The same in groups and channels. */
  rooms: Rooms;
  /** The last calls that the bot made, newest last. */
  calls(platform: Platform, limit?: number): LoggedCall[];
}

const DIALECTS: Dialect[] = [telegram, bale];
const CALLS_DEFAULT = 100;

export function createBotApi(deps: BotApiDeps): BotApi {
  const messengers: Partial<Record<Platform, Messenger>> = {};
  for (const dialect of DIALECTS) {
    const identity = deps.bots[dialect.platform];
    if (identity)
      messengers[dialect.platform] = createMessenger({
        ...deps,
        dialect,
        identity,
        firstRooms: FIRST_ROOMS[dialect.platform],
      });
  }
  const { systems, store } = deps;
  const plainTooMany = store.map<boolean>('bot-api.plain-too-many');

  const routes = createBotApiRoutes({
    messengers,
    systems,
    answersPlainTooMany: (platform) => plainTooMany.get(platform) ?? false,
  });
  return {
    routes: async (app) => {
      await app.register(routes);
      for (const messenger of Object.values(messengers)) {
        messenger.webhook.start(async (reply) => {
          const call = readWebhookReply(reply);
          if (call) await answerCall({ messenger, systems }, call);
        });
      }
    },
    chats: createChats({ messengers, plainTooMany }),
    rooms: createRooms(messengers),
    calls: (platform, limit = CALLS_DEFAULT) => messengers[platform]?.calls.last(limit) ?? [],
  };
}
