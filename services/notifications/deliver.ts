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
import type { People } from '../people/service.ts';
import { nextAttemptAt, postponedUntil } from './rules.ts';
import { CLAIM_EXPIRES_MS } from './service.ts';

/** What became of one attempt. */
export type SendOutcome =
  | { type: 'sent'; providerId?: string }
  | { type: 'skipped'; reason: DeliveryReason }
  | { type: 'failed'; reason: DeliveryReason }
  | { type: 'retry' }
  /** Nothing was tried, and only a human can mend why: later, at the price of no attempt. `reason`: if it is given up. */
  | { type: 'postpone'; reason: DeliveryReason };

/** Sends a claimed notice. `repeated`: an earlier attempt may have left already. */
export type Sender = (notice: Notification, person: Person, repeated: boolean) => Promise<SendOutcome>;

export interface DeliverDeps {
  models: Models;
  people: People;
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

/** One attempt, if this channel of the notice is due and nobody else has it. Throws what a sender throws, after putting it back. */
export async function deliver(
  deps: DeliverDeps,
  notification: Types.ObjectId,
  channel: Channel,
): Promise<void> {
  const claimed = await claim(deps, notification, channel);
  if (!claimed) return;
  let outcome: SendOutcome;
  try {
    outcome = await send(deps, claimed, channel);
  } catch (error) {
    await decide(deps, claimed, channel, { type: 'retry' });
    throw error;
  }
  await decide(deps, claimed, channel, outcome);
}

async function send(deps: DeliverDeps, notice: Notification, channel: Channel): Promise<SendOutcome> {
  const person = await deps.people.byId(notice.person);
  if (person) return deps.senders[channel](notice, person, notice[channel].attempts > 1);
  const deleted = { _id: notice.person, identity: 'deleted' as const };
  if (await deps.models.Person.exists(deleted)) return { type: 'skipped', reason: 'person-deleted' };
  throw new Error('There is a notice to a person who is not there');
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
): Promise<void> {
  await models.Notification.updateOne(
    // A job whose claim grew old and was taken over must not write over what the other one found.
    { _id: notice._id, [`${channel}.claimedAt`]: notice[channel].claimedAt },
    { $set: { [channel]: nextState(notice, notice[channel], outcome, clock()) } },
  );
}

/** What is to be tried again is left `pending` with its time; the sweep wakes it then. */
function nextState(notice: Notification, before: Delivery, outcome: SendOutcome, now: Date): Delivery {
  const { attempts, dueAt } = before;
  switch (outcome.type) {
    case 'sent': {
      const { providerId } = outcome;
      return { attempts, dueAt, state: 'sent', sentAt: now, ...(providerId ? { providerId } : {}) };
    }
    case 'skipped':
    case 'failed':
      return { attempts, dueAt, state: outcome.type, reason: outcome.reason };
    case 'retry': {
      const retryAt = nextAttemptAt(attempts, now);
      return retryAt
        ? { attempts, dueAt: retryAt, state: 'pending' }
        : { attempts, dueAt, state: 'failed', reason: 'attempts-used-up' };
    }
    case 'postpone': {
      const until = postponedUntil(notice.createdAt, now);
      return until
        ? { attempts: attempts - 1, dueAt: until, state: 'pending' }
        : { attempts, dueAt, state: 'failed', reason: outcome.reason };
    }
  }
}
