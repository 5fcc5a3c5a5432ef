/**
 * A payment that credits a wallet. What its states mean and which follows which is told in `services/top-ups/state.ts`,
 * the only place that changes one.
 */
import { type Connection, Schema, type Types } from 'mongoose';
import { PAYERS, type Payer } from './enrolment.ts';

export const TOP_UP_STATES = [
  'created',
  'sent',
  'paid-unverified',
  'credited',
  'failed',
  'expired',
  'unresolved',
  'refund-due',
] as const;
export type TopUpState = (typeof TOP_UP_STATES)[number];

/** While a payment is in one of these, its money may come at any moment. */
export const PAYING_STATES: readonly TopUpState[] = ['sent', 'paid-unverified'];

/** Where payments are made. */
export const GATEWAY_NAMES = ['zarinpal', 'zibal', 'bale'] as const;
export type GatewayName = (typeof GATEWAY_NAMES)[number];

/** In what a payment is not the one that was asked for; it is never credited then. */
export const DIFFERENCES = ['amount', 'currency', 'payer', 'order', 'merchant'] as const;
export type Difference = (typeof DIFFERENCES)[number];

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
  /** Which gateway has it, and under what name (Zarinpal: authority, Zibal: trackId, Bale: transaction). */
  gateway?: GatewayName;
  sessionId?: string;
  payUrl?: string;
  /** Inside the chat: the payment whose card this invoice stands beside, and the messenger's number of who pays. */
  invoiceOf?: Types.ObjectId;
  payerId?: string;
  /** The bank's reference, shown on the receipt. */
  reference?: string;
  /** What was found when the payment was compared with what had been asked for. */
  difference?: Difference;
  /** Where it was asked for: the chat that hears of it and, if a form waited for the money, goes on. */
  account: Types.ObjectId;
  resumeDraft?: Types.ObjectId;
  /** When the payer first came back, or said that they had paid, before the gateway knew of it. */
  claimedAt?: Date;
  /** When the reconciler looks at it next (absent: never again), and how often it has. */
  checkAt?: Date;
  checks: number;
  createdAt: Date;
  /** How often its state was changed; each change is told by a name of its own. */
  moves: number;
  /** When it came into the state that it is in, once that ended the wait. */
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
  gateway: { type: String, enum: GATEWAY_NAMES },
  sessionId: String,
  payUrl: String,
  invoiceOf: Schema.Types.ObjectId,
  payerId: String,
  reference: String,
  difference: { type: String, enum: DIFFERENCES },
  account: { type: Schema.Types.ObjectId, ref: 'Account', required: true },
  resumeDraft: Schema.Types.ObjectId,
  claimedAt: Date,
  checkAt: Date,
  checks: { type: Number, default: 0 },
  createdAt: { type: Date, required: true },
  moves: { type: Number, default: 0 },
  endedAt: Date,
});
// A payment return is looked up by the gateway's session, never by what the browser says of the order.
schema.index(
  { sessionId: 1, gateway: 1 },
  { unique: true, partialFilterExpression: { sessionId: { $exists: true } } },
);
// A card has one invoice, however often it is asked for.
schema.index({ invoiceOf: 1 }, { unique: true, partialFilterExpression: { invoiceOf: { $exists: true } } });
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
// A gateway's day, and what stands in its file.
schema.index({ gateway: 1, endedAt: 1 });
schema.index({ reference: 1 }, { partialFilterExpression: { reference: { $exists: true } } });

export const createTopUpModel = (connection: Connection) => connection.model('TopUp', schema, 'topups');
