/** Who is chatting: account and person, their language, and the chat to answer in. Groups are told where to go. */
import type { MiddlewareFn } from 'grammy';
import type { Logger } from 'pino';
import type { Platform } from '../../config.ts';
import type { Clock, Ids } from '../../services/clock.ts';
import { createChat } from '../chat.ts';
import type { BotContext } from '../context.ts';
import { languageOf } from '../language.ts';
import type { BotServices, TextsByLanguage } from '../visit.ts';

export interface IdentifyDeps {
  platform: Platform;
  services: BotServices;
  texts: TextsByLanguage;
  ids: Ids;
  clock: Clock;
  log: Logger;
}

export function identify(deps: IdentifyDeps): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    if (!ctx.from || !ctx.chat || ctx.from.is_bot) return;
    if (ctx.chat.type !== 'private') return answerGroup(ctx, deps);
    const caller = await deps.services.accounts.identify({
      platform: deps.platform,
      platformUserId: String(ctx.from.id),
      chatId: String(ctx.chat.id),
      language: languageOf(ctx.from),
    });
    const tapped = ctx.callbackQuery?.message?.message_id;
    ctx.visit = {
      caller,
      texts: deps.texts[caller.account.language],
      chat: createChat(ctx.api, {
        chatId: caller.account.chatId,
        ...(tapped === undefined ? {} : { tappedMessageId: tapped }),
      }),
      services: deps.services,
      ids: deps.ids,
      clock: deps.clock,
      log: deps.log,
      updateKey: `${deps.platform}:${ctx.me.id}:${ctx.update.update_id}`,
    };
    await next();
  };
}

/** In a group everybody reads: only commands are answered, by the way to a private chat. */
async function answerGroup(ctx: BotContext, { texts }: IdentifyDeps): Promise<void> {
  if (!ctx.message?.text?.startsWith('/')) return;
  await ctx.reply(texts[languageOf(ctx.from)].chat('private-only'), { parse_mode: 'HTML' });
}
