/**
 * Notices: recorded in the transaction that causes them, delivered later by jobs, each channel by itself (N6).
 *
 * A queue only wakes a job up; what is to be sent, and whether it was, stands in MongoDB.
 */
import type { ClientSession, Types } from 'mongoose';
import type { Logger } from 'pino';
import type { Models } from '../../models/models.ts';
import {
  CHANNELS,
  type Channel,
  type Delivery,
  type Notification,
  type NotificationEvent,
} from '../../models/notification.ts';
import type { Clock, Ids } from '../clock.ts';
import { CHANNELS_OF } from './rules.ts';

export interface Notice {
  event: NotificationEvent;
  person: Types.ObjectId;
  params: Notification['params'];
  /** A second notice with the same key is not recorded. */
  dedupeKey: string;
  /** The chat that shows it by itself and needs no copy. */
  shownIn?: Types.ObjectId;
  /** The only chat that gets it (the one where a payment was asked for), and the form that goes on there. */
  account?: Types.ObjectId;
  resumeDraft?: Types.ObjectId;
}

/** A notice on one of its channels. */
export interface DeliveryCall {
  notification: Types.ObjectId;
  channel: Channel;
}

/** Tells the jobs what waits to be delivered. May fail: a sweep finds what nobody was told of. */
export type WakeDeliveries = (calls: readonly DeliveryCall[]) => Promise<void>;

export interface Notifications {
  /** Records a notice within the caller's transaction; wake it after the commit. */
  record(notice: Notice, session: ClientSession): Promise<Types.ObjectId>;
  /** Hurries the delivery of notices whose transaction has committed. Never throws. */
  wake(notifications: readonly Types.ObjectId[]): Promise<void>;
  /** For a notice that no other write depends on. */
  recordAndWake(notice: Notice): Promise<void>;
  /** Wakes what is due and not delivered, oldest first: what a lost queue has forgotten. Returns how many. */
  sweep(limit: number): Promise<number>;
}

export interface NotificationsDeps {
  models: Models;
  clock: Clock;
  ids: Ids;
  wakeDeliveries: WakeDeliveries;
  log: Logger;
}

/**
 * A claim older than this belongs to a process that died while sending: the longest sending asks a provider twice,
 * each time for at most ten seconds.
 */
export const CLAIM_EXPIRES_MS = 30_000;

export function createNotifications(deps: NotificationsDeps): Notifications {
  return {
    record: (notice, session) => record(deps, notice, session),
    wake: (notifications) => wake(deps, notifications),
    recordAndWake: async (notice) => {
      const id = await record(deps, notice);
      await wake(deps, [id]);
    },
    sweep: (limit) => sweep(deps, limit),
  };
}

async function record(
  deps: NotificationsDeps,
  notice: Notice,
  session?: ClientSession,
): Promise<Types.ObjectId> {
  const now = deps.clock();
  const wanted = CHANNELS_OF[notice.event];
  const { dedupeKey, ...fields } = notice;
  const recorded = await deps.models.Notification.findOneAndUpdate(
    { dedupeKey },
    {
      $setOnInsert: {
        ...fields,
        smsId: deps.ids.sms(),
        sms: firstState(wanted.includes('sms'), now),
        karpooshe: firstState(wanted.includes('karpooshe'), now),
        chat: firstState(wanted.includes('chat'), now),
        createdAt: now,
      },
    },
    { upsert: true, returnDocument: 'after', ...(session ? { session } : {}) },
  ).orFail();
  return recorded._id;
}

function firstState(wanted: boolean, now: Date): Delivery {
  return wanted
    ? { state: 'pending', attempts: 0, dueAt: now }
    : { state: 'skipped', reason: 'not-for-this-channel', attempts: 0, dueAt: now };
}

async function wake(
  { wakeDeliveries, log }: NotificationsDeps,
  notifications: readonly Types.ObjectId[],
): Promise<void> {
  const calls = notifications.flatMap((notification) =>
    CHANNELS.map((channel) => ({ notification, channel })),
  );
  try {
    await wakeDeliveries(calls);
  } catch (error) {
    log.warn(
      { err: error, notifications: notifications.map(String) },
      'not queued; the sweep will find them',
    );
  }
}

async function sweep(deps: NotificationsDeps, limit: number): Promise<number> {
  const now = deps.clock();
  const staleClaim = new Date(now.getTime() - CLAIM_EXPIRES_MS);
  let woken = 0;
  for (const channel of CHANNELS) {
    const waiting = await deps.models.Notification.find({
      $or: [
        { [`${channel}.state`]: 'pending', [`${channel}.dueAt`]: { $lte: now } },
        { [`${channel}.state`]: 'sending', [`${channel}.claimedAt`]: { $lte: staleClaim } },
      ],
    })
      .sort({ [`${channel}.dueAt`]: 1 })
      .limit(limit)
      .select('_id')
      .lean<Pick<Notification, '_id'>[]>();
    await deps.wakeDeliveries(waiting.map(({ _id }) => ({ notification: _id, channel })));
    woken += waiting.length;
  }
  return woken;
}
