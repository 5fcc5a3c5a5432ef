/** Job `deliver-notification`: one notice on one channel. Twice is once: the claim in MongoDB decides. */
import type { JobsOptions } from 'bullmq';
import { Types } from 'mongoose';
import { z } from 'zod';
import { CHANNELS, type Channel } from '../models/notification.ts';
import { type DeliverDeps, deliver } from '../services/notifications/deliver.ts';

const payloadSchema = z.object({
  notification: z.string().regex(/^[0-9a-f]{24}$/),
  channel: z.enum(CHANNELS),
});

export function deliveryJob(notification: string, channel: Channel) {
  const options: JobsOptions = {
    // While one such job waits, a second call for the same notice adds none.
    jobId: `${notification}-${channel}`,
    removeOnComplete: true,
    removeOnFail: true,
  };
  return { name: 'deliver-notification', data: { notification, channel }, options };
}

/** What is to be tried again is left `pending` with its time; the sweep wakes it then. */
export async function deliverNotification(deps: DeliverDeps, payload: unknown): Promise<void> {
  const { notification, channel } = payloadSchema.parse(payload);
  await deliver(deps, new Types.ObjectId(notification), channel);
}
