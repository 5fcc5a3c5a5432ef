/**
 * A person's place in a course.
 *
 * `active` is the only state in which it holds a seat. It ends by `cancelled` or `completed`; an ended enrolment never
 * comes back, the person enrols anew.
 */
import { type Connection, Schema, type Types } from 'mongoose';

export type EnrolmentStatus = 'active' | 'cancelled' | 'completed';

export interface Enrolment {
  _id: Types.ObjectId;
  /** What a person quotes later: ten digits. */
  trackingCode: string;
  person: Types.ObjectId;
  course: Types.ObjectId;
  status: EnrolmentStatus;
  /** Who paid (N4), and how much in whole rials at the time. */
  payer: 'trainee' | 'portal-user';
  feeRials: number;
  /** Journal of the debit; absent when the course was free. */
  journal?: Types.ObjectId;
  /** Who pressed confirm; the trainee in a self-enrolment. */
  registeredBy: Types.ObjectId;
  /** Minted when the confirm card was drawn: a second tap on the same card finds this enrolment. */
  operationId: string;
  enrolledAt: Date;
}

const schema = new Schema<Enrolment>({
  trackingCode: { type: String, required: true },
  person: { type: Schema.Types.ObjectId, ref: 'Person', required: true },
  course: { type: Schema.Types.ObjectId, ref: 'Course', required: true },
  status: { type: String, enum: ['active', 'cancelled', 'completed'], required: true },
  payer: { type: String, enum: ['trainee', 'portal-user'], required: true },
  feeRials: { type: Number, required: true, min: 0 },
  journal: Schema.Types.ObjectId,
  registeredBy: { type: Schema.Types.ObjectId, ref: 'Person', required: true },
  operationId: { type: String, required: true },
  enrolledAt: { type: Date, required: true },
});
schema.index({ trackingCode: 1 }, { unique: true });
schema.index({ operationId: 1 }, { unique: true });
// The last wall against enrolling twice: one live enrolment per person and course.
schema.index({ person: 1, course: 1 }, { unique: true, partialFilterExpression: { status: 'active' } });
// "My enrolments", newest first.
schema.index({ person: 1, enrolledAt: -1 });
// The audit counts live enrolments by course.
schema.index({ course: 1, status: 1 });

export const createEnrolmentModel = (connection: Connection) =>
  connection.model('Enrolment', schema, 'enrolments');
