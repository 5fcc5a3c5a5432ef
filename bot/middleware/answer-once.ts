/**
 * Skips an update that was answered before, and remembers each one after it was answered. An album comes as several
 * messages: the first one's answer is the answer to it.
 */
import type { MiddlewareFn } from 'grammy';
import type { Platform } from '../../config.ts';
import type { BotContext } from '../context.ts';
import type { HandledUpdates } from '../handled-updates.ts';

/** The messages of an album arrive together, so few albums are in between at any time. */
const ALBUMS_REMEMBERED = 1_000;

export function answerOnce(platform: Platform, handled: HandledUpdates): MiddlewareFn<BotContext> {
  const answeredAlbums = new Set<string>();

  return async (ctx, next) => {
    if (!ctx.chat) return next();
    // A bot that took the place of another numbers its updates anew.
    const key = `${platform}:${ctx.me.id}:${ctx.chat.id}`;
    const album = ctx.message?.media_group_id && `${key}:${ctx.message.media_group_id}`;
    if (album && answeredAlbums.has(album)) return;
    if (await handled.includes(key, ctx.update.update_id)) return;
    await next();
    await handled.add(key, ctx.update.update_id);
    if (album) remember(answeredAlbums, album);
  };
}

function remember(albums: Set<string>, album: string): void {
  albums.add(album);
  const [oldest] = albums;
  if (albums.size > ALBUMS_REMEMBERED && oldest !== undefined) albums.delete(oldest);
}
