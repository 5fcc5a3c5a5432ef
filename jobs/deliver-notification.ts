/** Job `deliver-notification`: one notice on one channel. Twice is once: the claim in MongoDB decides. */
import type { JobsOptions } from 'bullmq';
import { type DeliverDeps, deliver, readDelivery } from '../services/notifications/deliver.ts';
import type { DeliveryCall } from '../services/notifications/service.ts';

/** The queued form of a call. */
export function deliveryJob({ notification, channel }: DeliveryCall) {
  const id = notification.toHexString();
  const opts: JobsOptions = {
    // While one such job waits, a second call for the same notice adds none.
    jobId: `${id}-${channel}`,
    removeOnComplete: true,
    removeOnFail: true,
  };
  return { name: 'deliver-notification', data: { notification: id, channel }, opts };
}

/** What is to be tried again is left `pending` with its time; the sweep wakes it then. */
export async function deliverNotification(deps: DeliverDeps, payload: unknown): Promise<void> {
  const { notification, channel } = readDelivery(payload);
  await deliver(deps, notification, channel);
}
