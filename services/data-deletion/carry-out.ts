/**
 * Deleting, in one transaction. It meets whoever enrols the person in the same instant at what both write: their form,
 * or, where the form is newer than that, the record of the person (`services/people/identity-now.ts`). Of the two one
 * commits, and the other finds what it did.
 */
import type { ClientSession, Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import type { Person } from '../../models/person.ts';
import type { StaffCase } from '../../models/staff-case.ts';
import { close, record } from './request-end.ts';
import { obstaclesOf, requestKey } from './rules.ts';
import type { CarryOutOutcome, DataDeletionDeps } from './service.ts';
import { standingOf } from './standing.ts';

export async function carryOut(deps: DataDeletionDeps, person: Types.ObjectId): Promise<CarryOutOutcome> {
  const notices: Types.ObjectId[] = [];
  const outcome = await deps.inTransaction<CarryOutOutcome>(async ({ session, abort }) => {
    notices.length = 0;
    const asked = await deps.people.byId(person, session);
    if (!asked?.deletion || asked.deletion.dueAt > deps.clock()) return abort({ type: 'not-due' });
    const obstacles = obstaclesOf(await standingOf(deps, asked, session));
    const [first] = obstacles;
    if (first) {
      const dedupeKey = `data-kept-${requestKey(person, asked.deletion.requestedAt)}`;
      await close(deps, asked, asked.deletion, session);
      await record(deps, 'data-deletion-not-done', person, session);
      const notice = { event: 'data-kept', person, params: { because: first }, dedupeKey } as const;
      notices.push(await deps.notifications.record(notice, session));
      return { type: 'kept', obstacles };
    }
    return { type: 'deleted', accounts: await deleteAll(deps, asked, session) };
  });
  if (outcome.type === 'deleted') for (const account of outcome.accounts) deps.accounts.forget(account);
  await deps.notifications.wake(notices);
  return outcome;
}

async function deleteAll(deps: DataDeletionDeps, person: Person, session: ClientSession): Promise<Account[]> {
  const { models, people, drafts } = deps;
  const { _id } = person;
  const accounts = await models.Account.find({ person: _id }).session(session).lean<Account[]>();
  await drafts.dropAllOf(_id, accounts, session);
  await models.Account.updateMany(
    { person: _id },
    { $unset: { person: true, mismatchesSince: true }, $set: { mismatches: 0 } },
    { session },
  );
  await models.Notification.updateMany({ person: _id }, { $set: { params: {} } }, { session });
  // The page behind a receipt tells a name, and there is none any more.
  const linked = { person: _id, verification: { $exists: true } };
  await models.Enrolment.updateMany(linked, { $unset: { verification: true } }, { session });
  await clearCases(deps, person, session);
  await people.erase(_id, session);
  await record(deps, 'data-deleted', _id, session);
  return accounts;
}

/** That there was a case, of which kind, and how it ended stays; its words, which may hold names, do not. */
async function clearCases(
  { models, cases }: DataDeletionDeps,
  { _id: person, deletion }: Person,
  session: ClientSession,
): Promise<void> {
  if (deletion) {
    const dedupeKey = requestKey(person, deletion.requestedAt);
    await cases.settle({ dedupeKey, reason: 'carried out' }, session);
  }
  const all = await models.StaffCase.find({ person }).session(session).lean<StaffCase[]>();
  for (const { _id, facts } of all) {
    const cleared = Object.fromEntries(
      Object.entries(facts).map(([name, value]) => [name, typeof value === 'string' ? '—' : value]),
    );
    await models.StaffCase.updateOne({ _id }, { $set: { facts: cleared } }, { session });
  }
}
