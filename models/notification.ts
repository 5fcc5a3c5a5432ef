/**
 * A notice to a person, recorded in the transaction that causes it and delivered later on each channel by itself.
 *
 * A channel is `pending` until a job claims it (`sending`, with the time of the claim), then `sent`, or `skipped` with
 * the reason why nothing was sent there (N6), or `failed` when trying was given up. A claim that is never finished (the
 * process died) is taken over when it is old.
 */
import { type Connection, Schema, type Types } from 'mongoose';

export const CHANNELS = ['sms', 'karpooshe', 'chat'] as const;
export type Channel = (typeof CHANNELS)[number];

export type NotificationEvent =
  | 'enrolled'
  | 'enrolled-by-centre'
  | 'line-joined'
  | 'line-joined-by-centre'
  | 'seat-offered'
  | 'centre-seat-offered'
  | 'promoted'
  | 'centre-promoted'
  | 'offer-expired'
  | 'line-left'
  | 'line-ended'
  | 'withdrawn'
  | 'centre-enrolment-ended'
  | 'consent-refused'
  | 'top-up-credited'
  | 'top-up-failed'
  | 'top-up-expired'
  | 'top-up-unresolved'
  | 'top-up-differs'
  | 'top-up-refund-due'
  | 'wallet-charged'
  | 'payback-approved'
  | 'payback-refused'
  | 'payback-paid-out'
  | 'payback-failed'
  | 'identity-completed'
  | 'identity-rejected'
  | 'trainee-rejected'
  | 'code-corrected'
  | 'records-merged'
  | 'trainee-corrected'
  | 'name-corrected'
  | 'window-login'
  | 'account-joined'
  | 'account-added'
  | 'mobile-changed'
  | 'registration-moved'
  | 'registration-ended'
  | 'data-deletion-requested'
  | 'data-kept'
  | 'audit-findings'
  | 'staff-case';

export type DeliveryState = 'pending' | 'sending' | 'sent' | 'skipped' | 'failed';

/** Why a channel was skipped or given up; kept so that "why did I get no SMS?" has an answer. */
export type DeliveryReason =
  | 'not-for-this-channel'
  | 'mobile-not-proven'
  | 'no-mobile'
  | 'no-chat'
  | 'no-provider'
  | 'misconfigured'
  /** Staff switched the channel's system off, for longer than the notice was news. */
  | 'switched-off'
  | 'sms-cap'
  /** Their data was deleted at their own request. */
  | 'person-deleted'
  | 'rejected'
  | 'blocked'
  | 'attempts-used-up';

export interface Delivery {
  state: DeliveryState;
  reason?: DeliveryReason;
  attempts: number;
  claimedAt?: Date;
  /** Not before this time. */
  dueAt: Date;
  sentAt?: Date;
  /** The provider's id of what was sent. */
  providerId?: string;
}

export interface Notification {
  _id: Types.ObjectId;
  person: Types.ObjectId;
  event: NotificationEvent;
  /** Values for the text, as stored JSON: strings and numbers; times as ISO strings under `at` and names that end in `At`. */
  params: Record<string, string | number>;
  /** The same cause never makes a second notice. */
  dedupeKey: string;
  /** 15 digits under which the SMS provider knows this notice. */
  smsId: string;
  /** The chat whose own screen shows it; once that has happened (`shownAt`) it needs no copy. */
  shownIn?: Types.ObjectId;
  shownAt?: Date;
  /** The chat that asked for it. */
  account?: Types.ObjectId;
  sms: Delivery;
  karpooshe: Delivery;
  chat: Delivery;
  createdAt: Date;
}

const delivery = new Schema<Delivery>(
  {
    state: { type: String, enum: ['pending', 'sending', 'sent', 'skipped', 'failed'], required: true },
    reason: String,
    attempts: { type: Number, default: 0 },
    claimedAt: Date,
    dueAt: { type: Date, required: true },
    sentAt: Date,
    providerId: String,
  },
  { _id: false },
);

const schema = new Schema<Notification>(
  {
    person: { type: Schema.Types.ObjectId, ref: 'Person', required: true },
    event: { type: String, required: true },
    params: { type: Schema.Types.Mixed, default: {} },
    dedupeKey: { type: String, required: true },
    smsId: { type: String, required: true },
    shownIn: Schema.Types.ObjectId,
    shownAt: Date,
    account: Schema.Types.ObjectId,
    sms: { type: delivery, required: true },
    karpooshe: { type: delivery, required: true },
    chat: { type: delivery, required: true },
    createdAt: { type: Date, required: true },
  },
  { minimize: false },
);
schema.index({ dedupeKey: 1 }, { unique: true });
schema.index({ smsId: 1 }, { unique: true });
schema.index({ person: 1, createdAt: -1 });
// The sweeper: what each channel has not delivered yet.
for (const channel of CHANNELS) schema.index({ [`${channel}.state`]: 1, [`${channel}.dueAt`]: 1 });

export const createNotificationModel = (connection: Connection) =>
  connection.model('Notification', schema, 'notifications');
