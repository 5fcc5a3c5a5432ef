/** A place that gives courses: a state centre (مرکز دولتی) or a private institute (آموزشگاه آزاد). */
import { type Connection, Schema, type Types } from 'mongoose';

export interface Centre {
  _id: Types.ObjectId;
  /** The organisation's own code for it, used in files and links. */
  code: string;
  name: string;
  kind: 'state' | 'private';
  province: string;
  city: string;
  address: string;
}

const schema = new Schema<Centre>({
  code: { type: String, required: true },
  name: { type: String, required: true },
  kind: { type: String, enum: ['state', 'private'], required: true },
  province: { type: String, required: true },
  city: { type: String, required: true },
  address: { type: String, default: '' },
});
schema.index({ code: 1 }, { unique: true });
schema.index({ province: 1 });

export const createCentreModel = (connection: Connection) => connection.model('Centre', schema, 'centres');
