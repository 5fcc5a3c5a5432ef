/**
 * The queues: wake-up calls, nothing more. What is to be done stands in MongoDB, so a lost Redis loses time only.
 *
 * BullMQ keeps finished jobs unless told otherwise; the name of a job must not contain a colon.
 */
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { WakeDeliveries } from '../services/notifications/service.ts';
import { deliveryJob } from './deliver-notification.ts';

export const DELIVERIES = 'deliveries';
export const SCHEDULED = 'scheduled';

/** A wake-up call that Redis does not take in this time is given up; the sweep makes up for it. */
const COMMAND_TIMEOUT_MS = 1_000;

export interface Queues {
  wakeDeliveries: WakeDeliveries;
  close(): Promise<void>;
}

/** The side that adds jobs. Fails fast when Redis is away: nobody's transaction waits for it. */
export function createQueues(redisUrl: string, log: Logger): Queues {
  const connection = new Redis(redisUrl, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: COMMAND_TIMEOUT_MS,
  });
  connection.on('error', (error) => log.warn({ err: error }, 'Redis (adding jobs)'));
  const deliveries = new Queue(DELIVERIES, { connection });
  deliveries.on('error', (error) => log.warn({ err: error }, 'queue of deliveries'));
  return {
    wakeDeliveries: async (calls) => {
      await deliveries.addBulk(calls.map(deliveryJob));
    },
    async close() {
      await deliveries.close();
      connection.disconnect();
    },
  };
}
