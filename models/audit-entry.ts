/**
 * What staff, an administrator or a script did to a person, a payment or a system: who, when, why. An entry is written
 * once and never changed or deleted. Nothing in it names anybody: people stand by their ids, codes and numbers masked.
 */
import { type Connection, Schema, type Types } from 'mongoose';

/** Extended by whoever adds a deed. */
export type AuditAct =
  | 'case-closed'
  | 'system-switched'
  | 'statement-compared'
  | 'payback-approved'
  | 'payback-refused'
  | 'payback-paid-out'
  | 'payback-failed'
  | 'code-corrected'
  | 'people-merged'
  | 'name-corrected'
  | 'enrolment-ended'
  | 'enrolment-unfrozen'
  | 'grant-given'
  | 'grant-changed'
  | 'grant-revoked'
  /** Asked for by the person; the others follow from that. */
  | 'data-deletion-requested'
  | 'data-deletion-taken-back'
  | 'data-deletion-not-done'
  | 'data-deleted';

export type AuditSubjectKind = 'person' | 'enrolment' | 'top-up' | 'payback' | 'case' | 'system';

/** What it was done to; a system has a name for an id. */
export interface AuditSubject {
  kind: AuditSubjectKind;
  id: string;
}

export interface AuditEntry {
  _id: Types.ObjectId;
  act: AuditAct;
  subject: AuditSubject;
  /** The person whom it concerns, when the subject is something of theirs. */
  person?: Types.ObjectId;
  /** Absent when a script or a setting did it. */
  by?: Types.ObjectId;
  /** In their own words. */
  reason?: string;
  details?: Record<string, string | number>;
  at: Date;
}

const schema = new Schema<AuditEntry>({
  act: { type: String, required: true },
  subject: {
    type: new Schema<AuditSubject>(
      { kind: { type: String, required: true }, id: { type: String, required: true } },
      { _id: false },
    ),
    required: true,
  },
  person: { type: Schema.Types.ObjectId, ref: 'Person' },
  by: { type: Schema.Types.ObjectId, ref: 'Person' },
  reason: String,
  details: { type: Schema.Types.Mixed, default: undefined },
  at: { type: Date, required: true },
});
// What was done to one thing, newest first.
schema.index({ 'subject.kind': 1, 'subject.id': 1, at: -1 });
// What was done that concerns one person.
schema.index({ person: 1, at: -1 }, { partialFilterExpression: { person: { $exists: true } } });

export const createAuditEntryModel = (connection: Connection) =>
  connection.model('AuditEntry', schema, 'auditentries');
