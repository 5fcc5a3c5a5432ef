/**
 * A person's place in a course, or in the line for it.
 *
 * `waitlisted` (in line: no seat, nothing charged) → `offered` (a seat is held until `offeredUntil`, since the wallet was
 * short when the turn came) → `active` (seated and paid). Most begin as `active`. All three are live; a live one ends by
 * `cancelled` or `completed` and never comes back, the person enrols anew.
 */
import { type Connection, Schema, type Types } from 'mongoose';

export const LIVE_STATUSES = ['active', 'waitlisted', 'offered'] as const;
export const ENROLMENT_STATUSES = [...LIVE_STATUSES, 'cancelled', 'completed'] as const;
export type EnrolmentStatus = (typeof ENROLMENT_STATUSES)[number];

/** Who pays (N4): the trainee's own wallet, or the portal wallet of who registered them. */
export const PAYERS = ['trainee', 'portal-user'] as const;
export type Payer = (typeof PAYERS)[number];

/** `own`: registered themselves. Else a portal user did: `asked`, until the trainee says whether it is them. */
export const CONSENTS = ['own', 'asked', 'given', 'refused'] as const;
export type ConsentState = (typeof CONSENTS)[number];

export const END_REASONS = [
  'withdrawn',
  'left-the-line',
  'offer-declined',
  'offer-expired',
  'course-started',
  'course-cancelled',
  'not-me',
  'by-staff',
] as const;
export type EndReason = (typeof END_REASONS)[number];

/** How a live enrolment ended, and what came back to the wallet that paid. */
export interface EnrolmentEnd {
  because: EndReason;
  at: Date;
  /** Absent when no person but the time ended it. */
  by?: Types.ObjectId;
  /** In their own words; every change that staff make has one. */
  reason?: string;
  refundRials: number;
  /** Journal of the refund; absent when nothing came back. */
  journal?: Types.ObjectId;
}

/** Seat and money stay where they are until centre or staff decide. */
export interface Freeze {
  because: 'not-me' | 'identity-rejected';
  at: Date;
}

export interface Enrolment {
  _id: Types.ObjectId;
  /** What a person quotes later: ten digits. */
  trackingCode: string;
  person: Types.ObjectId;
  course: Types.ObjectId;
  status: EnrolmentStatus;
  /** Who pays, and how much in whole rials: the fee that was agreed to, charged when `active`. */
  payer: Payer;
  feeRials: number;
  /** Journal of the debit; absent when the course was free, or nothing was charged yet. */
  journal?: Types.ObjectId;
  /** Who pressed confirm; the trainee in a self-enrolment. */
  registeredBy: Types.ObjectId;
  /** The centre for which a portal user registered the trainee; absent in a self-enrolment. */
  centre?: Types.ObjectId;
  consent: { state: ConsentState; at: Date };
  /** Minted when the confirm card was drawn: a second tap on the same card finds this enrolment. */
  operationId: string;
  /** When they came into the course; for who waits, into the line. */
  enrolledAt: Date;
  /** Since when in line; the earliest is the first. It stays when the turn has come. */
  waitingSince?: Date;
  offeredUntil?: Date;
  frozen?: Freeze;
  /** Names the link on its receipts; absent until one is drawn. */
  verification?: string;
  ended?: EnrolmentEnd;
}

const endSchema = new Schema<EnrolmentEnd>(
  {
    because: { type: String, enum: END_REASONS, required: true },
    at: { type: Date, required: true },
    by: Schema.Types.ObjectId,
    reason: String,
    refundRials: { type: Number, required: true, min: 0 },
    journal: Schema.Types.ObjectId,
  },
  { _id: false },
);

const schema = new Schema<Enrolment>({
  trackingCode: { type: String, required: true },
  person: { type: Schema.Types.ObjectId, ref: 'Person', required: true },
  course: { type: Schema.Types.ObjectId, ref: 'Course', required: true },
  status: { type: String, enum: ENROLMENT_STATUSES, required: true },
  payer: { type: String, enum: PAYERS, required: true },
  feeRials: { type: Number, required: true, min: 0 },
  journal: Schema.Types.ObjectId,
  registeredBy: { type: Schema.Types.ObjectId, ref: 'Person', required: true },
  centre: { type: Schema.Types.ObjectId, ref: 'Centre' },
  consent: {
    type: new Schema({ state: { type: String, enum: CONSENTS }, at: Date }, { _id: false }),
    required: true,
  },
  operationId: { type: String, required: true },
  enrolledAt: { type: Date, required: true },
  waitingSince: Date,
  offeredUntil: Date,
  frozen: { type: new Schema<Freeze>({ because: String, at: Date }, { _id: false }), default: undefined },
  verification: String,
  ended: { type: endSchema, default: undefined },
});
schema.index({ trackingCode: 1 }, { unique: true });
schema.index({ operationId: 1 }, { unique: true });
// Looked up by whoever is shown a receipt.
schema.index(
  { verification: 1 },
  { unique: true, partialFilterExpression: { verification: { $exists: true } } },
);
// The last wall against enrolling twice: one live enrolment per person and course.
schema.index(
  { person: 1, course: 1 },
  { unique: true, partialFilterExpression: { status: { $in: [...LIVE_STATUSES] } } },
);
// "My enrolments", newest first.
schema.index({ person: 1, enrolledAt: -1 });
// Who is next in line; and the audit counts live enrolments by course.
schema.index({ course: 1, status: 1, waitingSince: 1 });
// Offers whose time is over.
schema.index({ offeredUntil: 1 }, { partialFilterExpression: { status: 'offered' } });
// What a portal user, or a centre's, has registered lately.
schema.index({ centre: 1, enrolledAt: -1 }, { partialFilterExpression: { centre: { $exists: true } } });

export const createEnrolmentModel = (connection: Connection) =>
  connection.model('Enrolment', schema, 'enrolments');
