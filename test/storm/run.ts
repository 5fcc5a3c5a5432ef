/**
 * A storm: newcomers on both messengers enrol themselves while outside systems are in disorder, and among them some type
 * the code of somebody else. Nobody's enrolment may be lost, or wait for a system that it does not need, and nobody may
 * be taken for another.
 */
import { MongoClient } from 'mongodb';
import { SYSTEM_NAMES } from '../../sandbox/systems.ts';
import { mongoUriOf } from '../support/books.ts';
import { COURSES } from '../support/enrolling.ts';
import { type Person, person } from '../support/person.ts';
import type { SandboxProcess } from '../support/running-sandbox.ts';
import { setSystem } from '../support/sandbox-control.ts';
import { findingsAfter } from './findings.ts';
import { enrols, isRefused } from './newcomer.ts';
import { mayHoldUp, type Weather } from './weather.ts';

export interface StormOptions {
  weathers: readonly Weather[];
  /** In each weather: so many who enrol, half of them in a course that costs something. */
  people: number;
  /** And so many who type another's code. */
  impostors: number;
  /** Hears of each weather when everybody is through. */
  tell?: (weather: Weather, of: { seconds: number; heldUp: number }) => void;
}

export interface StormReport {
  newcomers: number;
  /** Who was told at least once that something does not work now. */
  heldUp: number;
  findings: string[];
}

const FREE = 'storm-free';
const PAID = 'storm-paid';
const SEATS = 100_000;

/** Rejects when somebody does not come through. */
export async function storm(
  sandbox: SandboxProcess,
  { weathers, people, impostors, tell = () => {} }: StormOptions,
): Promise<StormReport> {
  await addCourses(sandbox);
  const newcomers: Person[] = [];
  const findings: string[] = [];
  let heldUp = 0;
  for (const weather of weathers) {
    const startedAt = performance.now();
    const came = await Promise.all(Array.from({ length: people }, (_, n) => newcomer(sandbox, n)));
    const others = await Promise.all(Array.from({ length: impostors }, (_, n) => newcomer(sandbox, n)));
    const held = await weatherOver(sandbox, weather, came, others);
    newcomers.push(...came);
    heldUp += held;
    if (held > 0 && !mayHoldUp(weather)) findings.push(`${held} people were held up: ${weather.name}`);
    tell(weather, { seconds: (performance.now() - startedAt) / 1_000, heldUp: held });
  }
  findings.push(...(await findingsAfter(sandbox, newcomers, [FREE, PAID])));
  return { newcomers: newcomers.length, heldUp, findings };
}

const newcomer = (sandbox: SandboxProcess, n: number) => person(sandbox, n % 2 === 0 ? 'telegram' : 'bale');

/**
 * It clears up once everybody has either come through or been told that something does not work now: what nobody needs
 * stays in disorder until all are through. Returns how many were held up.
 */
async function weatherOver(
  sandbox: SandboxProcess,
  weather: Weather,
  came: readonly Person[],
  impostors: readonly Person[],
): Promise<number> {
  for (const name of SYSTEM_NAMES) await setSystem(sandbox, name, weather.modes[name] ?? { mode: 'up' });
  const held = new Set<Person>();
  const ways = [
    ...came.map((one, n) => wayOf(one, (onHeldUp) => enrols(one, n % 4 < 2 ? FREE : PAID, onHeldUp))),
    ...impostors.map((one, n) => wayOf(one, (onHeldUp) => isRefused(one, victimOf(n), onHeldUp))),
  ];
  await Promise.all(ways.map(({ met }) => met));
  for (const name of SYSTEM_NAMES) await setSystem(sandbox, name, { mode: 'up' });
  await Promise.all(ways.map(({ through }) => through));
  return held.size;

  /** `met`: they are through, or held up; without waiting for who is held up by what nobody needs. */
  function wayOf(one: Person, go: (onHeldUp: () => void) => Promise<void>) {
    let meets = () => {};
    const met = new Promise<void>((resolve) => {
      meets = resolve;
    });
    const through = go(() => {
      held.add(one);
      if (mayHoldUp(weather)) meets();
    });
    return { through, met: Promise.race([met, through]) };
  }

  function victimOf(n: number): string {
    const victim = came[n % came.length];
    if (!victim) throw new Error('There is nobody whose code could be typed');
    return victim.nationalCode;
  }
}

async function addCourses({ dataDir }: SandboxProcess): Promise<void> {
  const client = new MongoClient(mongoUriOf(dataDir));
  try {
    const courses = client.db().collection('courses');
    const like = await courses.findOne({ code: COURSES.cheap.code });
    if (!like) throw new Error('The course that those of the storm are made after is not there');
    const { _id, ...fields } = like;
    const seats = { capacity: SEATS, seatsTaken: 0, seatsTakenElsewhere: 0, waiting: 0 };
    await courses.insertMany([
      { ...fields, ...seats, code: FREE, title: 'سفالگری', feeRials: 0 },
      { ...fields, ...seats, code: PAID, title: 'قالی‌بافی' },
    ]);
  } finally {
    await client.close();
  }
}
