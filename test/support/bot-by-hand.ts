/** The bot as it is put together, between a messenger that answers from the test and the services of a test's world. */
import type { FormSet } from '../../bot/conversations/form.ts';
import { FORMS } from '../../bot/conversations/forms.ts';
import { createBot } from '../../bot/create-bot.ts';
import { createHandledUpdates, type HandledUpdates } from '../../bot/handled-updates.ts';
import { createNoticeSender } from '../../bot/notice-sender.ts';
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
  forms?: FormSet;
}

export type BotByHand = Awaited<ReturnType<typeof startBotByHand>>;

export async function startBotByHand(
  world: World,
  { handled = rememberedHere(), botId = 1, platform = 'bale', forms = FORMS }: Options = {},
) {
  const messenger = await startMessenger({}, botId);
  const { apiRoot } = messenger;
  const { clock } = world;
  const deps = { services: world, texts: loadTexts(), ids: randomIds, clock, log: silentLog };
  const bot = createBot({ platform, token: `${botId}:token`, apiRoot }, { ...deps, forms, handled });
  const source = bot.poll();
  return {
    messenger,
    source,
    noticeApi: bot.noticeApi,
    /** Tells notices in the chats of this messenger. */
    toChats: createNoticeSender({ ...deps, forms, apis: new Map([[platform, bot.noticeApi]]) }),
    /** What was written to chats, in order. */
    answers: () => messenger.sent('sendMessage').map(({ text }) => String(text)),
    async close() {
      await source.stop();
      await bot.close();
      await messenger.close();
    },
  };
}
