/** The queues and their workers on a real Redis: they wake, MongoDB knows. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { Types } from 'mongoose';
import { createQueues, DELIVERY_QUEUES, type Queues } from '../../../jobs/queues.ts';
import { type JobsDeps, type RunningJobs, startJobs } from '../../../jobs/start-jobs.ts';
import type { Notification } from '../../../models/notification.ts';
import type { DeliverDeps } from '../../../services/notifications/deliver.ts';
import { createNotifications } from '../../../services/notifications/service.ts';
import { createGate } from '../../support/gate.ts';
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

function startWorkers(change: Partial<JobsDeps> & { senders?: DeliverDeps['senders'] } = {}): RunningJobs {
  const { models, people, clock, identity, enrolments, topUps, retention } = world;
  const skipped = async () => ({ type: 'skipped' as const, reason: 'no-provider' as const });
  const senders = {
    sms: skipped,
    karpooshe: skipped,
    chat: async ({ _id }: { _id: Types.ObjectId }) => {
      told.push(_id.toHexString());
      return { type: 'sent' as const };
    },
  };
  const delivery = { models, people, clock, senders: change.senders ?? senders };
  const [watchForms, deleteData] = [async () => {}, async () => {}];
  const auditNightly = async () => 0;
  const business = { notifications, identity, enrolments, topUps, retention, auditNightly };
  const watches = { watchForms, deleteData };
  return startJobs({ redisUrl: redis.url, delivery, ...business, ...watches, log: silentLog, ...change });
}

/** A notice for every channel. */
async function recordEnrolled(): Promise<Types.ObjectId> {
  const { person } = await world.trainee();
  const dedupeKey = new Types.ObjectId().toHexString();
  const notice = await world.recordNotice({ event: 'enrolled', person: person._id, params: {}, dedupeKey });
  await notifications.wake([notice]);
  return notice;
}

async function record(): Promise<string> {
  const { person } = await world.trainee();
  const dedupeKey = new Types.ObjectId().toHexString();
  const event = 'identity-completed';
  const notice = await world.recordNotice({ event, person: person._id, params: {}, dedupeKey });
  await notifications.wake([notice]);
  return notice.toHexString();
}

test('a recorded notice is delivered by a worker, once, however often it is woken', async () => {
  const notice = await record();
  await notifications.wake([new Types.ObjectId(notice), new Types.ObjectId(notice)]);
  workers = startWorkers();
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
  workers = startWorkers();
  await until('the notice is told', async () => told.includes(notice));
  expect(told.filter((id) => id === notice)).toHaveLength(1);
});

test('a call that is none ends as a failed job and harms nobody', async () => {
  workers = startWorkers();
  const connection = new Redis(redis.url);
  const queue = new Queue(DELIVERY_QUEUES.chat, { connection });
  await queue.add('deliver-notification', { notification: 'none', channel: 'fax' }, { removeOnFail: true });
  await queue.close();
  connection.disconnect();
  const notice = await record();
  await until('the next notice is told', async () => told.includes(notice));
});

test('a messenger that hangs holds up neither SMS nor e-inbox, however many notices wait for it', async () => {
  const hanging = createGate();
  const left: string[] = [];
  const notices: Types.ObjectId[] = [];
  for (let count = 0; count < 25; count += 1) notices.push(await recordEnrolled());
  const leaves = async ({ _id }: Notification) => {
    left.push(_id.toHexString());
    return { type: 'sent' as const };
  };
  const chat = async () => {
    await hanging.opened;
    return { type: 'sent' as const };
  };
  workers = startWorkers({ senders: { sms: leaves, karpooshe: leaves, chat } });
  try {
    await until('all SMS and e-inbox messages have left', async () => left.length === 2 * notices.length);
  } finally {
    hanging.open();
  }
});

test('a gateway that hangs holds up neither the sweep nor the names', async () => {
  const hanging = createGate();
  let passes = 0;
  let sweeps = 0;
  const topUps = {
    ...world.topUps,
    reconcile: async () => {
      passes += 1;
      await hanging.opened;
      return 0;
    },
  };
  const sweeping = {
    ...notifications,
    sweep: async () => {
      sweeps += 1;
      return 0;
    },
  };
  workers = startWorkers({ topUps, notifications: sweeping });
  try {
    await until('a pass over the payments has begun', async () => passes > 0);
    const before = sweeps;
    await until('the sweep goes on', async () => sweeps >= before + 2);
    expect(passes).toBe(1);
  } finally {
    hanging.open();
  }
});
