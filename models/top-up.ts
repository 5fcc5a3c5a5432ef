/**
 * A payment that credits a wallet.
 *
 * `created` (recorded, the gateway not asked yet) → `waiting` (the gateway gave a session; the person may pay) →
 * `credited`, or `failed` (the gateway says it was not paid), or `expired` (nobody paid in time), or `unresolved` (after
 * two days the gateway still says neither; an operator must look). Only `credited` is final. The others end the wait,
 * not the payment: people pay at the second try, so for two days the gateway is asked on, and whenever it says "paid"
 * the money is credited.
 */
import { type Connection, Schema, type Types } from 'mongoose';
import { PAYERS, type Payer } from './enrolment.ts';

export const TOP_UP_STATES = ['created', 'waiting', 'credited', 'failed', 'expired', 'unresolved'] as const;
export type TopUpState = (typeof TOP_UP_STATES)[number];

export interface TopUp {
  _id: Types.ObjectId;
  /** Whose wallet rises, and which of theirs. */
  person: Types.ObjectId;
  wallet: Payer;
  /** Who pays; for somebody else's wallet a portal user of this centre. */
  startedBy: Types.ObjectId;
  centre?: Types.ObjectId;
  /** What the payer quotes later: ten digits. */
  trackingCode: string;
  amountRials: number;
  state: TopUpState;
  /** The gateway's name for the payment (Zarinpal: authority). */
  sessionId?: string;
  payUrl?: string;
  /** The bank's reference, shown on the receipt. */
  reference?: string;
  /** Where it was asked for: the chat that hears of it and, if a form waited for the money, goes on. */
  account: Types.ObjectId;
  resumeDraft?: Types.ObjectId;
  /** When the reconciler looks at it next (absent: never again), and how often it has. */
  checkAt?: Date;
  checks: number;
  createdAt: Date;
  endedAt?: Date;
}

const schema = new Schema<TopUp>({
  person: { type: Schema.Types.ObjectId, ref: 'Person', required: true },
  wallet: { type: String, enum: PAYERS, required: true },
  startedBy: { type: Schema.Types.ObjectId, ref: 'Person', required: true },
  centre: { type: Schema.Types.ObjectId, ref: 'Centre' },
  trackingCode: { type: String, required: true },
  amountRials: { type: Number, required: true, min: 1 },
  state: { type: String, enum: TOP_UP_STATES, required: true },
  sessionId: String,
  payUrl: String,
  reference: String,
  account: { type: Schema.Types.ObjectId, ref: 'Account', required: true },
  resumeDraft: Schema.Types.ObjectId,
  checkAt: Date,
  checks: { type: Number, default: 0 },
  createdAt: { type: Date, required: true },
  endedAt: Date,
});
// A payment return is looked up by the gateway's session, never by what the browser says of the order.
schema.index({ sessionId: 1 }, { unique: true, partialFilterExpression: { sessionId: { $exists: true } } });
// By what a payer quotes. A process of an earlier version, still running at a deployment, gives none.
schema.index(
  { trackingCode: 1 },
  { unique: true, partialFilterExpression: { trackingCode: { $exists: true } } },
);
// The reconciler: what is due.
schema.index({ state: 1, checkAt: 1 });
schema.index({ person: 1, createdAt: -1 });
// What somebody is paying just now.
schema.index({ startedBy: 1, createdAt: -1 });

export const createTopUpModel = (connection: Connection) => connection.model('TopUp', schema, 'topups');
