/** Who is chatting: account and person, their language, and the chat to answer in. */
import type { MiddlewareFn } from 'grammy';
import type { Logger } from 'pino';
import type { Platform } from '../../config.ts';
import type { Clock, Ids } from '../../services/clock.ts';
import { maskName } from '../../services/identity/rules.ts';
import type { ChatName } from '../../services/window-logins/service.ts';
import { createChat } from '../chat.ts';
import type { BotContext } from '../context.ts';
import type { FormSet } from '../conversations/form.ts';
import { languageOf } from '../language.ts';
import { CAPABILITIES } from '../platforms/capabilities.ts';
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
      here: hereOf(ctx, deps.platform),
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

function hereOf({ from, me }: BotContext, platform: Platform): ChatName {
  const { first_name: first = '', last_name: last = '' } = from ?? {};
  return {
    name: last ? maskName(first, last) : first,
    url: `${CAPABILITIES[platform].linkRoot}/${me.username}`,
  };
}

/** Undefined also when the messenger no longer lets us read (so, nor edit) the message: it is dated 0 then. */
function tappedMessage({ callbackQuery }: BotContext): number | undefined {
  const message = callbackQuery?.message;
  return message && message.date !== 0 ? message.message_id : undefined;
}
