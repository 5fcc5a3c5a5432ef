/**
 * Delivers one notice on one channel: claim → send → decide.
 *
 * The claim is a compare-and-set, so of several jobs for the same notice one sends. What a sender cannot know (did the
 * SMS leave before the line broke?) it asks the provider by our own id before it sends again.
 */
import { Types } from 'mongoose';
import { z } from 'zod';
import type { Models } from '../../models/models.ts';
import {
  CHANNELS,
  type Channel,
  type Delivery,
  type DeliveryReason,
  type Notification,
} from '../../models/notification.ts';
import type { Person } from '../../models/person.ts';
import type { Clock } from '../clock.ts';
import { nextAttemptAt } from './rules.ts';
import { CLAIM_EXPIRES_MS } from './service.ts';

/** What became of one attempt. */
export type SendOutcome =
  | { type: 'sent'; providerId?: string }
  | { type: 'skipped'; reason: DeliveryReason }
  | { type: 'failed'; reason: DeliveryReason }
  | { type: 'retry' };

/** Sends a claimed notice. `repeated`: an earlier attempt may have left already. */
export type Sender = (notice: Notification, person: Person, repeated: boolean) => Promise<SendOutcome>;

export interface DeliverDeps {
  models: Models;
  clock: Clock;
  senders: Record<Channel, Sender>;
}

const deliverySchema = z.object({
  notification: z.string().regex(/^[0-9a-f]{24}$/),
  channel: z.enum(CHANNELS),
});

/** Which notice and channel a queued call means. Throws when it is not such a call. */
export function readDelivery(payload: unknown): { notification: Types.ObjectId; channel: Channel } {
  const { notification, channel } = deliverySchema.parse(payload);
  return { notification: new Types.ObjectId(notification), channel };
}

/**
 * Returns when to try again, or null when this channel of the notice has come to an end (or another job has it).
 * Throws what a sender throws, after putting the notice back.
 */
export async function deliver(
  deps: DeliverDeps,
  notification: Types.ObjectId,
  channel: Channel,
): Promise<{ retryAt: Date } | null> {
  const claimed = await claim(deps, notification, channel);
  if (!claimed) return null;
  const person = await deps.models.Person.findById(claimed.person).orFail().lean<Person>();
  let outcome: SendOutcome;
  try {
    outcome = await deps.senders[channel](claimed, person, claimed[channel].attempts > 1);
  } catch (error) {
    await decide(deps, claimed, channel, { type: 'retry' });
    throw error;
  }
  return decide(deps, claimed, channel, outcome);
}

async function claim({ models, clock }: DeliverDeps, _id: Types.ObjectId, channel: Channel) {
  const now = clock();
  return models.Notification.findOneAndUpdate(
    {
      _id,
      $or: [
        { [`${channel}.state`]: 'pending', [`${channel}.dueAt`]: { $lte: now } },
        {
          [`${channel}.state`]: 'sending',
          [`${channel}.claimedAt`]: { $lte: new Date(now.getTime() - CLAIM_EXPIRES_MS) },
        },
      ],
    },
    {
      $set: { [`${channel}.state`]: 'sending', [`${channel}.claimedAt`]: now },
      $inc: { [`${channel}.attempts`]: 1 },
    },
    { returnDocument: 'after' },
  ).lean<Notification>();
}

async function decide(
  { models, clock }: DeliverDeps,
  notice: Notification,
  channel: Channel,
  outcome: SendOutcome,
): Promise<{ retryAt: Date } | null> {
  const now = clock();
  const retryAt = outcome.type === 'retry' ? nextAttemptAt(notice[channel].attempts, now) : null;
  await models.Notification.updateOne(
    // A job whose claim grew old and was taken over must not write over what the other one found.
    { _id: notice._id, [`${channel}.claimedAt`]: notice[channel].claimedAt },
    { $set: { [channel]: nextState(notice[channel], outcome, retryAt, now) } },
  );
  return retryAt && { retryAt };
}

function nextState(before: Delivery, outcome: SendOutcome, retryAt: Date | null, now: Date): Delivery {
  const kept = { attempts: before.attempts, dueAt: before.dueAt };
  switch (outcome.type) {
    case 'sent':
      return {
        ...kept,
        state: 'sent',
        sentAt: now,
        ...(outcome.providerId ? { providerId: outcome.providerId } : {}),
      };
    case 'skipped':
    case 'failed':
      return { ...kept, state: outcome.type, reason: outcome.reason };
    case 'retry':
      return retryAt
        ? { ...kept, state: 'pending', dueAt: retryAt }
        : { ...kept, state: 'failed', reason: 'attempts-used-up' };
  }
}
