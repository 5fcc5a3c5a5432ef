/**
 * Skips an update that was answered before, and remembers each one after it was answered. An album comes as several
 * messages: the first one's answer is the answer to it.
 */
import type { MiddlewareFn } from 'grammy';
import type { Platform } from '../../config.ts';
import type { BotContext } from '../context.ts';
import type { HandledUpdates } from '../handled-updates.ts';

export function answerOnce(platform: Platform, handled: HandledUpdates): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    const chat = ctx.chat?.id ?? ctx.from?.id;
    if (chat === undefined) return next();
    // A bot that took the place of another numbers its updates anew.
    const key = `${platform}:${ctx.me.id}:${chat}`;
    if (await handled.includes(key, ctx.update.update_id)) return;
    const album = ctx.message?.media_group_id;
    if (album !== undefined && (await handled.includesAlbum(key, album))) return;
    await next();
    await handled.add(key, ctx.update.update_id);
    if (album !== undefined) await handled.addAlbum(key, album);
  };
}
