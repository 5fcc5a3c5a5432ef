/**
 * Remembers, per chat, the last update that was answered, so that one which comes twice is not answered twice.
 *
 * This is a courtesy, kept in Redis: should Redis lose it, the draft and the operation ids still make a second effect
 * impossible, and a person at most sees a question again.
 */
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';

export interface HandledUpdates {
  /** Whether this update, or a later one of its chat, was answered already. */
  includes(chatKey: string, updateId: number): Promise<boolean>;
  add(chatKey: string, updateId: number): Promise<void>;
  /** Whether a message of this album was answered: an album comes as several messages, and one answer is enough. */
  includesAlbum(chatKey: string, albumId: string): Promise<boolean>;
  addAlbum(chatKey: string, albumId: string): Promise<void>;
}

/** Chats whose last update this process has answered itself: it need not ask Redis for them. */
const CHATS_REMEMBERED = 50_000;

/** The messages of an album arrive together. */
const ALBUMS_REMEMBERED = 1_000;
const ALBUM_KEPT_FOR_SECONDS = 60 * 60;

/** Messengers repeat an update for a day; later their numbering may begin anew. */
const KEPT_FOR_SECONDS = 24 * 60 * 60;

export function createHandledUpdates(redis: Redis, log: Logger): HandledUpdates {
  const keyOf = (chatKey: string) => `handled:${chatKey}`;
  const here = new LRUCache<string, number>({ max: CHATS_REMEMBERED, ttl: KEPT_FOR_SECONDS * 1000 });
  const albumsHere = new LRUCache<string, true>({ max: ALBUMS_REMEMBERED });
  const albumKeyOf = (chatKey: string, albumId: string) => `handled-album:${chatKey}:${albumId}`;

  async function recall(key: string): Promise<string | null> {
    try {
      return await redis.get(key);
    } catch (error) {
      log.warn({ err: error }, 'Redis does not say which updates were answered');
      return null;
    }
  }

  async function keep(key: string, value: string, seconds: number): Promise<void> {
    try {
      await redis.set(key, value, 'EX', seconds);
    } catch (error) {
      log.warn({ err: error }, 'Redis does not remember which update was answered');
    }
  }

  return {
    async includes(chatKey, updateId) {
      const lastHere = here.get(chatKey);
      if (lastHere !== undefined) return updateId <= lastHere;
      const last = await recall(keyOf(chatKey));
      return last !== null && updateId <= Number(last);
    },
    async add(chatKey, updateId) {
      // One that took too long ends after those that passed it.
      const last = Math.max(updateId, here.get(chatKey) ?? updateId);
      here.set(chatKey, last);
      await keep(keyOf(chatKey), String(last), KEPT_FOR_SECONDS);
    },
    async includesAlbum(chatKey, albumId) {
      const key = albumKeyOf(chatKey, albumId);
      return albumsHere.has(key) || (await recall(key)) !== null;
    },
    async addAlbum(chatKey, albumId) {
      const key = albumKeyOf(chatKey, albumId);
      albumsHere.set(key, true);
      await keep(key, '1', ALBUM_KEPT_FOR_SECONDS);
    },
  };
}
