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
}

/** Chats whose last update this process has answered itself: it need not ask Redis for them. */
const CHATS_REMEMBERED = 50_000;

/** Messengers repeat an update for a day; later their numbering may begin anew. */
const KEPT_FOR_SECONDS = 24 * 60 * 60;

export function createHandledUpdates(redis: Redis, log: Logger): HandledUpdates {
  const keyOf = (chatKey: string) => `handled:${chatKey}`;
  const here = new LRUCache<string, number>({ max: CHATS_REMEMBERED, ttl: KEPT_FOR_SECONDS * 1000 });
  return {
    async includes(chatKey, updateId) {
      const lastHere = here.get(chatKey);
      if (lastHere !== undefined) return updateId <= lastHere;
      try {
        const last = await redis.get(keyOf(chatKey));
        return last !== null && updateId <= Number(last);
      } catch (error) {
        log.warn({ err: error }, 'Redis does not say which updates were answered');
        return false;
      }
    },
    async add(chatKey, updateId) {
      // One that took too long ends after those that passed it.
      const last = Math.max(updateId, here.get(chatKey) ?? updateId);
      here.set(chatKey, last);
      try {
        await redis.set(keyOf(chatKey), String(last), 'EX', KEPT_FOR_SECONDS);
      } catch (error) {
        log.warn({ err: error }, 'Redis does not remember which update was answered');
      }
    },
  };
}
