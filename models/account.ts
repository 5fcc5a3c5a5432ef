/** One user of one messenger. It speaks for a person only after that person's code and mobile were proven from it. */
import { type Connection, Schema, type Types } from 'mongoose';
import type { Platform } from '../config.ts';

export interface Account {
  _id: Types.ObjectId;
  platform: Platform;
  /** The messenger's number for the user and for the private chat, as strings. */
  platformUserId: string;
  chatId: string;
  person?: Types.ObjectId;
  language: 'fa' | 'en';
  /** `false` after the messenger said that the person blocked the bot; the next message sets it back. */
  reachable: boolean;
  /** Pairs of code and mobile that did not match, counted within a day: nobody may probe whose number is whose. */
  mismatches: number;
  mismatchesSince?: Date;
  createdAt: Date;
}

const schema = new Schema<Account>({
  platform: { type: String, enum: ['telegram', 'bale'], required: true },
  platformUserId: { type: String, required: true },
  chatId: { type: String, required: true },
  person: { type: Schema.Types.ObjectId, ref: 'Person' },
  language: { type: String, enum: ['fa', 'en'], required: true },
  reachable: { type: Boolean, default: true },
  mismatches: { type: Number, default: 0 },
  mismatchesSince: Date,
  createdAt: { type: Date, required: true },
});
// Every update starts by looking up its sender.
schema.index({ platform: 1, platformUserId: 1 }, { unique: true });
// Notices go to all chats of a person.
schema.index({ person: 1 }, { partialFilterExpression: { person: { $exists: true } } });

export const createAccountModel = (connection: Connection) => connection.model('Account', schema, 'accounts');
