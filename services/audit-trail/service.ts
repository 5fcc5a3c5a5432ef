/** The trail of what staff and scripts do to people, payments and systems. */
import type { ClientSession, Types } from 'mongoose';
import type { AuditEntry, AuditSubject, AuditSubjectKind } from '../../models/audit-entry.ts';
import type { Models } from '../../models/models.ts';
import type { Clock } from '../clock.ts';

export interface Deed extends Pick<AuditEntry, 'act' | 'person' | 'by' | 'reason' | 'details'> {
  subject: Subject;
}

/** What it is done to; a system is known by its name. */
export interface Subject {
  kind: AuditSubjectKind;
  id: Types.ObjectId | string;
}

export interface AuditTrail {
  /** Writes an entry; give the session of the transaction that does the deed, so that neither is there without the other. */
  record(deed: Deed, session?: ClientSession): Promise<void>;
  /** What was done to one thing, newest first. */
  of(subject: Subject, limit: number): Promise<AuditEntry[]>;
  /** What was done to a person and to what is theirs, newest first. */
  ofPerson(person: Types.ObjectId, limit: number): Promise<AuditEntry[]>;
}

export interface AuditTrailDeps {
  models: Models;
  clock: Clock;
}

export function createAuditTrail(deps: AuditTrailDeps): AuditTrail {
  const { AuditEntry } = deps.models;
  return {
    record: (deed, session) => record(deps, deed, session),
    of: (subject, limit) => {
      const { kind, id } = storedSubject(subject);
      return AuditEntry.find({ 'subject.kind': kind, 'subject.id': id })
        .sort({ at: -1, _id: -1 })
        .limit(limit)
        .lean<AuditEntry[]>();
    },
    ofPerson: (person, limit) =>
      AuditEntry.find({ person }).sort({ at: -1, _id: -1 }).limit(limit).lean<AuditEntry[]>(),
  };
}

/** A subject as documents have it. */
export function storedSubject({ kind, id }: Subject): AuditSubject {
  return { kind, id: typeof id === 'string' ? id : id.toHexString() };
}

async function record(
  { models, clock }: AuditTrailDeps,
  { subject, ...deed }: Deed,
  session?: ClientSession,
): Promise<void> {
  const concerned = subject.kind === 'person' && typeof subject.id !== 'string' ? { person: subject.id } : {};
  const entry = { ...concerned, ...deed, subject: storedSubject(subject), at: clock() };
  await models.AuditEntry.create([entry], session ? { session } : {});
}
