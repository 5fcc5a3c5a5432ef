/** A fault of ours: logged with its context, answered with a short apology and a code to quote. */
import { randomInt } from 'node:crypto';
import { GrammyError, type MiddlewareFn } from 'grammy';
import type { Logger } from 'pino';
import type { BotContext } from '../context.ts';
import { languageOf } from '../language.ts';
import type { TextsByLanguage, Visit } from '../visit.ts';

export function apologise(texts: TextsByLanguage, log: Logger): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      if (ctx.visit && isBlocked(error)) return markUnreachable(ctx.visit);
      const code = String(randomInt(100_000, 1_000_000));
      log.error({ err: error, code, update: ctx.update.update_id }, 'an update could not be answered');
      const chat = ctx.chat?.id;
      if (chat === undefined) return;
      const language = ctx.visit?.texts.language ?? languageOf(ctx.from);
      try {
        await ctx.api.sendMessage(chat, texts[language].chat('fault', { code }), { parse_mode: 'HTML' });
      } catch (sendError) {
        log.error({ err: sendError, code }, 'and the apology could not be sent');
      }
    }
  };
}

function markUnreachable({ services, caller }: Visit): Promise<void> {
  return services.accounts.setReachable(caller.account, false);
}

/** The person blocked the bot while we were answering: nobody is there to apologise to. */
function isBlocked(error: unknown): boolean {
  return error instanceof GrammyError && error.error_code === 403;
}
