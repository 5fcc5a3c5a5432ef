/**
 * The simulator: people on both messengers enrol, register others, pay, withdraw, take over and tap twice, several at
 * once, on the product's own processes. Those are killed in the midst of their work, Redis is wiped, answers are lost,
 * updates come again and hours pass. Nobody may be left without an answer, and the books must say what the bank says.
 *
 * A seed fixes who acts when, what strikes when, and what each would rather do. What their chats show by then is up to the
 * machine, so a failure may need several runs of its seed to be seen again.
 */
import { expectNone, faultsUnderWay, statesIn } from './books.ts';
import { emptyReport, type Report } from './report.ts';
import { comeToRest, letTimePass } from './rest.ts';
import { setStage } from './stage.ts';
import { type Run, takeStep } from './step.ts';

export interface SimulationOptions {
  seed: number;
  steps: number;
}

/** So many do something in the same instant; two of them may be chats of one person. */
const AT_ONCE = 8;
/** After so many steps everybody pauses, the books are looked at, and time passes. */
const ROUND = 300;
/** Of calls to the outside whose answer is lost. */
const LOST_ANSWERS = 0.01;
const CROWD = { least: 8, most: 24, stepsForEach: 40 };

/** Rejects at the first step at which something is not as it must be, and says how to play it again. */
export async function simulate({ seed, steps }: SimulationOptions): Promise<Report> {
  const crowd = Math.min(CROWD.most, Math.max(CROWD.least, Math.floor(steps / CROWD.stepsForEach)));
  const stage = await setStage({ seed, crowd });
  const run: Run = { stage, seed, report: emptyReport(), busy: new Set() };
  let done = false;
  try {
    await playAll(run, steps);
    await comeToRest(stage);
    done = true;
    const { counts } = run.report;
    counts.set('answers lost', stage.outside.lostAnswers());
    counts.set('paid in the chat', stage.outside.paidInChat().length);
    return { ...run.report, states: await statesIn(stage) };
  } catch (error) {
    const again = `npm run simulate -- --seed ${seed} --steps ${steps}`;
    throw new Error(`Seed ${seed} failed; again by: ${again}. The logs are in ${stage.dataDir}`, {
      cause: error,
    });
  } finally {
    await stage.close({ keepData: !done });
  }
}

async function playAll(run: Run, steps: number): Promise<void> {
  const { stage } = run;
  for (let first = 1; first <= steps; first += ROUND) {
    stage.outside.loseAnswers(LOST_ANSWERS);
    await playRound(run, first, Math.min(first + ROUND - 1, steps));
    stage.outside.loseAnswers(0);
    await stage.machines.untilUp();
    expectNone(await faultsUnderWay(stage));
    if (first + ROUND <= steps) await letTimePass(run, first);
  }
}

async function playRound(run: Run, first: number, last: number): Promise<void> {
  let next = first - 1;
  async function lane(): Promise<void> {
    while (next < last) {
      next += 1;
      await takeStep(run, next);
    }
  }
  // What one of them has found wrong is told when all have come to an end.
  const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, lane));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}
