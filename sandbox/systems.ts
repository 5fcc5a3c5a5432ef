/**
 * The switches of the outside world: which system is up, down, slow, flaky or limited, set by
 * `PUT /sandbox/systems/:name` and obeyed by each system in its own protocol.
 */
import { z } from 'zod';
import type { SandboxEvents } from './events.ts';
import type { Store } from './store.ts';

export const SYSTEM_NAMES = [
  'civil-registry',
  'shahkar',
  'national-window',
  'sms',
  'karpooshe',
  /** All gateways: what stands behind them. The two below are one gateway each. */
  'payment',
  'payment-zarinpal',
  'payment-zibal',
  'bot-api',
] as const;

export type SystemName = (typeof SYSTEM_NAMES)[number];

/** What `PUT /sandbox/systems/:name` takes; unknown fields are refused. */
export const systemModeSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('up') }),
  /** Every request fails: an HTTP 503 page, a broken connection, or no answer at all. */
  z.strictObject({ mode: z.literal('down'), how: z.enum(['error', 'reset', 'hang']).default('error') }),
  /** Every request is answered, `delayMs` later. */
  z.strictObject({ mode: z.literal('slow'), delayMs: z.int().min(0).max(120_000).default(3_000) }),
  /** This share of requests fails as in `down`. */
  z.strictObject({
    mode: z.literal('flaky'),
    share: z.number().min(0).max(1).default(0.5),
    how: z.enum(['error', 'reset', 'hang']).default('error'),
  }),
  /** At most `perSecond` requests a second are served; the rest get the system's own "too many requests". */
  z.strictObject({ mode: z.literal('limited'), perSecond: z.number().positive().default(1) }),
]);

export type SystemMode = z.infer<typeof systemModeSchema>;

/** What one request meets. The system answers it in its own protocol. */
export type Fault =
  | { type: 'none' }
  | { type: 'error' }
  | { type: 'reset' }
  | { type: 'hang' }
  | { type: 'slow'; delayMs: number }
  | { type: 'limited'; retryAfterSeconds: number };

export interface Systems {
  modes(): Record<SystemName, SystemMode>;
  set(name: SystemName, mode: SystemMode): void;
  /** Decides the fate of one request that has just arrived at the system. */
  decide(name: SystemName): Fault;
}

export interface SystemsDeps {
  store: Store;
  events: SandboxEvents;
  now: () => number;
  /** Between 0 and 1; decides which requests a flaky system fails. */
  random: () => number;
}

export function createSystems({ store, events, now, random }: SystemsDeps): Systems {
  const modes = store.map<SystemMode>('systems');
  const served = new Map<SystemName, number[]>();

  function modeOf(name: SystemName): SystemMode {
    return modes.get(name) ?? { mode: 'up' };
  }

  return {
    modes: () =>
      Object.fromEntries(SYSTEM_NAMES.map((name) => [name, modeOf(name)])) as Record<SystemName, SystemMode>,
    set(name, mode) {
      modes.set(name, mode);
      served.delete(name);
      events.publish({ type: 'system', name, mode });
    },
    decide(name) {
      const mode = modeOf(name);
      switch (mode.mode) {
        case 'up':
          return { type: 'none' };
        case 'down':
          return { type: mode.how };
        case 'slow':
          return { type: 'slow', delayMs: mode.delayMs };
        case 'flaky':
          return random() < mode.share ? { type: mode.how } : { type: 'none' };
        case 'limited':
          return withinLimit(name, mode.perSecond)
            ? { type: 'none' }
            : { type: 'limited', retryAfterSeconds: 1 };
      }
    },
  };

  function withinLimit(name: SystemName, perSecond: number): boolean {
    const windowMs = Math.max(1_000, 1_000 / perSecond);
    const recent = (served.get(name) ?? []).filter((at) => now() - at < windowMs);
    const allowed = recent.length < Math.max(1, perSecond);
    if (allowed) recent.push(now());
    served.set(name, recent);
    return allowed;
  }
}
