/** Job `deliver-notification`: one notice on one channel. Twice is once: the claim in MongoDB decides. */
import type { JobsOptions } from 'bullmq';
import type { Channel } from '../models/notification.ts';
import { type DeliverDeps, deliver, readDelivery } from '../services/notifications/deliver.ts';

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
  const { notification, channel } = readDelivery(payload);
  await deliver(deps, notification, channel);
}
