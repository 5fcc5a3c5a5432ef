/** What is looked at again and again, as Redis has been told. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { type RunningJobs, startJobs } from '../../../jobs/start-jobs.ts';
import { formatTime } from '../../../texts/formats.ts';
import { type RunningRedis, startRedis } from '../../support/redis.ts';
import { silentLog } from '../../support/silent-log.ts';
import { until } from '../../support/until.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let redis: RunningRedis;
let jobs: RunningJobs;
let connection: Redis;

beforeAll(async () => {
  [world, redis] = await Promise.all([createWorld(), startRedis()]);
  const skipped = async () => ({ type: 'skipped' as const, reason: 'no-provider' as const });
  const senders = { sms: skipped, karpooshe: skipped, chat: skipped };
  jobs = startJobs({
    ...world,
    redisUrl: redis.url,
    delivery: { ...world, senders },
    watchForms: async () => {},
    deleteData: async () => {},
    auditNightly: async () => 0,
    log: silentLog,
  });
  connection = new Redis(redis.url);
});
afterAll(async () => {
  await jobs.close();
  connection.disconnect();
  await Promise.all([redis.close(), world.close()]);
});

const isScheduled = (queue: Queue) => async () => (await queue.getJobScheduler(queue.name)) !== undefined;

test('the audit runs every night at half past three in Tehran', async () => {
  const queue = new Queue('audit-nightly', { connection });
  await until('it is scheduled', isScheduled(queue));
  const next = new Date((await queue.getJobScheduler(queue.name))?.next ?? 0);
  expect(formatTime('en', next)).toBe('03:30');
  expect(next.getTime() - Date.now()).toBeLessThanOrEqual(24 * 60 * 60 * 1000);
  await queue.close();
});

test('a Redis that is emptied and keeps its connections is told the schedule again, and the jobs go on', async () => {
  const queue = new Queue('backfill-identities', { connection });
  await until('it is scheduled', isScheduled(queue));
  await connection.flushall();
  await until('it is scheduled again', isScheduled(queue));
  const first = (await queue.getJobScheduler(queue.name))?.next ?? 0;
  const next = async () => (await queue.getJobScheduler(queue.name))?.next ?? 0;
  await until('it has run since', async () => (await next()) > first);
  await queue.close();
});
