/**
 * A one-time code that was sent by SMS to a number that somebody has typed, for clients that cannot share a contact (N1).
 *
 * It proves the number to the chat that asked for it, for a few minutes and a few tries. The record stays for a day, since
 * what was sent in a day is counted by it; the code is there as a keyed hash only, and the number is sealed.
 */
import { type Connection, Schema, type Types } from 'mongoose';
import type { Sealed } from './sealed.ts';

export interface MobileCode {
  _id: Types.ObjectId;
  /** The chat that asked. */
  account: Types.ObjectId;
  mobile: Sealed;
  /** Finds what was sent to the same number, from whichever chat. */
  mobileHash: string;
  codeHash: string;
  /** Tries so far, right or wrong. */
  tries: number;
  sentAt: Date;
}

export const MOBILE_CODE_KEPT_SECONDS = 24 * 60 * 60;

const schema = new Schema<MobileCode>({
  account: { type: Schema.Types.ObjectId, ref: 'Account', required: true },
  mobile: { type: String, required: true },
  mobileHash: { type: String, required: true },
  codeHash: { type: String, required: true },
  tries: { type: Number, required: true },
  sentAt: { type: Date, required: true },
});
// What was sent at the wish of one chat, and to one number.
schema.index({ account: 1, sentAt: 1 });
schema.index({ mobileHash: 1, sentAt: 1 });
schema.index({ sentAt: 1 }, { expireAfterSeconds: MOBILE_CODE_KEPT_SECONDS });

export const createMobileCodeModel = (connection: Connection) =>
  connection.model('MobileCode', schema, 'mobilecodes');
