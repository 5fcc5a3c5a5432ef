/**
 * Who put which course into which channel. It is written before the card is posted, so that a command which comes twice
 * posts once, and taken back when the channel refused. Without `postedAt` nobody knows whether the card got there.
 */
import { type Connection, Schema, type Types } from 'mongoose';

export interface Announcement {
  _id: Types.ObjectId;
  person: Types.ObjectId;
  course: Types.ObjectId;
  /** As it was written: a public name with @, or a number. */
  channel: string;
  /** Names the update that brought the command. */
  updateKey: string;
  at: Date;
  postedAt?: Date;
}

const schema = new Schema<Announcement>({
  person: { type: Schema.Types.ObjectId, ref: 'Person', required: true },
  course: { type: Schema.Types.ObjectId, ref: 'Course', required: true },
  channel: { type: String, required: true },
  updateKey: { type: String, required: true },
  at: { type: Date, required: true },
  postedAt: Date,
});
// Twice is once. A messenger may number its updates anew some day, hence not the key alone.
schema.index({ updateKey: 1, person: 1, course: 1, channel: 1 }, { unique: true });

export const createAnnouncementModel = (connection: Connection) =>
  connection.model('Announcement', schema, 'announcements');
