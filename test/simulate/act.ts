/** One deed on one of the workers, with what may go wrong on the way: its process is killed, or its answer is lost. */
import type { Random } from '../monkey/random.ts';
import type { Deed, Outcome } from './messages.ts';
import type { Stage } from './stage.ts';

const DEATHS = 0.03;
const LOST_ANSWERS = 0.08;
/** Most deeds end within so many commands; a death that is due later strikes the worker at its next deed. */
const COMMANDS = 16;

/** What stands once it was said: whoever repeats the deed hears the same. */
const STANDS: Partial<Record<Deed['do'], string>> = {
  confirm: 'enrolled',
  join: 'joined',
  withdraw: 'withdrawn',
  returned: 'credited',
};

export async function act(stage: Stage, random: Random, deed: Deed): Promise<Outcome> {
  const death = random.chance(DEATHS)
    ? { phase: random.pick(['sent', 'answered'] as const), command: 1 + random.below(COMMANDS) }
    : undefined;
  const outcome = await untilDone(stage, random, deed, death);
  if (!random.chance(LOST_ANSWERS)) return outcome;
  count(stage, 'lost answer', deed.do);
  const again = await untilDone(stage, random, deed);
  if (outcome.type === STANDS[deed.do] && again.type !== outcome.type) {
    throw new Error(`${JSON.stringify(deed)}: ${outcome.type}, and when it was repeated ${again.type}`);
  }
  return again;
}

/** Who hears nothing because a process was killed does the same again, wherever it is served. */
async function untilDone(
  { workers, world, ...stage }: Stage,
  random: Random,
  deed: Deed,
  death?: Parameters<Stage['workers']['carryOut']>[3],
): Promise<Outcome> {
  const nowMs = world.clock().getTime();
  let ending = await workers.carryOut(random.below(workers.count), nowMs, deed, death);
  while (ending.type === 'died') {
    count(stage, 'killed in', deed.do);
    ending = await workers.carryOut(random.below(workers.count), nowMs, deed);
  }
  count(stage, deed.do, ending.outcome.type);
  return ending.outcome;
}

function count({ outcomes }: Pick<Stage, 'outcomes'>, what: string, outcome: string): void {
  const counts = outcomes.get(what) ?? new Map<string, number>();
  outcomes.set(what, counts.set(outcome, (counts.get(outcome) ?? 0) + 1));
}
