/**
 * A matter that staff must look at. It is opened by what was found, once per matter (`dedupeKey`), and closed by one of
 * the staff with a reason, or by itself when the matter is over (`closed.by` is absent then). Closed it stays as a record.
 */
import { type Connection, Schema, type Types } from 'mongoose';
import type { AuditSubject } from './audit-entry.ts';

export const CASE_KINDS = [
  /** Somebody proved a code that another person's account holds. */
  'code-taken',
  /** The registry and we know different names. */
  'registry-differs',
  'identity-rejected',
  /** "It is not me", about an enrolment by a centre. */
  'consent-refused',
  'payment-differs',
  'payment-unresolved',
  'unmatched-money',
  'refund-requested',
  'data-deletion-requested',
] as const;
export type CaseKind = (typeof CASE_KINDS)[number];

export interface CaseClosing {
  at: Date;
  /** Absent when the matter was over by itself. */
  by?: Types.ObjectId;
  reason: string;
}

export interface StaffCase {
  _id: Types.ObjectId;
  kind: CaseKind;
  /** Names the matter: opened twice, it is one case. */
  dedupeKey: string;
  state: 'open' | 'closed';
  /** Whom it is about. */
  person?: Types.ObjectId;
  /** What it is about: an enrolment, a payment. */
  subject?: AuditSubject;
  /** What was found, for the text of the kind. People stand by their ids; codes and numbers masked. */
  facts: Record<string, string | number>;
  openedAt: Date;
  closed?: CaseClosing;
}

const schema = new Schema<StaffCase>(
  {
    kind: { type: String, enum: CASE_KINDS, required: true },
    dedupeKey: { type: String, required: true },
    state: { type: String, enum: ['open', 'closed'], required: true },
    person: { type: Schema.Types.ObjectId, ref: 'Person' },
    subject: {
      type: new Schema<AuditSubject>({ kind: String, id: String }, { _id: false }),
      default: undefined,
    },
    facts: { type: Schema.Types.Mixed, default: {} },
    openedAt: { type: Date, required: true },
    closed: {
      type: new Schema<CaseClosing>({ at: Date, by: Schema.Types.ObjectId, reason: String }, { _id: false }),
      default: undefined,
    },
  },
  { minimize: false },
);
schema.index({ dedupeKey: 1 }, { unique: true });
// The list of what waits, oldest first.
schema.index({ state: 1, openedAt: 1, _id: 1 });
// What waits, or waited, about one person.
schema.index({ person: 1, openedAt: 1 }, { partialFilterExpression: { person: { $exists: true } } });

export const createStaffCaseModel = (connection: Connection) =>
  connection.model('StaffCase', schema, 'staffcases');
