/**
 * `npm run bench:enrol`: confirmations a second, each the whole transaction, with the sandbox's MongoDB in a process of its
 * own; beside them a floor that does the same writes bare. The two take turns, so that a machine that gets slower slows
 * both, and a ratio is the median of those of the rounds.
 *
 * The last line is one JSON object; `ratio` is the median over the settings on different courses, `cpuRatio` the same of the
 * processor time of this process and the database, which others on the machine disturb less. On one course it tells how
 * often a transaction was begun for a confirmation (1: none was started over), and how long somebody waited.
 */
import { cpus } from 'node:os';
import { cpuSeconds } from './child-process.ts';
import { createFloor } from './enrol-floor.ts';
import { type Card, createEnrolWorld, type EnrolWorld } from './enrol-world.ts';
import { rounded } from './figures.ts';
import { median, percentile } from './statistics.ts';
import { startMongo } from './stores.ts';

/** Ours ÷ the floor, in confirmations a second. */
const AIM = 0.6;

/** Of one turn; a multiple of the number of courses. */
const CONFIRMATIONS = 64;
const COURSES = 64;
const IN_FLIGHT = [1, 8, 64];
const DIFFERENT_COURSES = IN_FLIGHT.map((atOnce) => ({ courses: COURSES, atOnce }));
const ONE_COURSE = IN_FLIGHT.map((atOnce) => ({ courses: 1, atOnce }));
/** Pairs of turns before those that count: the first ones pay for compiling. */
const WARM_UP = 2;
/** Of the settings on different courses. One course is measured once: the floor, which does not queue, is no measure for it. */
const ROUNDS = 8;
/** One turn: bare transactions on one course undo each other, and would take very long. */
const TURN_LIMIT_MS = 1_500;
/** No round begins that would end later, going by the last one. */
const ROUNDS_LIMIT_MS = 60_000;
/** Whatever happens, from the start of the process. */
const LIMIT_MS = 85_000;

type Setting = (typeof ONE_COURSE)[number];

/** One of the two in one turn. */
interface Turn {
  perSecond: number;
  begunPerConfirmation: number;
  /** Of this process and the database. */
  cpuMsPerConfirmation: number;
  /** From the tap to the outcome, ascending. */
  waitsMs: number[];
}

interface Pair {
  ours: Turn;
  floor: Turn;
}

let begun = 0;
const countBegun = () => {
  begun += 1;
};

setTimeout(() => {
  console.error(`Not done after ${LIMIT_MS / 1_000} s`);
  process.exit(1);
}, LIMIT_MS - performance.now()).unref();
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
await main();

async function main(): Promise<void> {
  const mongo = await startMongo();
  const world = await createEnrolWorld(mongo.url, countBegun);
  try {
    const results = await Promise.race([measure(world, mongo.child.pid), mongo.child.died]);
    for (const result of results) console.log(describe(result));
    console.log(JSON.stringify(summaryOf(results)));
  } finally {
    await world.close();
    await mongo.child.stop();
  }
}

async function measure(world: EnrolWorld, mongoPid: number): Promise<Result[]> {
  const measurePair = (setting: Setting) => pairOf(world, mongoPid, setting);
  for (let pair = 0; pair < WARM_UP; pair += 1) await measurePair({ courses: COURSES, atOnce: 8 });
  const pairs = DIFFERENT_COURSES.map((): Pair[] => []);
  let lastMs = 0;
  for (let round = 0; round < ROUNDS && performance.now() + lastMs < ROUNDS_LIMIT_MS; round += 1) {
    const startMs = performance.now();
    for (const [index, setting] of DIFFERENT_COURSES.entries())
      pairs[index]?.push(await measurePair(setting));
    lastMs = performance.now() - startMs;
  }
  const results = DIFFERENT_COURSES.map((setting, index) => resultOf(setting, pairs[index] ?? []));
  for (const setting of ONE_COURSE) results.push(resultOf(setting, [await measurePair(setting)]));
  return results;
}

async function pairOf(world: EnrolWorld, mongoPid: number, { courses, atOnce }: Setting): Promise<Pair> {
  const on = await world.courses(courses);
  const [forUs, forFloor] = [await world.cards(on, CONFIRMATIONS), await world.cards(on, CONFIRMATIONS)];
  await world.fund(forUs);
  const cpu = () => cpuSeconds(process.pid) + cpuSeconds(mongoPid);
  const ours = await turn(forUs, atOnce, world.enrol, cpu);
  return { ours, floor: await turn(forFloor, atOnce, createFloor(world.client, countBegun), cpu) };
}

