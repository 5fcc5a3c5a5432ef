/** The workers: deliveries as they are woken, and what is looked at again and again. */
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Identity } from '../services/identity/service.ts';
import type { DeliverDeps } from '../services/notifications/deliver.ts';
import type { Notifications } from '../services/notifications/service.ts';
import type { TopUps } from '../services/top-ups/service.ts';
import { deliverNotification } from './deliver-notification.ts';
import { DELIVERIES, SCHEDULED } from './queues.ts';

export interface JobsDeps {
  redisUrl: string;
  delivery: DeliverDeps;
  notifications: Notifications;
  identity: Identity;
  topUps: TopUps;
  log: Logger;
}

export interface RunningJobs {
  /** Takes no new job and waits for those in hand. */
  close(): Promise<void>;
}

const DELIVERIES_AT_ONCE = 20;

/**
 * A job of a process that died is given to another one when its lock has run out and two looks in a row have found it
 * so. Both stay below the age at which a notice's claim expires, so that a crash delays a notice by half a minute.
 */
const AFTER_A_CRASH = { lockDuration: 15_000, stalledInterval: 7_000 };

/** What is done again and again: how often, and how much at a time. Each finds its work in MongoDB. */
const SCHEDULE: Record<string, { everyMs: number; run: (deps: JobsDeps) => Promise<unknown> }> = {
  'sweep-notifications': { everyMs: 5_000, run: ({ notifications }) => notifications.sweep(200) },
  'reconcile-top-ups': { everyMs: 15_000, run: ({ topUps }) => topUps.reconcile(50) },
  'backfill-identities': { everyMs: 10_000, run: ({ identity }) => identity.backfill(50) },
};

export async function startJobs(deps: JobsDeps): Promise<RunningJobs> {
  const { log } = deps;
  // BullMQ's workers block on a connection of their own and wait for Redis for as long as it takes.
  const connection = new Redis(deps.redisUrl, { maxRetriesPerRequest: null });
  connection.on('error', (error) => log.warn({ err: error }, 'Redis (jobs)'));

  const scheduled = new Queue(SCHEDULED, { connection });
  scheduled.on('error', (error) => log.warn({ err: error }, 'queue of scheduled jobs'));
  await schedule(scheduled);
  // A Redis that comes back empty has forgotten the schedule.
  connection.on('ready', () => {
    schedule(scheduled).catch((error) => log.error({ err: error }, 'the schedule could not be written'));
  });
  const workers = [
    new Worker(DELIVERIES, (job) => deliverNotification(deps.delivery, job.data), {
      connection,
      ...AFTER_A_CRASH,
      concurrency: DELIVERIES_AT_ONCE,
    }),
    new Worker(SCHEDULED, (job) => runScheduled(deps, job.name), {
      connection,
      ...AFTER_A_CRASH,
      // A gateway that hangs must not hold up the sweep.
      concurrency: Object.keys(SCHEDULE).length,
    }),
  ];
  for (const worker of workers) {
    worker.on('failed', (job, error) =>
      log.error({ err: error, job: job?.name, data: job?.data }, 'a job failed'),
    );
    worker.on('error', (error) => log.warn({ err: error }, `worker of ${worker.name}`));
  }
  return {
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
      await scheduled.close();
      connection.disconnect();
    },
  };
}

async function schedule(queue: Queue): Promise<void> {
  for (const [name, { everyMs }] of Object.entries(SCHEDULE)) {
    await queue.upsertJobScheduler(
      name,
      { every: everyMs },
      { name, opts: { removeOnComplete: true, removeOnFail: true } },
    );
  }
}

async function runScheduled(deps: JobsDeps, name: string): Promise<void> {
  const job = SCHEDULE[name];
  // A scheduler of an older version may still be in Redis.
  if (!job) return deps.log.warn({ job: name }, 'no such scheduled job');
  await job.run(deps);
}
