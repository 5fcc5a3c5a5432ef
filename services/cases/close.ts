/** Closing a case: by one of the staff, with a reason, once. */
import type { ClientSession, Types } from 'mongoose';
import type { StaffCase } from '../../models/staff-case.ts';
import { isReason } from './rules.ts';
import type { CasesDeps, CloseOutcome, Closing } from './service.ts';

export async function close(deps: CasesDeps, closing: Closing): Promise<CloseOutcome> {
  if (!isReason(closing.reason)) return { type: 'no-reason' };
  return deps.inTransaction<CloseOutcome>(async ({ session, abort }) => {
    if (!(await deps.staff.isStaff(closing.by, session))) return abort({ type: 'not-staff' });
    const closed = await closeWithin(deps, closing, session);
    if (closed) return { type: 'closed', case: closed };
    const found = await deps.models.StaffCase.findById(closing.id, null, { session }).lean<StaffCase>();
    return abort(found ? { type: 'already-closed', case: found } : { type: 'no-such-case' });
  });
}

/** In the transaction of a deed that ends the matter; null when the case is not open any more. */
export async function closeWithin(
  { models, clock, auditTrail }: Pick<CasesDeps, 'models' | 'clock' | 'auditTrail'>,
  { id, by, reason }: { id: Types.ObjectId; by: Types.ObjectId; reason: string },
  session: ClientSession,
): Promise<StaffCase | null> {
  const words = reason.trim();
  const closed = await models.StaffCase.findOneAndUpdate(
    { _id: id, state: 'open' },
    { state: 'closed', closed: { at: clock(), by, reason: words } },
    { session, returnDocument: 'after' },
  ).lean<StaffCase>();
  if (!closed) return null;
  const deed = { act: 'case-closed', subject: { kind: 'case', id }, by, reason: words } as const;
  const details = { kind: closed.kind };
  const concerned = closed.person ? { person: closed.person } : {};
  await auditTrail.record({ ...deed, ...concerned, details }, session);
  return closed;
}
