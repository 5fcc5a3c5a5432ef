/**
 * A half-filled form. It is the form: whatever a chat, a process or a queue forgets, the next question is found here.
 *
 * Before a person is proven the draft belongs to the account that fills it; from then on to the person, so that it goes
 * on in any of their chats. It ends by being consumed in the transaction that does what it asks for, or by being
 * dropped when the person cancels.
 */
import { type Connection, Schema, type Types } from 'mongoose';

export type FormName = 'enrol' | 'top-up';

/** What has been answered so far; a form asks for the first of its answers that is missing. */
export interface Answers {
  /** `09…`, from the messenger's own contact button. */
  mobile?: string;
  nationalCode?: string;
  courseCode?: string;
  amountRials?: number;
}

export interface Draft {
  _id: Types.ObjectId;
  form: FormName;
  /** `account:<id>` or `person:<id>`. */
  owner: string;
  answers: Answers;
  /** The prompt that was asked last and waits for an answer; `confirm` when the card is drawn. */
  asked?: string;
  /** Wrong answers to `asked` in a row: the explanation changes with the second. */
  mistakes: number;
  /**
   * Minted anew each time the confirm card is drawn, dropped when another chat takes over. Only the latest card's tap
   * is obeyed: the transaction that acts consumes the draft by this id, so it is the fencing token too.
   */
  operationId?: string;
  /** The fee that the card showed: nobody pays another one than they saw. */
  quotedFeeRials?: number;
  /** The update whose answer was written last; the same update again (a crash, a repeat) is not a second answer. */
  lastUpdate?: string;
  /** The account in whose chat the form is filled now. */
  heldBy: Types.ObjectId;
  /** Grows with every write; writers compare and set. */
  version: number;
  touchedAt: Date;
}

const schema = new Schema<Draft>(
  {
    form: { type: String, enum: ['enrol', 'top-up'], required: true },
    owner: { type: String, required: true },
    answers: {
      type: new Schema<Answers>(
        { mobile: String, nationalCode: String, courseCode: String, amountRials: Number },
        { _id: false },
      ),
      default: {},
    },
    asked: String,
    mistakes: { type: Number, default: 0 },
    operationId: String,
    quotedFeeRials: Number,
    lastUpdate: String,
    heldBy: { type: Schema.Types.ObjectId, ref: 'Account', required: true },
    version: { type: Number, default: 1 },
    touchedAt: { type: Date, required: true },
  },
  { minimize: false },
);
// One form of a kind per person at a time (N3): two chats that start at once meet here.
schema.index({ owner: 1, form: 1 }, { unique: true });
// Code and mobile of somebody who never came back to be proven are not kept for ever.
schema.index(
  { touchedAt: 1 },
  { expireAfterSeconds: 7 * 24 * 60 * 60, partialFilterExpression: { 'answers.mobile': { $exists: true } } },
);

export const createDraftModel = (connection: Connection) => connection.model('Draft', schema, 'drafts');
