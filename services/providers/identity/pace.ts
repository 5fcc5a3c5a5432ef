/**
 * The rate at which the civil registry may be asked, evenly, by all processes together: each question takes the next
 * slot, and slots lie one interval apart. Who waits in a chat may take one further ahead than the backlog may, and so
 * comes first.
 *
 * Slots are counted in Redis by its own clock. While Redis is away each process counts for itself, and the registry may
 * say that we ask too often; then nobody asks for a moment.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { unavailable } from './answers.ts';
import type { CivilRegistry } from './civil-registry.ts';

/** `live`: somebody waits in a chat. `backlog`: nobody does. */
export type Hurry = 'live' | 'backlog';

export interface Pace {
  /** Comes back when it is time to ask; false when that is too far off for this kind of question. */
  slot(hurry: Hurry): Promise<boolean>;
  /** The registry said that we ask too often. Once may be chance; twice within a second, and all processes rest. */
  refused(): Promise<void>;
}

export interface PaceDeps {
  /** Null: each process by itself. */
  redis: Redis | null;
  /** What the registry allows, for all processes together. */
  perSecond: number;
  log: Logger;
}

/** How far ahead a slot may be taken. For the backlog just far enough that none is lost to timers that ring late. */
const AHEAD_MS: Record<Hurry, number> = { live: 1_500, backlog: 100 };
/** How long is waited for a slot to come near enough. A person is let in without a name instead (N2). */
const PATIENCE_MS: Record<Hurry, number> = { live: 0, backlog: 10_000 };
const REST_MS = 100;
const TWICE_WITHIN_MS = 1_000;
/** No slot is further away: a Redis whose clock was set back would hold everybody up. */
const FURTHEST_MS = 3_000;
/** Questions do not arrive as evenly as they leave, and whoever counts them at the other end counts arrivals. */
const SPARE = 1.015;

/** Takes the next slot and tells how far away it is, or, negative, how long until it comes near enough. All in µs. */
const TAKE_SLOT = `
  local time = redis.call('TIME')
  local now = time[1] * 1000000 + time[2]
  local at = math.min(math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0')), now + ARGV[3])
  if at - now > tonumber(ARGV[2]) then return now + ARGV[2] - at end
  redis.call('SET', KEYS[1], string.format('%.0f', at + ARGV[1]), 'PX', 60000)
  return at - now`;
/** No slot before so many µs are over. */
const REST = `
  local time = redis.call('TIME')
  local rest = time[1] * 1000000 + time[2] + ARGV[1]
  if rest > tonumber(redis.call('GET', KEYS[1]) or '0') then
    redis.call('SET', KEYS[1], string.format('%.0f', rest), 'PX', 60000)
  end`;
const KEY = 'pace:civil-registry';

/** Where slots are counted. */
interface Slots {
  /** Milliseconds to the slot that was taken; negative: until one comes near enough. */
  take(intervalMs: number, aheadMs: number): Promise<number>;
  rest(): Promise<void>;
}

export function createPace(deps: PaceDeps): Pace {
  const intervalMs = (SPARE * 1_000) / deps.perSecond;
  const slots = createSlots(deps);
  let lastRefusalMs = Number.NEGATIVE_INFINITY;
  return {
    async slot(hurry) {
      const until = performance.now() + PATIENCE_MS[hurry];
      let awayMs = await slots.take(intervalMs, AHEAD_MS[hurry]);
      while (awayMs < 0) {
        if (performance.now() - awayMs > until) return false;
        await delay(-awayMs);
        awayMs = await slots.take(intervalMs, AHEAD_MS[hurry]);
      }
      if (awayMs > 0) await delay(awayMs);
      return true;
    },
    async refused() {
      const now = performance.now();
      const isSecond = now - lastRefusalMs < TWICE_WITHIN_MS;
      lastRefusalMs = now;
      if (isSecond) await slots.rest();
    },
  };
}

function createSlots({ redis, log }: PaceDeps): Slots {
  const alone = createOwnSlots();
  async function inRedis<T>(work: (client: Redis) => Promise<T>, without: () => Promise<T>): Promise<T> {
    if (redis?.status !== 'ready') return without();
    try {
      return await work(redis);
    } catch (error) {
      log.warn({ err: error }, 'the pace of the civil registry is not shared with other processes now');
      return without();
    }
  }
  return {
    take: (intervalMs, aheadMs) =>
      inRedis(
        async (client) => {
          const limits = [intervalMs, aheadMs, FURTHEST_MS].map((ms) => Math.round(ms * 1_000));
          return Number(await client.eval(TAKE_SLOT, 1, KEY, ...limits)) / 1_000;
        },
        () => alone.take(intervalMs, aheadMs),
      ),
    rest: () =>
      inRedis(async (client) => void (await client.eval(REST, 1, KEY, REST_MS * 1_000)), alone.rest),
  };
}

function createOwnSlots(): Slots {
  let nextMs = 0;
  return {
    async take(intervalMs, aheadMs) {
      const now = performance.now();
      const at = Math.max(now, nextMs);
      if (at - now > aheadMs) return now + aheadMs - at;
      nextMs = at + intervalMs;
      return at - now;
    },
    async rest() {
      nextMs = Math.max(nextMs, performance.now() + REST_MS);
    },
  };
}

/** The registry for those who wait in a chat: when too many do, the last ones are told nothing, and the backfill asks. */
export function atLivePace(registry: CivilRegistry, pace: Pace): CivilRegistry {
  return {
    async lookup(nationalCode, birthDate) {
      if (!(await pace.slot('live'))) return unavailable('quota', 'more than we may ask');
      const result = await registry.lookup(nationalCode, birthDate);
      if (result.type === 'unavailable' && result.fault === 'quota') await pace.refused();
      return result;
    },
  };
}
