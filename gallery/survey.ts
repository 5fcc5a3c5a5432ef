/** Walks all walks in the settings that are asked for, and notes every state, fault and text on the way. */
import type { PersonOptions } from '../test/support/person.ts';
import type { SandboxProcess } from '../test/support/running-sandbox.ts';
import { faultsOf } from './check-state.ts';
import type { Setting, State } from './state.ts';
import { createVisitor, type Reading, type Surveyor, type Visitor } from './visitor.ts';
import type { Walk } from './walks/walk.ts';
import { createWorld, type World } from './world.ts';

export interface Survey {
  states: State[];
  readings: (Reading & Setting)[];
  /** Walks that could not be walked to their end, and states with something wrong, each told in a few lines. */
  faults: string[];
  /** Keys of all texts that were seen. */
  shown: Set<string>;
}

export interface SurveyOptions {
  /** Which walk is walked where. */
  errands: readonly Errand[];
  /** Walks that are under way at the same time. */
  atOnce: number;
  onState?: Surveyor['onState'];
  /** Called when a walk has ended. */
  onWalk?(walk: Walk, setting: Setting, seconds: number): void;
}

/** A walk in a setting. */
export interface Errand {
  walk: Walk;
  setting: Setting;
}

/** What all walks of a survey share. */
interface Tour {
  sandbox: SandboxProcess;
  world: World;
  options: SurveyOptions;
  found: Survey;
  /** What each errand has seen; told in the order of the errands, whichever was done first. */
  states: ReadonlyMap<Errand, State[]>;
}

export async function survey(sandbox: SandboxProcess, options: SurveyOptions): Promise<Survey> {
  const { errands, atOnce } = options;
  const found: Survey = { states: [], readings: [], faults: [], shown: new Set() };
  const states = new Map<Errand, State[]>(errands.map((errand) => [errand, []]));
  const world = await createWorld(sandbox);
  const tour: Tour = { sandbox, world, options, found, states };
  try {
    const others = errands.filter(({ walk }) => !walk.alone);
    // Those that wait for jobs first: what takes no waiting fills their time.
    const together = [...others.filter(({ walk }) => walk.slow), ...others.filter(({ walk }) => !walk.slow)];
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (let next = together.shift(); next; next = together.shift()) await run(tour, next);
      }),
    );
    for (const errand of errands.filter(({ walk }) => walk.alone)) {
      await run(tour, errand);
      await world.allUp();
    }
  } finally {
    await world.close();
  }
  found.states = [...states.values()].flat();
  return found;
}

async function run({ sandbox, world, options, found, states }: Tour, errand: Errand): Promise<void> {
  const { walk, setting } = errand;
  const startedAt = Date.now();
  const surveyor: Surveyor = {
    async onState(state: State, visitor: Visitor) {
      states.get(errand)?.push(state);
      found.faults.push(
        ...faultsOf(state).map((fault) => `${nameOf(walk, setting)}, "${state.screen}": ${fault}`),
      );
      await options.onState?.(state, visitor);
    },
    onReading: (reading) => {
      found.readings.push({ ...reading, ...setting });
    },
    onKeys: (keys) => {
      for (const key of keys) found.shown.add(key);
    },
  };
  const visitor = (who?: PersonOptions) =>
    createVisitor(sandbox, { walk: walk.name, slow: walk.slow ?? false, ...setting, ...who }, surveyor);
  try {
    await walk.run(await visitor(walk.who), world, visitor);
  } catch (error) {
    found.faults.push(`${nameOf(walk, setting)}: ${error instanceof Error ? error.message : String(error)}`);
  }
  options.onWalk?.(walk, setting, (Date.now() - startedAt) / 1_000);
}

const nameOf = ({ name }: Walk, { platform, language }: Setting) => `"${name}" (${platform}, ${language})`;
