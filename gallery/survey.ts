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

export async function survey(sandbox: SandboxProcess, options: SurveyOptions): Promise<Survey> {
  const found: Survey = { states: [], readings: [], faults: [], shown: new Set() };
  const world = await createWorld(sandbox);
  try {
    const together = options.errands.filter(({ walk }) => !walk.alone);
    await Promise.all(
      Array.from({ length: options.atOnce }, async () => {
        for (let next = together.shift(); next; next = together.shift())
          await run(sandbox, world, next, options, found);
      }),
    );
    for (const errand of options.errands.filter(({ walk }) => walk.alone)) {
      await run(sandbox, world, errand, options, found);
      await world.allUp();
    }
  } finally {
    await world.close();
  }
  return found;
}

async function run(
  sandbox: SandboxProcess,
  world: World,
  { walk, setting }: Errand,
  options: SurveyOptions,
  found: Survey,
): Promise<void> {
  const startedAt = Date.now();
  const surveyor: Surveyor = {
    async onState(state: State, visitor: Visitor) {
      found.states.push(state);
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
    createVisitor(sandbox, { walk: walk.name, ...setting, ...who }, surveyor);
  try {
    await walk.run(await visitor(walk.who), world, visitor);
  } catch (error) {
    found.faults.push(`${nameOf(walk, setting)}: ${error instanceof Error ? error.message : String(error)}`);
  }
  options.onWalk?.(walk, setting, (Date.now() - startedAt) / 1_000);
}

const nameOf = ({ name }: Walk, { platform, language }: Setting) => `"${name}" (${platform}, ${language})`;
