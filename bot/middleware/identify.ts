/** Who is chatting: account and person, their language, and the chat to answer in. */
import type { MiddlewareFn } from 'grammy';
import type { Logger } from 'pino';
import type { Platform } from '../../config.ts';
import type { Clock, Ids } from '../../services/clock.ts';
import { createChat } from '../chat.ts';
import type { BotContext } from '../context.ts';
import type { FormSet } from '../conversations/form.ts';
import { languageOf } from '../language.ts';
import type { BotServices, TextsByLanguage } from '../visit.ts';

export interface IdentifyDeps {
  platform: Platform;
  services: BotServices;
  forms: FormSet;
  texts: TextsByLanguage;
  ids: Ids;
  clock: Clock;
  log: Logger;
}

export function identify(deps: IdentifyDeps): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    if (!ctx.from || ctx.from.is_bot) return;
    const caller = await deps.services.accounts.identify({
      platform: deps.platform,
      platformUserId: String(ctx.from.id),
      // A tap may come without its message; a private chat has the number of its person.
      chatId: String(ctx.chat?.id ?? ctx.from.id),
      language: languageOf(ctx.from),
    });
    const tapped = tappedMessage(ctx);
    ctx.visit = {
      caller,
      texts: deps.texts[caller.account.language],
      chat: createChat(ctx.api, {
        chatId: caller.account.chatId,
        ...(tapped === undefined ? {} : { tappedMessageId: tapped }),
      }),
      services: deps.services,
      forms: deps.forms,
      ids: deps.ids,
      clock: deps.clock,
      log: deps.log,
      updateKey: `${deps.platform}:${ctx.me.id}:${ctx.update.update_id}`,
    };
    await next();
  };
}

/** Undefined also when the messenger no longer lets us read (so, nor edit) the message: it is dated 0 then. */
function tappedMessage({ callbackQuery }: BotContext): number | undefined {
  const message = callbackQuery?.message;
  return message && message.date !== 0 ? message.message_id : undefined;
}
