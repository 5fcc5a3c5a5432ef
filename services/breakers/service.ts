/**
 * A circuit breaker for each outside system, shared by all processes: what is known to be down is not asked, so that
 * nobody waits for it, and one call at a time finds out whether it is back (N2).
 *
 * Libraries keep this state inside one process (cockatiel's can be given a first state, not a shared one), and let each
 * process send a probe of its own. What is decided is in `condition.ts`, where it is kept in `shared-conditions.ts`. A
 * process remembers for a second, so that a system that is well costs no round trip for each call.
 */
import type { Logger } from 'pino';
import type { Models } from '../../models/models.ts';
import type { SystemOverride } from '../../models/system-override.ts';
import type { Clock, Ids } from '../clock.ts';
import {
  afterFailure,
  afterProbe,
  afterSuccess,
  type Condition,
  HEALTHY,
  mayProbe,
  withProbe,
} from './condition.ts';
import type { SharedConditions } from './shared-conditions.ts';
import type { System } from './systems.ts';

/** What became of a guarded call. */
export type Guarded<T> =
  | { type: 'called'; outcome: T }
  /** It was not called at all. `down`: it failed lately. `switched-off`: staff said so. */
  | { type: 'not-called'; why: 'down' | 'switched-off' };

/** `probes`: one call may find out whether it is back. `waits`: it is known to be down, and being asked is not due. */
export type Stance = 'calls' | 'probes' | 'waits' | 'switched-off';

/** How a system fares, for people to read. */
export interface SystemReport {
  system: System;
  condition: Condition;
  /** What staff have decided instead; null: nothing, or its time is over. */
  override: SystemOverride | null;
}

export interface Breakers {
  /**
   * Calls, unless the system is known to be down or was switched off. `isFailure` says of an outcome whether the system
   * did not do its work; "no" is an answer too, and so is a refusal for what we asked. What `call` throws is a failure,
   * and thrown on. The breaker's own trouble never stops a call.
   */
  guard<T>(system: System, call: () => Promise<T>, isFailure: (outcome: T) => boolean): Promise<Guarded<T>>;
  /** What would become of a call now. */
  stance(system: System): Promise<Stance>;
  /** All systems that are there, as known a second ago at most. */
  reports(): Promise<SystemReport[]>;
  /** Forgets what this process remembers: the next look is at the truth. */
  lookAgain(): void;
}

export interface BreakersDeps {
  /** Those that the settings name. */
  systems: readonly System[];
  conditions: SharedConditions;
  models: Models;
  clock: Clock;
  ids: Pick<Ids, 'operation'>;
  log: Logger;
}

/** How long a process trusts what it has read. */
export const REMEMBERED_MS = 1_000;

interface Snapshot {
  readAt: number;
  conditions: Map<System, Condition>;
  overrides: Map<string, SystemOverride>;
}

interface Guarding extends BreakersDeps {
  look(): Promise<Snapshot>;
  /** What was just written, into what this process remembers. */
  remember(system: System, condition: Condition): void;
}

export function createBreakers(deps: BreakersDeps): Breakers {
  let snapshot: Snapshot = { readAt: Number.NEGATIVE_INFINITY, conditions: new Map(), overrides: new Map() };
  let reading: Promise<Snapshot> | null = null;

  /** Many calls at once read once. */
  async function look(): Promise<Snapshot> {
    if (Math.abs(deps.clock().getTime() - snapshot.readAt) < REMEMBERED_MS) return snapshot;
    reading ??= read(deps, snapshot).finally(() => {
      reading = null;
    });
    snapshot = await reading;
    return snapshot;
  }

  const guarding = {
    ...deps,
    look,
    remember: (system: System, condition: Condition) => void snapshot.conditions.set(system, condition),
  };
  return {
    guard: (system, call, isFailure) => guard(guarding, system, call, isFailure),
    stance: (system) => stance(guarding, system),
    reports: () => reports(guarding),
    lookAgain() {
      snapshot = { ...snapshot, readAt: Number.NEGATIVE_INFINITY };
    },
  };
}

