/** What stays of a request on record: its entries in the trail, and its case, which closes with it. */
import type { ClientSession, Types } from 'mongoose';
import type { AuditAct } from '../../models/audit-entry.ts';
import type { Deletion, Person } from '../../models/person.ts';
import { requestKey } from './rules.ts';
import type { DataDeletionDeps } from './service.ts';

/** The request is over, and nothing was deleted. */
export async function close(
  { models, cases }: DataDeletionDeps,
  { _id: person }: Person,
  { requestedAt }: Deletion,
  session: ClientSession,
): Promise<void> {
  await models.Person.updateOne({ _id: person }, { $unset: { deletion: true } }, { session });
  await cases.settle({ dedupeKey: requestKey(person, requestedAt), reason: 'nothing was deleted' }, session);
}

/** By the person, or because they had asked for it. */
export function record(
  { auditTrail }: DataDeletionDeps,
  act: AuditAct,
  person: Types.ObjectId,
  session: ClientSession,
): Promise<void> {
  return auditTrail.record({ act, subject: { kind: 'person', id: person }, by: person }, session);
}
