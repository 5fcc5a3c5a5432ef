/**
 * What staff have decided about an outside system, in place of what its breaker finds. In MongoDB and not in Redis, since
 * a Redis that is lost must not switch on again what somebody has switched off.
 */
import { type Connection, Schema, type Types } from 'mongoose';

export interface SystemOverride {
  _id: Types.ObjectId;
  /** Its name in `services/breakers/systems.ts`. */
  system: string;
  /** `off`: nobody asks it. `on`: everybody does, whatever the breaker has seen. */
  to: 'off' | 'on';
  by: Types.ObjectId;
  reason: string;
  since: Date;
  /** From then on the breaker decides again; absent: until somebody says so. */
  until?: Date;
}

const schema = new Schema<SystemOverride>({
  system: { type: String, required: true },
  to: { type: String, enum: ['off', 'on'], required: true },
  by: { type: Schema.Types.ObjectId, ref: 'Person', required: true },
  reason: { type: String, required: true },
  since: { type: Date, required: true },
  until: Date,
});
// Of two who decide at once, one decides last.
schema.index({ system: 1 }, { unique: true });

export const createSystemOverrideModel = (connection: Connection) =>
  connection.model('SystemOverride', schema, 'system-overrides');