/** Each of `atOnce` goes through cards of its own; so they meet on a course only when there are fewer courses. */
async function turn(
  cards: readonly Card[],
  atOnce: number,
  confirm: (card: Card) => Promise<void>,
  cpu: () => number,
): Promise<Turn> {
  const waitsMs: number[] = [];
  const [begunBefore, cpuBefore] = [begun, cpu()];
  const startMs = performance.now();
  const goThrough = async (mine: readonly Card[]): Promise<void> => {
    for (const card of mine) {
      const tappedMs = performance.now();
      if (tappedMs - startMs > TURN_LIMIT_MS) return;
      await confirm(card);
      waitsMs.push(performance.now() - tappedMs);
    }
  };
  const shares = Array.from({ length: atOnce }, (_, first) => cards.filter((_, i) => i % atOnce === first));
  await Promise.all(shares.map(goThrough));
  return {
    perSecond: (waitsMs.length * 1_000) / (performance.now() - startMs),
    begunPerConfirmation: (begun - begunBefore) / waitsMs.length,
    cpuMsPerConfirmation: ((cpu() - cpuBefore) * 1_000) / waitsMs.length,
    waitsMs: waitsMs.sort((a, b) => a - b),
  };
}

type Result = ReturnType<typeof resultOf>;

function resultOf({ courses, atOnce }: Setting, pairs: readonly Pair[]) {
  return {
    courses,
    atOnce,
    rounds: pairs.length,
    ratio: rounded(median(pairs.map(({ ours, floor }) => ours.perSecond / floor.perSecond))),
    cpuRatio: rounded(
      median(pairs.map(({ ours, floor }) => floor.cpuMsPerConfirmation / ours.cpuMsPerConfirmation)),
    ),
    ours: figuresOf(pairs.map(({ ours }) => ours)),
    floor: figuresOf(pairs.map(({ floor }) => floor)),
  };
}

/** Medians of the rounds; of the waits the longest of all. */
function figuresOf(turns: readonly Turn[]) {
  return {
    perSecond: rounded(median(turns.map((one) => one.perSecond))),
    begunPerConfirmation: rounded(median(turns.map((one) => one.begunPerConfirmation))),
    cpuMsPerConfirmation: rounded(median(turns.map((one) => one.cpuMsPerConfirmation))),
    waitMsP50: rounded(median(turns.map((one) => percentile(one.waitsMs, 0.5)))),
    longestWaitMs: rounded(Math.max(...turns.map((one) => percentile(one.waitsMs, 1)))),
  };
}

/** For people. */
function describe({ courses, atOnce, ratio, cpuRatio, ours, floor }: Result): string {
  const where = courses === 1 ? 'one course' : 'different courses';
  const line = (name: string, figures: typeof ours) =>
    [
      `  ${name.padEnd(6)}${figures.perSecond.toFixed(0).padStart(5)} confirmations/s`,
      `${figures.begunPerConfirmation.toFixed(2)} transactions begun for one`,
      `CPU ${figures.cpuMsPerConfirmation.toFixed(1)} ms`,
      `wait p50 ${figures.waitMsP50.toFixed(0)} ms, longest ${figures.longestWaitMs.toFixed(0)} ms`,
    ].join('  ');
  return [
    `${where}, ${atOnce} in flight: ${ratio.toFixed(2)} of the floor, ${cpuRatio.toFixed(2)} by CPU`,
    line('ours', ours),
    line('floor', floor),
  ].join('\n');
}

function summaryOf(results: readonly Result[]): Record<string, unknown> {
  const different = results.filter(({ courses }) => courses > 1);
  const oneCourse = results.filter(({ courses }) => courses === 1).map(({ ours }) => ours);
  const ratio = rounded(median(different.map((result) => result.ratio)));
  return {
    bench: 'enrol',
    ratio,
    cpuRatio: rounded(median(different.map((result) => result.cpuRatio))),
    ratioOf: 'confirmations/s, ours ÷ floor, median of 1, 8 and 64 in flight on different courses',
    aim: AIM,
    holds: ratio >= AIM,
    oneCourse: {
      begunPerConfirmation: Math.max(...oneCourse.map((figures) => figures.begunPerConfirmation)),
      longestWaitMs: Math.max(...oneCourse.map((figures) => figures.longestWaitMs)),
    },
    confirmationsOfATurn: CONFIRMATIONS,
    date: new Date().toISOString(),
    node: process.version,
    processors: cpus().map((processor) => processor.model),
    settings: results,
  };
}
