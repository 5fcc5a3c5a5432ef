/** The bot as it is put together, between a messenger that answers from the test and the services of a test's world. */
import { createBot } from '../../bot/create-bot.ts';
import { createHandledUpdates, type HandledUpdates } from '../../bot/handled-updates.ts';
import type { Platform } from '../../config.ts';
import { randomIds } from '../../services/clock.ts';
import { loadTexts } from '../../texts/texts.ts';
import { startMessenger } from './messenger-by-hand.ts';
import { silentLog } from './silent-log.ts';
import type { World } from './world.ts';

/** Redis is away: what this process remembers is enough here. */
const redis = { get: async () => null, set: async () => 'OK' };
export const rememberedHere = () => createHandledUpdates(redis as never, silentLog);

interface Options {
  handled?: HandledUpdates;
  botId?: number;
  platform?: Platform;
}

export type BotByHand = Awaited<ReturnType<typeof startBotByHand>>;

export async function startBotByHand(
  world: World,
  { handled = rememberedHere(), botId = 1, platform = 'bale' }: Options = {},
) {
  const messenger = await startMessenger({}, botId);
  const { apiRoot } = messenger;
  const bot = createBot(
    { platform, token: `${botId}:token`, apiRoot },
    { services: world, texts: loadTexts(), ids: randomIds, clock: world.clock, log: silentLog, handled },
  );
  const source = bot.poll();
  return {
    messenger,
    source,
    /** What was written to chats, in order. */
    answers: () => messenger.sent('sendMessage').map(({ text }) => String(text)),
    async close() {
      await source.stop();
      await bot.close();
      await messenger.close();
    },
  };
}
