/**
 * The queues: wake-up calls, nothing more. What is to be done stands in MongoDB, so a lost Redis loses time only.
 *
 * BullMQ keeps finished jobs unless told otherwise; the name of a job must not contain a colon.
 */
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Channel } from '../models/notification.ts';
import { inBatches } from '../services/batches.ts';
import type { DeliveryCall, WakeDeliveries } from '../services/notifications/service.ts';
import { deliveryJob } from './deliver-notification.ts';

/** One for each channel: when a messenger or a provider hangs, the other channels have slots of their own. */
export const DELIVERY_QUEUES: Record<Channel, string> = {
  sms: 'deliveries-sms',
  karpooshe: 'deliveries-karpooshe',
  chat: 'deliveries-chat',
};

/** A wake-up call that Redis does not take in this time is given up; the sweep makes up for it. */
const COMMAND_TIMEOUT_MS = 1_000;

/** More than that are added one lot after the other: a sweep may find a backlog. */
const JOBS_AT_ONCE = 100;

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
  const queueOf = (channel: Channel) => {
    const queue = new Queue(DELIVERY_QUEUES[channel], { connection });
    queue.on('error', (error) => log.warn({ err: error }, `queue ${queue.name}`));
    // Adding costs BullMQ about the same for one job as for many.
    const add = inBatches(
      (calls: readonly DeliveryCall[]) => queue.addBulk(calls.map(deliveryJob)),
      JOBS_AT_ONCE,
    );
    return { add, close: () => queue.close() };
  };
  const queues = { sms: queueOf('sms'), karpooshe: queueOf('karpooshe'), chat: queueOf('chat') };
  return {
    async wakeDeliveries(calls) {
      // A queue that was never connected would wait for Redis for as long as it takes, and the person with it.
      if (connection.status !== 'ready') throw new Error('Redis is not there to take wake-up calls');
      await Promise.all(calls.map((call) => queues[call.channel].add(call)));
    },
    async close() {
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
      connection.disconnect();
    },
  };
}
