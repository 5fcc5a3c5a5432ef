/**
 * `npm run bench:backfill`: how long it takes from the registry's coming back to the last name of a backlog, as a ratio to
 * what the rate that it allows makes of it. Two processes of jobs, MongoDB and Redis of their own; the registry is down at
 * first, counts questions over any second, and refuses what is beyond.
 *
 * The last line is one JSON object. `ratio` begins when the registry is up, and so has the finding out in it.
 */
import { randomBytes } from 'node:crypto';
import { cpus } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import mongoose, { Types } from 'mongoose';
import { createModels, type Models } from '../models/models.ts';
import { systemClock } from '../services/clock.ts';
import { createSeal } from '../services/people/seal.ts';
import { createPeople, type People } from '../services/people/service.ts';
import { startScript } from './child-process.ts';
import { rounded } from './figures.ts';
import { type LimitedRegistry, startLimitedRegistry } from './limited-registry.ts';
import { startMongo, startRedis } from './stores.ts';
import { nationalCodeOf } from './virtual-person.ts';

/** Time ÷ people at the allowed rate. */
const AIM = 1.05;
/** When it has not been asked for so long, after being asked, the breaker is open. */
const QUIET_MS = 1_500;
const LOOK_EVERY_MS = 100;
const PROCESSES = 2;
/** People written at a time. */
const LOT = 1_000;

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '10000' },
    'per-second': { type: 'string', default: '60' },
  },
});
const PEOPLE = Number(values.people);
const PER_SECOND = Number(values['per-second']);
/** Whatever happens, from the start of the process. */
const LIMIT_MS = 60_000 + (1_300 * PEOPLE) / PER_SECOND;

const SEAL_KEY = randomBytes(32);
const HASH_KEY = randomBytes(32);

setTimeout(() => {
  console.error(`Not done after ${LIMIT_MS / 1_000} s`);
  process.exit(1);
}, LIMIT_MS).unref();
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
await main();

async function main(): Promise<void> {
  const [mongo, redis, registry] = await Promise.all([
    startMongo(),
    startRedis(),
    startLimitedRegistry(PER_SECOND),
  ]);
  await mongoose.connect(mongo.url, { autoIndex: false });
  const models = createModels(mongoose.connection);
  await models.Person.createIndexes();
  await fill(models, peopleOf(models));
  const processes = Array.from({ length: PROCESSES }, () =>
    startScript('main.ts', [], environment(mongo.url, redis.url, registry.root)),
  );
  const died = Promise.race(
    [mongo, redis].map(({ child }) => child.died).concat(processes.map((p) => p.died)),
  );
  try {
    report(await Promise.race([drain(models, registry), died]), registry);
  } finally {
    await Promise.all(processes.map((child) => child.stop()));
    await mongoose.disconnect();
    await Promise.all([mongo.child.stop(), redis.child.stop(), registry.close()]);
  }
}

function environment(mongoUrl: string, redisUrl: string, registryRoot: string): Record<string, string> {
  return {
    ROLES: 'jobs',
    PORT: '0',
    LOG_LEVEL: 'error',
    MONGODB_URI: mongoUrl,
    REDIS_URL: redisUrl,
    PERSONAL_DATA_KEYS: `bench:${SEAL_KEY.toString('base64')}`,
    PERSONAL_DATA_HASH_KEY: HASH_KEY.toString('base64'),
    TELEGRAM_BOT_TOKEN: `1000001:${'A'.repeat(35)}`,
    // Nobody of the backlog has a chat.
    TELEGRAM_API_ROOT: registryRoot,
    CIVIL_REGISTRY_API_ROOT: registryRoot,
    CIVIL_REGISTRY_TOKEN: 'bench',
    CIVIL_REGISTRY_RATE_PER_SECOND: String(PER_SECOND),
  };
}

function peopleOf(models: Models): People {
  const seal = createSeal({ sealKeys: [{ id: 'bench', key: SEAL_KEY }], hashKey: HASH_KEY });
  return createPeople({ models, clock: systemClock, seal });
}

async function fill(models: Models, people: People): Promise<void> {
  const now = new Date();
  for (let from = 0; from < PEOPLE; from += LOT) {
    const lot = Array.from({ length: Math.min(LOT, PEOPLE - from) }, (_, n) => {
      const _id = new Types.ObjectId();
      return {
        ...{ _id, ...people.sealedCode(_id, nationalCodeOf(from + n + 1)), identity: 'pending' as const },
        ...{ registryAskedAt: now, registryAttempts: 1, mobileState: 'none' as const },
        ...{ language: 'fa' as const, createdAt: now },
      };
    });
    await models.Person.insertMany(lot);
  }
}

interface Drained {
  /** From the registry's being up to its first answer. */
  foundAfterSeconds: number;
  /** From the registry's being up to the last name. */
  seconds: number;
}

async function drain(models: Models, registry: LimitedRegistry): Promise<Drained> {
  let failed = 0;
  while (failed === 0 || failed < registry.failed()) {
    failed = registry.failed();
    await delay(QUIET_MS);
  }
  const backMs = performance.now();
  registry.isBack();
  console.log(`${PEOPLE} people wait, and the registry is back: ${PER_SECOND} questions a second.`);
  while (registry.answers.size < PEOPLE) await delay(LOOK_EVERY_MS);
  while ((await models.Person.countDocuments({ identity: 'pending' })) > 0) await delay(LOOK_EVERY_MS);
  return {
    foundAfterSeconds: ((registry.firstAnswerMs() ?? backMs) - backMs) / 1_000,
    seconds: (performance.now() - backMs) / 1_000,
  };
}

function report({ foundAfterSeconds, seconds }: Drained, registry: LimitedRegistry): void {
  const ratio = rounded((seconds * PER_SECOND) / PEOPLE);
  const askedTwice = [...registry.answers.values()].filter((times) => times > 1).length;
  console.log(
    `${seconds.toFixed(1)} s to the last name, ${foundAfterSeconds.toFixed(1)} s of them to find out; ` +
      `${registry.refused()} questions were too many, ${askedTwice} people asked for twice.`,
  );
  console.log(
    JSON.stringify({
      bench: 'backfill',
      ratio,
      ratioOf: 'time from the registry being back to the last name ÷ people at the allowed rate',
      aim: AIM,
      holds: ratio <= AIM && askedTwice === 0,
      ...{ people: PEOPLE, perSecond: PER_SECOND, processes: PROCESSES },
      ...{ seconds: rounded(seconds), foundAfterSeconds: rounded(foundAfterSeconds) },
      ...{ refused: registry.refused(), askedTwice },
      date: new Date().toISOString(),
      node: process.version,
      processors: cpus().map((processor) => processor.model),
    }),
  );
}
