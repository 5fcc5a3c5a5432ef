/**
 * The workers: deliveries as they are woken, and what is looked at again and again.
 *
 * Each channel and each scheduled job has a queue and a worker of its own, so that none waits behind another whose
 * provider hangs.
 */
import { type RepeatOptions, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Enrolments } from '../services/enrolments/service.ts';
import type { Identity } from '../services/identity/service.ts';
import type { DeliverDeps } from '../services/notifications/deliver.ts';
import type { Notifications } from '../services/notifications/service.ts';
import type { Retention } from '../services/retention/service.ts';
import type { TopUps } from '../services/top-ups/service.ts';
import { deliverNotification } from './deliver-notification.ts';
import { keepSchedule } from './keep-schedule.ts';
import { DELIVERY_QUEUES } from './queues.ts';

export interface JobsDeps {
  redisUrl: string;
  delivery: DeliverDeps;
  notifications: Notifications;
  identity: Identity;
  enrolments: Pick<Enrolments, 'watchPlaces'>;
  topUps: TopUps;
  retention: Retention;
  auditNightly: () => Promise<number>;
  /** Reminds of forms that are left alone, and sets them aside later; takes the most forms for one pass. */
  watchForms: (limit: number) => Promise<unknown>;
  /** Deletes the data of people who have asked for it and whose time has come; takes the most people for one pass. */
  deleteData: (limit: number) => Promise<unknown>;
  log: Logger;
}

export interface RunningJobs {
  /** Takes no new job and waits for those in hand, unless Redis is away. */
  close(): Promise<void>;
}

/** Notices of one channel that leave at the same time. */
const DELIVERIES_AT_ONCE = 20;

/**
 * A job of a process that died is given to another one when its lock has run out and two looks in a row have found it
 * so. Both stay below the age at which a notice's claim expires, so that a crash delays a notice by half a minute.
 */
const AFTER_A_CRASH = { lockDuration: 15_000, stalledInterval: 7_000 };

/**
 * What is done again and again: how often, and how much at a time. Each finds its work in MongoDB. BullMQ plans the
 * next run when one begins; a run that lasts longer than its interval holds up only its own next one.
 */
interface Scheduled {
  when: RepeatOptions;
  /** `stopping` tells a long run to end: what is under way is finished, the rest is for the next process. */
  run: (deps: JobsDeps, stopping: AbortSignal) => Promise<unknown>;
}

const SCHEDULE: Record<string, Scheduled> = {
  'sweep-notifications': { when: { every: 5_000 }, run: ({ notifications }) => notifications.sweep(200) },
  'reconcile-top-ups': { when: { every: 15_000 }, run: ({ topUps }) => topUps.reconcile(50) },
  'watch-places': { when: { every: 10_000 }, run: ({ enrolments }) => enrolments.watchPlaces(100) },
  'watch-forms': { when: { every: 20_000 }, run: ({ watchForms }) => watchForms(100) },
  'delete-data': { when: { every: 20_000 }, run: ({ deleteData }) => deleteData(100) },
  'backfill-identities': {
    when: { every: 2_000 },
    run: ({ identity }, stopping) => identity.backfill(stopping),
  },
  'audit-nightly': {
    when: { pattern: '30 3 * * *', tz: 'Asia/Tehran' },
    run: ({ auditNightly }) => auditNightly(),
  },
  'expire-records': {
    when: { pattern: '10 4 * * *', tz: 'Asia/Tehran' },
    run: ({ retention }) => retention.expire(),
  },
};

/** Returns at once, whether Redis is there or not: the workers begin when it is. */
export function startJobs(deps: JobsDeps): RunningJobs {
  const { log } = deps;
  // BullMQ's workers block on a connection of their own and wait for Redis for as long as it takes.
  const connection = new Redis(deps.redisUrl, { maxRetriesPerRequest: null });
  connection.on('error', (error) => log.warn({ err: error }, 'Redis (jobs)'));

  const schedule = keepSchedule({ connection, plans: SCHEDULE, log });
  const stopping = new AbortController();
  const workers = [
    ...deliveryWorkers(deps, connection),
    ...scheduledWorkers(deps, connection, stopping.signal),
  ];
  for (const worker of workers) {
    worker.on('failed', (job, error) =>
      log.error({ err: error, job: job?.name, data: job?.data }, 'a job failed'),
    );
    worker.on('error', (error) => log.warn({ err: error }, `worker of ${worker.name}`));
  }
  return {
    async close() {
      stopping.abort();
      // A worker that never reached Redis would wait for it; what it may hold is taken over when its claim is old.
      const withoutWaiting = connection.status !== 'ready';
      await Promise.all(workers.map((worker) => worker.close(withoutWaiting)));
      await schedule.close();
      connection.disconnect();
    },
  };
}

function deliveryWorkers({ delivery }: JobsDeps, connection: Redis): Worker[] {
  const options = { connection, ...AFTER_A_CRASH, concurrency: DELIVERIES_AT_ONCE };
  return Object.values(DELIVERY_QUEUES).map(
    (queue) => new Worker(queue, (job) => deliverNotification(delivery, job.data), options),
  );
}

/** One at a time each: a second pass beside the first would find the same work. */
function scheduledWorkers(deps: JobsDeps, connection: Redis, stopping: AbortSignal): Worker[] {
  return Object.entries(SCHEDULE).map(
    ([name, { run }]) =>
      new Worker(
        name,
        async () => {
          await run(deps, stopping);
        },
        { connection, ...AFTER_A_CRASH, concurrency: 1 },
      ),
  );
}
