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
  /** The registry said that we ask too often. */
  rest(): Promise<void>;
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
const REST_MS = 250;
/** No slot is further away: a Redis whose clock was set back would hold everybody up. */
const FURTHEST_MS = 3_000;
/** Questions do not arrive as evenly as they leave, and whoever counts them at the other end counts arrivals. */
const SPARE = 1.02;

/** Takes the next slot and tells how far away it is, or, negative, how long until it comes near enough. All in µs. */
const TAKE_SLOT = `
  local time = redis.call('TIME')
  local now = time[1] * 1000000 + time[2]
  local at = math.min(math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0')), now + ARGV[3])
  if at - now > tonumber(ARGV[2]) then return now + ARGV[2] - at end
  redis.call('SET', KEYS[1], string.format('%.0f', at + ARGV[1]), 'PX', 60000)
  return at - now`;
const KEY = 'pace:civil-registry';

/** Milliseconds to the slot that was taken; negative: until one comes near enough. */
type TakeSlot = (intervalMs: number, aheadMs: number) => Promise<number>;

export function createPace(deps: PaceDeps): Pace {
  const intervalMs = (SPARE * 1_000) / deps.perSecond;
  const takeSlot = createTakeSlot(deps);
  return {
    async slot(hurry) {
      const until = performance.now() + PATIENCE_MS[hurry];
      let awayMs = await takeSlot(intervalMs, AHEAD_MS[hurry]);
      while (awayMs < 0) {
        if (performance.now() - awayMs > until) return false;
        await delay(-awayMs);
        awayMs = await takeSlot(intervalMs, AHEAD_MS[hurry]);
      }
      if (awayMs > 0) await delay(awayMs);
      return true;
    },
    async rest() {
      await takeSlot(REST_MS, FURTHEST_MS);
    },
  };
}

function createTakeSlot({ redis, log }: PaceDeps): TakeSlot {
  let ownNextMs = 0;
  function alone(intervalMs: number, aheadMs: number): number {
    const now = performance.now();
    const at = Math.max(now, ownNextMs);
    if (at - now > aheadMs) return now + aheadMs - at;
    ownNextMs = at + intervalMs;
    return at - now;
  }
  return async (intervalMs, aheadMs) => {
    if (redis?.status !== 'ready') return alone(intervalMs, aheadMs);
    try {
      const inMicroseconds = [intervalMs, aheadMs, FURTHEST_MS].map((ms) => Math.round(ms * 1_000));
      return Number(await redis.eval(TAKE_SLOT, 1, KEY, ...inMicroseconds)) / 1_000;
    } catch (error) {
      log.warn({ err: error }, 'the pace of the civil registry is not shared with other processes now');
      return alone(intervalMs, aheadMs);
    }
  };
}

/** The registry for those who wait in a chat: when too many do, the last ones are told nothing, and the backfill asks. */
export function atLivePace(registry: CivilRegistry, pace: Pace): CivilRegistry {
  return {
    async lookup(nationalCode, birthDate) {
      if (!(await pace.slot('live'))) return unavailable('quota', 'more than we may ask');
      const result = await registry.lookup(nationalCode, birthDate);
      if (result.type === 'unavailable' && result.fault === 'quota') await pace.rest();
      return result;
    },
  };
}
