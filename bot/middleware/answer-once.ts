/** Skips an update that was answered before, and remembers each one after it was answered. */
import type { MiddlewareFn } from 'grammy';
import type { Platform } from '../../config.ts';
import type { BotContext } from '../context.ts';
import type { HandledUpdates } from '../handled-updates.ts';

export function answerOnce(platform: Platform, handled: HandledUpdates): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    if (!ctx.chat) return next();
    const key = `${platform}:${ctx.chat.id}`;
    if (await handled.includes(key, ctx.update.update_id)) return;
    await next();
    await handled.add(key, ctx.update.update_id);
  };
}
