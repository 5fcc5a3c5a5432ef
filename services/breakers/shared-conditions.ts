/**
 * The conditions of all systems, in Redis for all processes. While Redis is away each process keeps its own, and begins
 * by taking everything to be well.
 */
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type Condition, fromStored, HEALTHY, toStored } from './condition.ts';
import type { System } from './systems.ts';

export interface SharedConditions {
  readAll(systems: readonly System[]): Promise<Map<System, Condition>>;
  /** `next` may be asked several times; null leaves all as it is. Returns what was written, or null. */
  change(system: System, next: (condition: Condition) => Condition | null): Promise<Condition | null>;
}

/** Nobody has asked a system for so long: whoever does next finds out anew. */
const FORGOTTEN_AFTER_MS = 60 * 60 * 1000;

/** Writers come together only when failures pile up, and then one count less is no harm. */
const TRIES = 8;

/** The one thing that must be atomic; what to write is decided by `condition.ts`, with or without Redis. */
const SWAP = `
  if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
  if ARGV[2] == '' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
  return 1`;

const keyOf = (system: System) => `breaker:${system}`;

/** `redis`: null where there is none. */
export function createSharedConditions(redis: Redis | null, log: Logger): SharedConditions {
  const alone = new Map<System, Condition>();

  return {
    async readAll(systems) {
      const stored = await inRedis((client) => client.mget(systems.map(keyOf)));
      return new Map(
        systems.map((system, index) => [
          system,
          stored ? fromStored(stored[index] ?? null) : (alone.get(system) ?? HEALTHY),
        ]),
      );
    },
    async change(system, next) {
      const changed = await inRedis(async (client) => ({ to: await swap(client, system, next) }));
      if (changed) return changed.to;
      const to = next(alone.get(system) ?? HEALTHY);
      if (to) alone.set(system, to);
      return to;
    },
  };

  /** Null when Redis is not there; nobody waits for it. */
  async function inRedis<T>(work: (client: Redis) => Promise<T>): Promise<T | null> {
    if (redis?.status !== 'ready') return null;
    try {
      const result = await work(redis);
      alone.clear();
      return result;
    } catch (error) {
      log.warn({ err: error }, 'the state of the outside systems is not shared with other processes now');
      return null;
    }
  }
}

async function swap(
  redis: Redis,
  system: System,
  next: (condition: Condition) => Condition | null,
): Promise<Condition | null> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const stored = await redis.get(keyOf(system));
    const to = next(fromStored(stored));
    if (to === null) return null;
    const value = toStored(to);
    const [from, into] = [stored ?? '', value ?? ''];
    if (from === into) return to;
    if ((await redis.eval(SWAP, 1, keyOf(system), from, into, FORGOTTEN_AFTER_MS)) === 1) return to;
  }
  return null;
}
