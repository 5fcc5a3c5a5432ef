/** What every part of the sandbox is given; each takes only what it needs from here. */
import type { SandboxEvents } from './events.ts';
import type { Population } from './population.ts';
import type { Store } from './store.ts';
import type { Systems } from './systems.ts';

export interface SandboxDeps {
  store: Store;
  events: SandboxEvents;
  systems: Systems;
  population: Population;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Root address at which people and the app reach the sandbox, without a slash at the end. */
  publicUrl: string;
}
