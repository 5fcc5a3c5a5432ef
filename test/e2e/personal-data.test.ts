/** After a story with everything in it, no national code and no mobile lies in clear in anything that we keep. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import { mongoUriOf } from '../support/books.ts';
import { COURSES, charges, isKnown, opensCard } from '../support/enrolling.ts';
import { type Person, person } from '../support/person.ts';
import { type SandboxProcess, startSandboxProcess } from '../support/running-sandbox.ts';
import { setSystem } from '../support/sandbox-control.ts';
import { until } from '../support/until.ts';

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandboxProcess({ env: { LOG_LEVEL: 'debug' } });
}, 90_000);
afterAll(() => sandbox?.stop());

test('codes and mobiles are in clear neither in MongoDB, nor in Redis, nor in the log', async () => {
  const sara = await person(sandbox, 'telegram');
  const reza = await person(sandbox, 'bale');
  const mina = await person(sandbox, 'telegram', { mobileRegisteredTo: sara.nationalCode });
  await enrols(sara);
  await charges(sara, COURSES.cheap.feeRials);
  await isAnothers(mina);
  // Shahkar is away: code and mobile wait in the form.
  await setSystem(sandbox, 'shahkar', { mode: 'down' });
  await reza.sends('/start');
  await reza.sees(/۱\. شمارهٔ موبایل/);
  await reza.sharesContact();
  await reza.sees(/۲\. کد ملی/);
  await reza.sends(reza.nationalCode);
  await reza.sees(/[*∗]{4}/);

  const secrets = [sara, reza, mina].flatMap(({ nationalCode, mobile }) => [nationalCode, mobile.slice(1)]);
  const kept = { mongo: await everythingInMongo(), redis: await everythingInRedis(), log: appLog() };
  // Each of them holds something of the story, or nothing was looked at.
  expect(kept.mongo).toContain(sara.userId);
  expect(kept.redis).toContain('handled:');
  expect(kept.log).toContain('started');
  const found = Object.entries(kept).flatMap(([where, text]) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret} in ${where}`),
  );
  expect(found).toEqual([]);
}, 60_000);

/** A whole enrolment, to the SMS that a job sends. */
async function enrols(sara: Person): Promise<void> {
  await isKnown(sara);
  await opensCard(sara, COURSES.free.code);
  await sara.presses('تأیید');
  await sara.sees(/ثبت‌نام شما انجام شد/);
  await until('the SMS has come', async () => (await sara.sms()).length > 0);
}

/** The operators say that the number is somebody else's. */
async function isAnothers(mina: Person): Promise<void> {
  await mina.sends('/start');
  await mina.sees(/۱\. شمارهٔ موبایل/);
  await mina.sharesContact();
  await mina.sees(/۲\. کد ملی/);
  await mina.sends(mina.nationalCode);
  await mina.sees(/[*∗]{4}/);
}

async function everythingInMongo(): Promise<string> {
  const client = await MongoClient.connect(mongoUriOf(sandbox.dataDir));
  try {
    const collections = await client.db().listCollections().toArray();
    const all = collections.map(({ name }) => client.db().collection(name).find().toArray());
    return JSON.stringify(await Promise.all(all));
  } finally {
    await client.close();
  }
}

/** Keys, and values of whatever kind, as Redis itself would write them to a file. */
async function everythingInRedis(): Promise<string> {
  const port = /:(\d+)"/.exec(readFileSync(join(sandbox.dataDir, 'redis.process.json'), 'utf8'))?.[1];
  const redis = new Redis(Number(port));
  try {
    const keys = await redis.keys('*');
    const values = await Promise.all(keys.map((key) => storedUnder(redis, key)));
    return JSON.stringify([keys, values]);
  } finally {
    redis.disconnect();
  }
}

async function storedUnder(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, 0, -1);
    case 'stream':
      return redis.xrange(key, '-', '+');
    default:
      return redis.get(key);
  }
}

const appLog = () => readFileSync(join(sandbox.dataDir, 'logs/app.log'), 'utf8');
