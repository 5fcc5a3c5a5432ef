/**
 * A half-filled form. It is the form: whatever a chat, a process or a queue forgets, the next question is found here.
 *
 * Before a person is proven the draft belongs to the account that fills it; from then on to the person, so that it goes
 * on in any of their chats. It ends by being consumed in the transaction that does what it asks for, or by being
 * ended for another reason, which is recorded (`form-ending.ts`). A form left alone for too long is set aside: it takes
 * no answers any more, and waits among the person's unfinished forms.
 */
import { type Connection, Schema, type Types } from 'mongoose';
import type { Payer } from './enrolment.ts';
import type { Sealed } from './sealed.ts';

export const FORM_NAMES = ['enrol', 'enrol-trainee', 'top-up', 'introduce', 'staff-deed'] as const;
export type FormName = (typeof FORM_NAMES)[number];

/** Forms that enrol somebody: of these, one is open at a time per person, whatever the number of their chats (N3). */
export const REGISTRATIONS: readonly FormName[] = ['enrol', 'enrol-trainee'];

/** Forms that a person has at most one of, open or set aside. Registrations of several trainees may wait. */
export const ONE_OF_A_KIND: readonly FormName[] = ['enrol', 'top-up', 'introduce', 'staff-deed'];

/** What somebody asked to see before they were known. */
export const WANTED = ['wallet', 'my-enrolments'] as const;
export type Wanted = (typeof WANTED)[number];

/** The wallets that can be charged: one's own, a portal user's portal wallet, the wallet of a trainee of their centre. */
export const WHOSE = ['mine', 'my-portal', 'trainee'] as const;
export type Whose = (typeof WHOSE)[number];

/** What has been answered so far; a form asks for the first of its answers that is missing. */
export interface Answers {
  /** `09…`, from the messenger's own contact button, or proven by a code that was sent to it. */
  mobile?: string;
  /** The person proves a number by SMS, since their client cannot share it; gone once it is proven. */
  byText?: true;
  /** The code that was sent (`mobile-code.ts`); its id in hex. */
  mobileCode?: string;
  nationalCode?: string;
  /** `nationalCode` was typed without so many leading zeros; it is only offered, until the person says that it is theirs. */
  zerosMissing?: number;
  courseCode?: string;
  amountRials?: number;
  wanted?: Wanted;
  /** Of a registration by a portal user: the trainee, proven by code and mobile; of a top-up: whose wallet it is. The person's id in hex. */
  trainee?: string;
  /** Of a top-up: into which wallet it goes. */
  whose?: Whose;
  /** Who was found by the code, until it was looked at and confirmed that it is their wallet (then it is `trainee`). */
  candidate?: string;
  /** The target group for which the trainee has no mobile (N6), until they are known. */
  exemption?: string;
  /** Who pays (N4). */
  payer?: Payer;
  /** What staff are about to do, as `bot/conversations/deeds.ts` names it, with which file, and why. */
  deed?: string;
  fileId?: string;
  reason?: string;
}

/** As the database holds them. */
export type StoredAnswers = Omit<Answers, 'nationalCode' | 'mobile'> & {
  nationalCode?: Sealed;
  mobile?: Sealed;
};

export interface StoredDraft extends Omit<Draft, 'answers'> {
  answers: StoredAnswers;
}

/** As the code handles it; `services/drafts` makes it of what is stored. */
export interface Draft {
  _id: Types.ObjectId;
  form: FormName;
  /** `account:<id>` or `person:<id>`. */
  owner: string;
  answers: Answers;
  /** The prompt that was asked last and waits for an answer; `confirm` when the card is drawn. */
  asked?: string;
  /** The prompt whose answer is being changed from the summary; until there is a new one, the old one stands. */
  editing?: string;
  /** Wrong answers to `asked` in a row: the explanation changes with the second. */
  mistakes: number;
  /**
   * Minted anew each time the confirm card is drawn, dropped when another chat takes over. Only the latest card's tap
   * is obeyed: the transaction that acts consumes the draft by this id, so it is the fencing token too.
   */
  operationId?: string;
  /** A seat of the chosen course is, or was, held for this form (`seat-hold.ts`). */
  holdsSeat?: true;
  /** The fee that the card showed: nobody pays another one than they saw. */
  quotedFeeRials?: number;
  /** The update whose answer was written last; the same update again (a crash, a repeat) is not a second answer. */
  lastUpdate?: string;
  /** The account in whose chat the form is filled now. */
  heldBy: Types.ObjectId;
  /** The lock of N3: present in a registration while it is open, so that a unique index can see it. */
  registering?: true;
  /** When it was begun, or gone on with after it had been set aside. Drafts of earlier versions have none. */
  openSince?: Date;
  /** Grows with every write; writers compare and set. */
  version: number;
  /** The last write of the person's, not of ours. */
  touchedAt: Date;
  /** When the person was told that the form will soon be set aside. */
  remindedAt?: Date;
  setAsideAt?: Date;
}

const TEXTS = {
  mobile: String,
  mobileCode: String,
  nationalCode: String,
  courseCode: String,
  wanted: String,
  trainee: String,
  whose: String,
  candidate: String,
  exemption: String,
  payer: String,
  deed: String,
  fileId: String,
  reason: String,
};

const schema = new Schema<StoredDraft>(
  {
    form: { type: String, enum: FORM_NAMES, required: true },
    owner: { type: String, required: true },
    answers: {
      type: new Schema<StoredAnswers>(
        { ...TEXTS, byText: Boolean, amountRials: Number, zerosMissing: Number },
        { _id: false },
      ),
      default: {},
    },
    asked: String,
    editing: String,
    mistakes: { type: Number, default: 0 },
    operationId: String,
    holdsSeat: Boolean,
    quotedFeeRials: Number,
    lastUpdate: String,
    heldBy: { type: Schema.Types.ObjectId, ref: 'Account', required: true },
    registering: Boolean,
    openSince: Date,
    version: { type: Number, default: 1 },
    touchedAt: { type: Date, required: true },
    remindedAt: Date,
    setAsideAt: Date,
  },
  { minimize: false },
);
// All forms of a person.
schema.index({ owner: 1 });
// Two chats that open the same form at once meet here.
schema.index(
  { owner: 1, form: 1 },
  { name: 'one_of_each_kind', unique: true, partialFilterExpression: { form: { $in: ONE_OF_A_KIND } } },
);
// One registration at a time (N3): two chats that begin to enrol somebody at once, by whichever form, meet here.
schema.index({ owner: 1, registering: 1 }, { unique: true, partialFilterExpression: { registering: true } });
// Who else is registering this trainee just now.
schema.index({ 'answers.trainee': 1 }, { partialFilterExpression: { 'answers.trainee': { $exists: true } } });
// Code and mobile of somebody who never came back to be proven are not kept for ever.
schema.index(
  { touchedAt: 1 },
  { expireAfterSeconds: 7 * 24 * 60 * 60, partialFilterExpression: { 'answers.mobile': { $exists: true } } },
);
// The same for the code of a trainee whose mobile was never given. Descending only to be another index than the one above.
schema.index(
  { touchedAt: -1 },
  {
    expireAfterSeconds: 7 * 24 * 60 * 60,
    partialFilterExpression: { 'answers.nationalCode': { $exists: true } },
  },
);
// What was set aside long ago is of no use to anybody.
schema.index({ setAsideAt: 1 }, { expireAfterSeconds: 30 * 24 * 60 * 60 });
// The watch over forms that are left alone.
schema.index({ setAsideAt: 1, touchedAt: 1 });

export const createDraftModel = (connection: Connection) => connection.model('Draft', schema, 'drafts');
