/** What the outside systems do during a storm. */
import type { SystemMode, SystemName } from '../../sandbox/systems.ts';

export interface Weather {
  name: string;
  modes: Partial<Record<SystemName, SystemMode>>;
}

const SYSTEMS = ['shahkar', 'civil-registry', 'sms', 'karpooshe', 'payment'] as const;

const MODES: Record<string, SystemMode> = {
  down: { mode: 'down', how: 'error' },
  'slow by 30 s': { mode: 'slow', delayMs: 30_000 },
  'failing half of the time': { mode: 'flaky', share: 0.5, how: 'error' },
  'serving one a second': { mode: 'limited', perSecond: 1 },
};

/** Each system in each of its modes, the others well. */
export const ONE_AFTER_THE_OTHER: readonly Weather[] = SYSTEMS.flatMap((system) =>
  Object.entries(MODES).map(([name, mode]) => ({ name: `${system} ${name}`, modes: { [system]: mode } })),
);

/** All of them in disorder at once, no two alike. */
export const ALL_AT_ONCE: Weather = {
  name: 'all at once',
  modes: {
    shahkar: { mode: 'flaky', share: 0.5, how: 'error' },
    'civil-registry': { mode: 'limited', perSecond: 1 },
    sms: { mode: 'flaky', share: 0.5, how: 'reset' },
    karpooshe: { mode: 'slow', delayMs: 30_000 },
    payment: { mode: 'flaky', share: 0.5, how: 'error' },
  },
};

/** Without these nobody gets in, or pays; without the others everybody must. */
const NEEDED: readonly SystemName[] = ['shahkar', 'payment'];

export const mayHoldUp = ({ modes }: Weather): boolean => NEEDED.some((system) => system in modes);
