/** The registry's name for somebody of whom we know another. */
import type { Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import { closeWithin } from '../cases/close.ts';
import { isReason } from '../cases/rules.ts';
import type { Correction, CorrectionOutcome, CorrectionsDeps } from './service.ts';

export async function correctName(deps: CorrectionsDeps, correction: Correction): Promise<CorrectionOutcome> {
  if (!isReason(correction.reason)) return { type: 'no-reason' };
  const matter = await deps.cases.byId({ by: correction.by, id: correction.case });
  if (!matter) return { type: 'not-staff' };
  const person = matter.person ? await deps.people.byId(matter.person) : null;
  if (matter.kind !== 'registry-differs' || !person) return { type: 'nothing-to-correct' };
  const answer = await deps.civilRegistry.lookup(person.nationalCode, person.birthDate);
  switch (answer.type) {
    case 'found':
      return carryOut(deps, correction, person._id, answer);
    case 'deceased':
      return { type: 'deceased' };
    case 'unavailable':
      return { type: 'cannot-check-now' };
    default:
      return { type: 'unknown-code' };
  }
}

async function carryOut(
  deps: CorrectionsDeps,
  { case: id, by, reason }: Correction,
  person: Types.ObjectId,
  { firstName, lastName }: { firstName: string; lastName: string },
): Promise<CorrectionOutcome> {
  const { models, staff, auditTrail, notifications, inTransaction } = deps;
  let notices: Types.ObjectId[] = [];
  const outcome = await inTransaction<CorrectionOutcome>(async ({ session, abort }) => {
    if (!(await staff.isStaff(by, session))) return abort({ type: 'not-staff' });
    if (!(await closeWithin(deps, { id, by, reason }, session))) return abort({ type: 'nothing-to-correct' });
    // Who was deleted meanwhile has no name.
    const known = { _id: person, identity: { $ne: 'deleted' as const } };
    const named = { firstName, lastName, nameSource: 'staff' as const };
    const { matchedCount } = await models.Person.updateOne(known, { $set: named }, { session });
    if (matchedCount === 0) return abort({ type: 'nothing-to-correct' });
    const subject = { kind: 'person', id: person } as const;
    await auditTrail.record({ act: 'name-corrected', subject, by, reason: reason.trim() }, session);
    const notice = {
      ...({ event: 'name-corrected', person } as const),
      params: { name: `${firstName} ${lastName}` },
      dedupeKey: `name-corrected-${id.toHexString()}`,
    };
    notices = [await notifications.record(notice, session)];
    return { type: 'corrected' };
  });
  if (outcome.type !== 'corrected') return outcome;
  const chats = await models.Account.find({ person }).lean<Account[]>();
  for (const account of chats) deps.accounts.forget(account);
  await notifications.wake(notices);
  return outcome;
}
