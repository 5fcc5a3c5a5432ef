/** The queues and their workers on a real Redis: they wake, MongoDB knows. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { Types } from 'mongoose';
import { createQueues, type Queues } from '../../../jobs/queues.ts';
import { type RunningJobs, startJobs } from '../../../jobs/start-jobs.ts';
import { createNotifications } from '../../../services/notifications/service.ts';
import { type RunningRedis, startRedis } from '../../support/redis.ts';
import { silentLog } from '../../support/silent-log.ts';
import { until } from '../../support/until.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let redis: RunningRedis;
let queues: Queues;
let notifications: World['notifications'];
let workers: RunningJobs | undefined;
/** Notices that reached a chat, by id. */
const told: string[] = [];

beforeAll(async () => {
  [world, redis] = await Promise.all([createWorld(), startRedis()]);
  queues = createQueues(redis.url, silentLog);
  const { wakeDeliveries } = queues;
  notifications = createNotifications({ ...world.notificationsDeps, wakeDeliveries });
});
beforeEach(() => {
  told.length = 0;
});
afterEach(async () => {
  await workers?.close();
  workers = undefined;
});
afterAll(async () => {
  await queues.close();
  await Promise.all([world.close(), redis.close()]);
});

async function startWorkers(): Promise<RunningJobs> {
  const { models, clock, identity, topUps } = world;
  const skipped = async () => ({ type: 'skipped' as const, reason: 'no-provider' as const });
  const senders = {
    sms: skipped,
    karpooshe: skipped,
    chat: async ({ _id }: { _id: Types.ObjectId }) => {
      told.push(_id.toHexString());
      return { type: 'sent' as const };
    },
  };
  const delivery = { models, clock, senders };
  return startJobs({ redisUrl: redis.url, delivery, notifications, identity, topUps, log: silentLog });
}

async function record(): Promise<string> {
  const { person } = await world.trainee();
  const dedupeKey = new Types.ObjectId().toHexString();
  await notifications.recordAndWake({
    event: 'identity-completed',
    person: person._id,
    params: {},
    dedupeKey,
  });
  return (await world.models.Notification.findOne({ dedupeKey }).orFail())._id.toHexString();
}

test('a recorded notice is delivered by a worker, once, however often it is woken', async () => {
  const notice = await record();
  await notifications.wake([new Types.ObjectId(notice), new Types.ObjectId(notice)]);
  workers = await startWorkers();
  await until('the notice is told', async () => told.includes(notice));
  await notifications.wake([new Types.ObjectId(notice)]);
  const later = await record();
  await until('a later one is told', async () => told.includes(later));
  expect(told.filter((id) => id === notice)).toHaveLength(1);
});

test('what an emptied Redis has forgotten, the workers’ sweep finds', async () => {
  const notice = await record();
  const client = new Redis(redis.url);
  await client.flushall();
  client.disconnect();
  workers = await startWorkers();
  await until('the notice is told', async () => told.includes(notice));
  expect(told.filter((id) => id === notice)).toHaveLength(1);
});

test('a call that is none ends as a failed job and harms nobody', async () => {
  workers = await startWorkers();
  await queues.wakeDeliveries([{ notification: new Types.ObjectId(), channel: 'fax' as never }]);
  const notice = await record();
  await until('the next notice is told', async () => told.includes(notice));
});
