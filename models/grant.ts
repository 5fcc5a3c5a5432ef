/** What makes a person a portal user of a centre (N3): they may register its trainees. A revoked grant stays as a record. */
import { type Connection, Schema, type Types } from 'mongoose';

export interface Grant {
  _id: Types.ObjectId;
  person: Types.ObjectId;
  centre: Types.ObjectId;
  role: 'portal-user';
  /** May register people of a target group without a mobile (N6). */
  mayExempt: boolean;
  grantedAt: Date;
  /** Absent when it came from the organisation's files. */
  grantedBy?: Types.ObjectId;
  revokedAt?: Date;
}

const schema = new Schema<Grant>({
  person: { type: Schema.Types.ObjectId, ref: 'Person', required: true },
  centre: { type: Schema.Types.ObjectId, ref: 'Centre', required: true },
  role: { type: String, enum: ['portal-user'], required: true },
  mayExempt: { type: Boolean, required: true },
  grantedAt: { type: Date, required: true },
  grantedBy: { type: Schema.Types.ObjectId, ref: 'Person' },
  revokedAt: Date,
});
// One live grant per person and centre; who is a portal user, and where.
schema.index({ person: 1, centre: 1 }, { unique: true, partialFilterExpression: { revokedAt: null } });
// Whom a centre's notices go to.
schema.index({ centre: 1 });

export const createGrantModel = (connection: Connection) => connection.model('Grant', schema, 'grants');
