/**
 * Skips an update that was answered before, and remembers each one after it was answered. An album comes as several
 * messages: the first one's answer is the answer to it. The others are skipped later, where private numbers in them have
 * been seen to.
 */
import type { MiddlewareFn } from 'grammy';
import type { Platform } from '../../config.ts';
import type { BotContext } from '../context.ts';
import type { HandledUpdates } from '../handled-updates.ts';

export function answerOnce(platform: Platform, handled: HandledUpdates): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    const key = chatKeyOf(ctx, platform);
    if (key === null) return next();
    if (await handled.includes(key, ctx.update.update_id)) return;
    await next();
    const album = ctx.message?.media_group_id;
    await handled.add(key, ctx.update.update_id);
    if (album !== undefined) await handled.addAlbum(key, album);
  };
}

/** Skips what belongs to an album that was answered; `answerOnce` remembers that it was. */
export function answerAlbumOnce(platform: Platform, handled: HandledUpdates): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    const key = chatKeyOf(ctx, platform);
    const album = ctx.message?.media_group_id;
    if (key !== null && album !== undefined && (await handled.includesAlbum(key, album))) return;
    await next();
  };
}

/** A bot that took the place of another numbers its updates anew. */
function chatKeyOf(ctx: BotContext, platform: Platform): string | null {
  const chat = ctx.chat?.id ?? ctx.from?.id;
  return chat === undefined ? null : `${platform}:${ctx.me.id}:${chat}`;
}
