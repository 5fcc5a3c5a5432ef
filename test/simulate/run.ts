/**
 * The simulator: virtual people do what they like, several at once on several worker processes, while processes are
 * killed, answers are lost and time passes. Every deed ends with an outcome, and every so many steps money and seats
 * are looked at.
 *
 * A seed fixes who sets out to do what, when time passes and at which command a process dies. How deeds that meet
 * interleave is up to the machine, so a failure may need several runs of its seed to be seen again.
 */
import { createRandom, type Random } from '../monkey/random.ts';
import { PLANS } from './plans.ts';
import { coursesToChoose, type Stage, setStage } from './stage.ts';

export interface SimulationOptions {
  seed: number;
  steps: number;
}

export interface SimulationReport {
  steps: number;
  outcomes: Stage['outcomes'];
}

const AUDIT_EVERY = 50;
const AT_ONCE = 4;
const MINUTE_MS = 60_000;
/** Holds run out, offers run out, payments and courses do. */
const TIMES_MINUTES = [1, 5, 16, 16, 60, 4 * 60, 24 * 60];
const WEIGHTS = Object.fromEntries(
  Object.entries(PLANS).map(([plan, { weight }]) => [plan, weight]),
) as Record<keyof typeof PLANS, number>;

/** Rejects at the first step at which something is not as it must be, and says how to play it again. */
export async function simulate({ seed, steps }: SimulationOptions): Promise<SimulationReport> {
  const random = createRandom(seed);
  const stage = await setStage(random);
  let step = 0;
  try {
    while (step < steps) {
      const next = Math.min(step + 1 + random.below(AT_ONCE), steps);
      await takeSteps(stage, random, next - step);
      if (next === steps || Math.floor(next / AUDIT_EVERY) > Math.floor(step / AUDIT_EVERY)) {
        await lookAtTheBooks(stage);
      }
      step = next;
    }
    return { steps, outcomes: stage.outcomes };
  } catch (cause) {
    const replay = `npm run simulate -- --seed ${seed} --steps ${steps}`;
    throw new Error(`After step ${step} of seed ${seed}; again by ${replay}`, { cause });
  } finally {
    await stage.close();
  }
}

/** So many people set out at once; what one of them has found wrong is told when all have come to an end. */
async function takeSteps(stage: Stage, random: Random, times: number): Promise<void> {
  if (random.chance(0.25)) stage.world.advance(random.pick(TIMES_MINUTES) * MINUTE_MS);
  stage.world.gateway.down = random.chance(0.05);
  const courses = await coursesToChoose(stage, random);
  const plans = Array.from({ length: times }, () => {
    const plan = PLANS[random.weighted(WEIGHTS)];
    return plan.carryOut({ stage, courses, random: createRandom(random.below(2 ** 31)) });
  });
  const ended = await Promise.allSettled(plans);
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}

/** The jobs have run before; what is overdue then is overdue for no reason. */
async function lookAtTheBooks({ world, workers }: Stage): Promise<void> {
  world.gateway.down = false;
  const nowMs = world.clock().getTime();
  let looking = await workers.carryOut(0, nowMs, { do: 'watch' });
  while (looking.type === 'died') looking = await workers.carryOut(0, nowMs, { do: 'watch' });
  const { findings } = await world.audit.run();
  // Notices are recorded here, and nobody is there to deliver them.
  const broken = findings.filter(({ rule }) => rule !== 'notice-overdue');
  if (broken.length > 0) throw new Error(`The audit found ${JSON.stringify(broken)}`);
}
