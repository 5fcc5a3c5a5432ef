/**
 * Why a form came to its end, or was left, without what it was for. One that was carried out leaves its enrolment or
 * payment instead. No answers are kept: the figures need none.
 */
import { type Connection, Schema, type Types } from 'mongoose';

export const ENDINGS = [
  /** The person gave it up. */
  'cancelled',
  /** Left alone for too long; the draft is kept. */
  'set-aside',
  /** It became pointless: enrolled by another card, refused by the registry. */
  'pointless',
  /** The person turned out to have this form open in another chat; the two became one. */
  'joined',
  /** It handed over to what has a record of its own, as a charge does to its payment. */
  'handed-over',
  /** This version of the bot has no such form any more. */
  'withdrawn',
] as const;
export type Ending = (typeof ENDINGS)[number];

export interface FormEnding {
  _id: Types.ObjectId;
  draft: Types.ObjectId;
  form: string;
  /** `account:<id>` or `person:<id>`. */
  owner: string;
  because: Ending;
  /** The question or card that waited. */
  asked?: string;
  /** Wrong answers to it. */
  mistakes: number;
  at: Date;
}

const schema = new Schema<FormEnding>({
  draft: { type: Schema.Types.ObjectId, required: true },
  form: { type: String, required: true },
  owner: { type: String, required: true },
  because: { type: String, enum: ENDINGS, required: true },
  asked: String,
  mistakes: { type: Number, required: true },
  at: { type: Date, required: true },
});
// Figures look back a year.
schema.index({ at: 1 }, { expireAfterSeconds: 366 * 24 * 60 * 60 });

export const createFormEndingModel = (connection: Connection) =>
  connection.model('FormEnding', schema, 'form-endings');
