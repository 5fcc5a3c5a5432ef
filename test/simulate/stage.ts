/** Where a simulation plays: the product's own processes, and people who only chat and pay. */
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose, { type Connection } from 'mongoose';
import { createModels, type Models } from '../../models/models.ts';
import type { SandboxConfig } from '../../sandbox/config.ts';
import { importCatalogue } from '../../services/courses/import.ts';
import type { Actor, Papers } from '../monkey/people.ts';
import { createRandom, type Random } from '../monkey/random.ts';
import { nationalCodeOf } from '../support/national-codes.ts';
import { findPlaces, type Machines, startMachines } from './machines.ts';
import { type Outside, startOutside } from './outside.ts';

export interface Stage {
  outside: Outside;
  machines: Machines;
  connection: Connection;
  models: Models;
  actors: readonly Actor[];
  /** Codes of the courses that there are; grows. */
  courses: string[];
  /** Where everything is kept, the logs too. */
  dataDir: string;
  /** The simulation's time. */
  clock: () => Date;
  /** Papers of a trainee who has no chat. */
  stranger(): Papers;
  openCourse(random: Random): Promise<void>;
  /** So much later; everything of the product may have been killed meanwhile, and come back. */
  passTime(ms: number, options: { killing: boolean }): Promise<void>;
  /** `keepData` leaves the folder for who wants to look at it. */
  close(options: { keepData: boolean }): Promise<void>;
}

export interface StageOptions {
  seed: number;
  /** How many people chat; one in four holds a grant. */
  crowd: number;
}

const STRANGERS = 12;
const FIRST_COURSES = 10;
const CENTRE = { code: 'T01', name: 'مرکز شماره ۱', kind: 'state', province: 'تهران', city: 'تهران' };
const DAY_MS = 24 * 60 * 60 * 1000;

export async function setStage({ seed, crowd }: StageOptions): Promise<Stage> {
  const dataDir = await mkdtemp(join(tmpdir(), 'karamooz-simulate-'));
  const places = await findPlaces();
  const config = configOf(dataDir, places.port);
  const random = createRandom(seed + 1);
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  const outside = await startOutside({ config, random, webPorts: Object.values(places.appPorts), now });
  const actors = Array.from({ length: crowd }, (_, n) => born(outside, n));
  const strangers = Array.from({ length: STRANGERS }, (_, n) => born(outside, 500 + n));
  const catalogueFile = join(dataDir, 'catalogue.json');
  const grants = actors.filter((_, n) => n % 4 === 0).map(({ nationalCode }, n) => grantOf(nationalCode, n));
  writeFileSync(catalogueFile, JSON.stringify({ centres: [CENTRE], courses: [], grants }));
  const deps = { config, places, outsideUrl: outside.url, catalogueFile, aheadMs: () => aheadMs };
  const machines = await startMachines(deps);
  const connection = await mongoose.createConnection(machines.mongoUri, { autoIndex: false }).asPromise();
  const stage: Stage = {
    ...{ outside, machines, connection, models: createModels(connection), actors, courses: [], dataDir },
    clock: () => new Date(now()),
    stranger: () => random.pick(strangers),
    openCourse: (chance) => openCourse(stage, chance),
    async passTime(ms, { killing }) {
      aheadMs += ms;
      await (killing ? machines.killAll() : machines.tellTime());
    },
    async close({ keepData }) {
      await connection.close();
      await machines.stop();
      await outside.close();
      if (!keepData) await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  while (stage.courses.length < FIRST_COURSES) await stage.openCourse(random);
  return stage;
}

function configOf(dataDir: string, port: number): SandboxConfig {
  const { PATH, HOME, TMPDIR } = process.env;
  const environment = { ...(PATH && { PATH }), ...(HOME && { HOME }), ...(TMPDIR && { TMPDIR }) };
  return {
    ...{ host: '127.0.0.1', port, dataDir, logLevel: 'warn', realTokens: {}, startedByNpm: false },
    environment,
  };
}

const grantOf = (nationalCode: string, n: number) => ({
  ...{ nationalCode, centre: CENTRE.code },
  mayExempt: n % 2 === 0,
});

/** Somebody whom the registers know, with a chat on both messengers. */
function born({ population }: Outside, n: number): Actor {
  const nationalCode = nationalCodeOf(n + 1);
  const mobile = `0912${String(n + 1).padStart(7, '0')}`;
  const userId = { telegram: 700_001 + n, bale: 900_001 + n };
  population.put({
    ...{ nationalCode, mobile, firstName: 'مریم', lastName: 'شایسته', fatherName: '' },
    ...{ birthDate: '1370/01/01', alive: true, role: 'trainee', note: '' },
    accounts: {
      telegram: { userId: String(userId.telegram), languageCode: 'fa' },
      bale: { userId: String(userId.bale), languageCode: 'fa' },
    },
  });
  return { nationalCode, mobile, userId, blocked: new Set(), kind: 'stranger' };
}

/** Few seats, so that there are lines and offers; some begin soon. */
async function openCourse({ models, courses, clock, dataDir }: Stage, random: Random): Promise<void> {
  const startsInDays = random.pick([1, 3, 20, 60]);
  const inDays = (days: number) => new Date(clock().getTime() + days * DAY_MS).toISOString();
  const code = `C${courses.length + 1}`;
  const course = {
    ...{ code, title: `جوشکاری ${courses.length + 1}`, centre: CENTRE.code, status: 'open' },
    capacity: 1 + random.below(4),
    feeRials: random.pick([0, 50_000, 150_000, 400_000]),
    ...{ registrationOpensAt: inDays(-1), registrationClosesAt: inDays(startsInDays * 0.8) },
    ...{ startsAt: inDays(startsInDays), endsAt: inDays(startsInDays + 30) },
  };
  const file = join(dataDir, 'courses.json');
  writeFileSync(file, JSON.stringify({ centres: [CENTRE], courses: [course] }));
  await importCatalogue(models, file);
  if (random.chance(0.3)) {
    const withdrawal = { refundPercent: random.pick([0, 50, 70]) };
    await models.Course.updateOne({ code }, { withdrawal });
  }
  courses.push(code);
}
