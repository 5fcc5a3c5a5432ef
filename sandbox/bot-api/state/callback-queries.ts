/** Presses of inline buttons that the bot may still answer. */
import type { DurableMap } from '../../store.ts';

export interface AskedQuery {
  id: string;
  userId: number;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface CallbackQueries {
  add(id: string, userId: number): void;
  /** Undefined when there is no such press or it waited too long. Answering twice is fine. */
  open(id: string): AskedQuery | undefined;
}

const ANSWERABLE_MS = 15 * 60 * 1_000;

export function createCallbackQueries(asked: DurableMap<AskedQuery>, now: () => number): CallbackQueries {
  const isOld = (query: AskedQuery) => now() - query.at > ANSWERABLE_MS;
  return {
    add(id, userId) {
      // They lie in the order of their age, so this looks no further than the first young one.
      for (const query of asked.values()) {
        if (!isOld(query)) break;
        asked.delete(query.id);
      }
      asked.set(id, { id, userId, at: now() });
    },
    open(id) {
      const query = asked.get(id);
      return query && !isOld(query) ? query : undefined;
    },
  };
}
