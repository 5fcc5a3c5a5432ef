/**
 * Notices: recorded in the transaction that causes them, delivered later by jobs, each channel by itself (N6).
 *
 * A queue only wakes a job up; what is to be sent, and whether it was, stands in MongoDB.
 */
import type { ClientSession, Types } from 'mongoose';
import type { Logger } from 'pino';
import { direct } from '../../models/direct.ts';
import type { Models } from '../../models/models.ts';
import {
  CHANNELS,
  type Channel,
  type Delivery,
  type Notification,
  type NotificationEvent,
} from '../../models/notification.ts';
import type { Clock, Ids } from '../clock.ts';
import { CHANNELS_OF, SHOWN_WITHIN_MS } from './rules.ts';

export interface Notice {
  event: NotificationEvent;
  person: Types.ObjectId;
  params: Notification['params'];
  /** A second notice with the same key is not recorded. */
  dedupeKey: string;
  /** The chat whose own screen shows it: the others hear of it once that has happened (`shown`), or did not in time. */
  shownIn?: Types.ObjectId;
  /** The only chat that gets it (the one where a payment was asked for), as long as it can be reached. */
  account?: Types.ObjectId;
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
  /**
   * Hurries the delivery of notices whose transaction has committed, on these channels. One that waits for a screen is
   * hurried by `shown`: a call before it is due would only stand in the way of that one. Never throws.
   */
  wake(notifications: readonly Types.ObjectId[], channels?: readonly Channel[]): Promise<void>;
  /**
   * A chat has shown by its own screen what the notice of this key says: it needs no copy, and the person's other chats
   * are told now. Never throws: at worst the same is said twice.
   */
  shown(dedupeKey: string, account: Types.ObjectId): Promise<void>;
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

/** A provider or messenger that has not answered a call in this time is taken to be silent, and tried later. */
export const SEND_CALL_TIMEOUT_MS = 8_000;
/** The longest sending, in calls one after another: a chat is told, the form that waited goes on there, a card is drawn. */
const CALLS_OF_A_SENDING = 3;
/** For our own reading and writing beside the calls. */
const OWN_WORK_MS = 6_000;
/** A claim older than this belongs to a process that died while sending: no living one takes so long. */
export const CLAIM_EXPIRES_MS = CALLS_OF_A_SENDING * SEND_CALL_TIMEOUT_MS + OWN_WORK_MS;

export function createNotifications(deps: NotificationsDeps): Notifications {
  return {
    record: (notice, session) => record(deps, notice, session),
    wake: (notifications, channels = CHANNELS) => wake(deps, notifications, channels),
    shown: (dedupeKey, account) => shown(deps, dedupeKey, account),
    sweep: (limit) => sweep(deps, limit),
  };
}

async function record(
  deps: NotificationsDeps,
  notice: Notice,
  session: ClientSession,
): Promise<Types.ObjectId> {
  const now = deps.clock();
  const wanted = CHANNELS_OF[notice.event];
  const { dedupeKey, ...fields } = notice;
  const recorded = await direct(deps.models.Notification).findOneAndUpdate(
    { dedupeKey },
    {
      $setOnInsert: {
        ...fields,
        smsId: deps.ids.sms(),
        sms: firstState(wanted.includes('sms'), now),
        karpooshe: firstState(wanted.includes('karpooshe'), now),
        chat: firstState(wanted.includes('chat'), notice.shownIn ? later(now, SHOWN_WITHIN_MS) : now),
        createdAt: now,
      },
    },
    { upsert: true, returnDocument: 'after', projection: { _id: 1 }, session },
  );
  if (!recorded) throw new Error('The database acknowledged the notice but did not return it');
  return recorded._id;
}

function firstState(wanted: boolean, dueAt: Date): Delivery {
  return wanted
    ? { state: 'pending', attempts: 0, dueAt }
    : { state: 'skipped', reason: 'not-for-this-channel', attempts: 0, dueAt };
}

const later = (now: Date, ms: number) => new Date(now.getTime() + ms);

function wake(
  deps: NotificationsDeps,
  notifications: readonly Types.ObjectId[],
  channels: readonly Channel[],
): Promise<void> {
  return hurry(
    deps,
    notifications.flatMap((notification) => channels.map((channel) => ({ notification, channel }))),
  );
}

async function hurry(
  { wakeDeliveries, log }: NotificationsDeps,
  calls: readonly DeliveryCall[],
): Promise<void> {
  try {
    await wakeDeliveries(calls);
  } catch (error) {
    const notifications = [...new Set(calls.map(({ notification }) => notification.toHexString()))];
    log.warn({ err: error, notifications }, 'not queued; the sweep will find them');
  }
}

async function shown(deps: NotificationsDeps, dedupeKey: string, account: Types.ObjectId): Promise<void> {
  const now = deps.clock();
  try {
    const notice = await direct(deps.models.Notification).findOneAndUpdate(
      // Once the chats are being told, or were, it is too late to leave one out.
      { dedupeKey, 'chat.state': 'pending' },
      { $set: { shownIn: account, shownAt: now, 'chat.dueAt': now } },
      { projection: { _id: 1 } },
    );
    if (notice) await hurry(deps, [{ notification: notice._id, channel: 'chat' }]);
  } catch (error) {
    deps.log.warn({ err: error, dedupeKey }, 'a chat will be told again what it has shown');
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
