/** What is looked at again and again, as Redis has been told. */
import { expect, test } from '@jest/globals';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { startJobs } from '../../../jobs/start-jobs.ts';
import { formatTime } from '../../../texts/formats.ts';
import { startRedis } from '../../support/redis.ts';
import { silentLog } from '../../support/silent-log.ts';
import { until } from '../../support/until.ts';
import { createWorld } from '../../support/world.ts';

test('the audit runs every night at half past three in Tehran', async () => {
  const world = await createWorld();
  const redis = await startRedis();
  const skipped = async () => ({ type: 'skipped' as const, reason: 'no-provider' as const });
  const senders = { sms: skipped, karpooshe: skipped, chat: skipped };
  const jobs = startJobs({
    ...world,
    redisUrl: redis.url,
    delivery: { ...world, senders },
    watchForms: async () => {},
    deleteData: async () => {},
    auditNightly: async () => 0,
    log: silentLog,
  });
  const connection = new Redis(redis.url);
  const queue = new Queue('audit-nightly', { connection });
  const nextRun = async () => (await queue.getJobScheduler('audit-nightly'))?.next;
  await until('it is scheduled', async () => (await nextRun()) !== undefined);
  const next = new Date((await nextRun()) ?? 0);
  expect(formatTime('en', next)).toBe('03:30');
  expect(next.getTime() - Date.now()).toBeLessThanOrEqual(24 * 60 * 60 * 1000);
  await queue.close();
  connection.disconnect();
  await jobs.close();
  await Promise.all([redis.close(), world.close()]);
});
