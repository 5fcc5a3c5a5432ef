/**
 * Money that goes from a wallet back to the card that had paid it in: asked for by its owner, decided and paid out by
 * staff. From the request on it is out of the wallet, so that nobody spends it twice; it returns there when it is refused
 * or cannot be paid out.
 *
 *   requested ─▶ approved ─▶ paid-out
 *       │            └─────▶ failed
 *       └─▶ refused
 */
import { type Connection, Schema, type Types } from 'mongoose';
import type { Payer } from './enrolment.ts';

export const PAYBACK_STATES = ['requested', 'approved', 'paid-out', 'refused', 'failed'] as const;
export type PaybackState = (typeof PAYBACK_STATES)[number];

export interface Payback {
  _id: Types.ObjectId;
  trackingCode: string;
  /** Whose wallet it leaves. */
  person: Types.ObjectId;
  wallet: Payer;
  /** The payment that it goes back to. */
  topUp: Types.ObjectId;
  /** Whole rials, up to what was paid. */
  amountRials: number;
  state: PaybackState;
  /** The chat that asked. */
  account: Types.ObjectId;
  /** Of whoever decided last, in their own words; when it was paid out, with the bank's number. */
  reason?: string;
  requestedAt: Date;
  endedAt?: Date;
  /** Set until the money is back in the wallet: a payment is paid back once. */
  holds?: true;
}

const schema = new Schema<Payback>({
  trackingCode: { type: String, required: true },
  person: { type: Schema.Types.ObjectId, ref: 'Person', required: true },
  wallet: { type: String, required: true },
  topUp: { type: Schema.Types.ObjectId, ref: 'TopUp', required: true },
  amountRials: { type: Number, required: true },
  state: { type: String, enum: PAYBACK_STATES, required: true },
  account: { type: Schema.Types.ObjectId, ref: 'Account', required: true },
  reason: String,
  requestedAt: { type: Date, required: true },
  endedAt: Date,
  holds: Boolean,
});
schema.index({ topUp: 1 }, { unique: true, partialFilterExpression: { holds: true } });
schema.index({ trackingCode: 1 }, { unique: true });
schema.index({ person: 1, requestedAt: -1 });

export const createPaybackModel = (connection: Connection) => connection.model('Payback', schema, 'paybacks');