async function read(
  { systems, conditions, models, clock, log }: BreakersDeps,
  before: Snapshot,
): Promise<Snapshot> {
  const readAt = clock().getTime();
  const [found, overrides] = await Promise.all([
    conditions.readAll(systems),
    models.SystemOverride.find()
      .lean<SystemOverride[]>()
      .then((all) => new Map(all.map((override) => [override.system, override])))
      .catch((error: unknown) => {
        log.warn({ err: error }, 'what staff decided about outside systems could not be read; as it was');
        return before.overrides;
      }),
  ]);
  return { readAt, conditions: found, overrides };
}

async function guard<T>(
  deps: Guarding,
  system: System,
  call: () => Promise<T>,
  isFailure: (outcome: T) => boolean,
): Promise<Guarded<T>> {
  const snapshot = await deps.look();
  const override = liveOverride(snapshot, system, deps.clock());
  if (override?.to === 'off') return { type: 'not-called', why: 'switched-off' };
  if (override?.to === 'on') return { type: 'called', outcome: await call() };
  const known = conditionIn(snapshot, system);
  const token = known.state === 'open' ? await takeProbe(deps, system, known) : null;
  if (known.state === 'open' && token === null) return { type: 'not-called', why: 'down' };
  const heard = (failed: boolean) =>
    token === null ? tell(deps, system, failed) : tellOfProbe(deps, system, token, failed);
  try {
    const outcome = await call();
    await heard(isFailure(outcome));
    return { type: 'called', outcome };
  } catch (error) {
    await heard(true);
    throw error;
  }
}

function liveOverride({ overrides }: Snapshot, system: System, now: Date): SystemOverride | null {
  const override = overrides.get(system);
  return override && (override.until === undefined || override.until > now) ? override : null;
}

const conditionIn = ({ conditions }: Snapshot, system: System) => conditions.get(system) ?? HEALTHY;

/** The token of the one probe, when it is time for it and nobody else has it. */
async function takeProbe(deps: Guarding, system: System, known: Condition): Promise<string | null> {
  const now = deps.clock().getTime();
  if (!mayProbe(known, now)) return null;
  const token = deps.ids.operation();
  return (await change(deps, system, (condition) => withProbe(condition, token, now))) && token;
}

async function tell(deps: Guarding, system: System, failed: boolean): Promise<void> {
  if (failed) {
    await change(deps, system, (condition) => afterFailure(condition, deps.clock().getTime()));
    return;
  }
  // Nothing to take back is the rule, and costs nothing.
  if (conditionIn(await deps.look(), system) !== HEALTHY) await change(deps, system, afterSuccess);
}

async function tellOfProbe(deps: Guarding, system: System, token: string, failed: boolean): Promise<void> {
  await change(deps, system, (condition) => afterProbe(condition, token, !failed, deps.clock().getTime()));
}

/** Writes for all processes, and says when the system went or came back. */
async function change(
  { conditions, remember, log }: Guarding,
  system: System,
  next: (condition: Condition) => Condition | null,
): Promise<Condition | null> {
  let before = HEALTHY;
  const after = await conditions.change(system, (condition) => {
    before = condition;
    return next(condition);
  });
  if (after === null) return null;
  remember(system, after);
  if (before.state === 'closed' && after.state === 'open')
    log.warn({ system }, 'an outside system fails again and again: nobody asks it but a probe');
  if (before.state === 'open' && after.state === 'closed') log.info({ system }, 'an outside system is back');
  return after;
}

async function stance(deps: Guarding, system: System): Promise<Stance> {
  const snapshot = await deps.look();
  const override = liveOverride(snapshot, system, deps.clock());
  if (override) return override.to === 'on' ? 'calls' : 'switched-off';
  const condition = conditionIn(snapshot, system);
  if (condition.state === 'closed') return 'calls';
  return mayProbe(condition, deps.clock().getTime()) ? 'probes' : 'waits';
}

async function reports(deps: Guarding): Promise<SystemReport[]> {
  const snapshot = await deps.look();
  return deps.systems.map((system) => ({
    system,
    condition: conditionIn(snapshot, system),
    override: liveOverride(snapshot, system, deps.clock()),
  }));
}
