/**
 * A seat kept free while the money for it is on its way. It counts in the course's `seatsTaken` as long as the document is
 * there: past its deadline, too, until a job or the next reader releases it.
 */
import { type Connection, Schema, type Types } from 'mongoose';

export interface SeatHold {
  _id: Types.ObjectId;
  course: Types.ObjectId;
  /** Who would sit there. */
  person: Types.ObjectId;
  /** The form that waits for the money. */
  draft: Types.ObjectId;
  expiresAt: Date;
  /** Prolonged, once, because a payment was being checked. */
  extended: boolean;
}

const schema = new Schema<SeatHold>({
  course: { type: Schema.Types.ObjectId, ref: 'Course', required: true },
  person: { type: Schema.Types.ObjectId, ref: 'Person', required: true },
  draft: { type: Schema.Types.ObjectId, ref: 'Draft', required: true },
  expiresAt: { type: Date, required: true },
  extended: { type: Boolean, required: true },
});
// Nobody sits on two seats of a course, whoever registers them.
schema.index({ course: 1, person: 1 }, { unique: true });
// A form that goes on to another course gives up the seat of the one before.
schema.index({ draft: 1 }, { unique: true });
// Holds whose time is over.
schema.index({ expiresAt: 1 });

export const createSeatHoldModel = (connection: Connection) =>
  connection.model('SeatHold', schema, 'seat-holds');
