/**
 * "Delete my data": asked for by the person, carried out by a job three days later, and until then taken back with a tap.
 *
 * A time to wait and no approval: whether it may be done is a question about records, which the database answers better
 * than somebody of staff would, and nobody's right has to wait for somebody else. Staff hear of it by a case, and hold it up
 * by any other case about the person. What stands in the way is looked at when it is asked for, so that the person is told
 * what to do first, and again in the transaction that deletes.
 *
 * What stays is what other people's money and records hang on, under an id that leads to nobody: the ledger, payments,
 * enrolments, the audit trail.
 */
import type { ClientSession, Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import type { Models } from '../../models/models.ts';
import type { Deletion, Person } from '../../models/person.ts';
import type { Accounts } from '../accounts/service.ts';
import type { AuditTrail } from '../audit-trail/service.ts';
import type { Cases } from '../cases/service.ts';
import type { Clock } from '../clock.ts';
import type { Drafts } from '../drafts/service.ts';
import type { Notice, Notifications } from '../notifications/service.ts';
import type { People } from '../people/service.ts';
import type { Staff } from '../staff/service.ts';
import type { InTransaction } from '../transaction.ts';
import type { Ledger } from '../wallet/ledger.ts';
import { carryOut } from './carry-out.ts';
import { close, record } from './request-end.ts';
import { DELETION_WAIT_MS, type Obstacle, obstaclesOf, requestKey } from './rules.ts';
import { standingOf } from './standing.ts';

export type AskOutcome =
  /** Nothing stands in the way; it would be done at this time. */
  | { type: 'possible'; dueAt: Date }
  | { type: 'not-possible'; obstacles: Obstacle[] }
  | { type: 'requested'; dueAt: Date }
  /** Deleted a moment ago. */
  | { type: 'gone' };

export type RequestOutcome = Exclude<AskOutcome, { type: 'possible' }>;

export type CarryOutOutcome =
  /** `accounts`: where they chatted, to be told; they are nobody's now. */
  | { type: 'deleted'; accounts: Account[] }
  /** Something came in the way since it was asked for. The request is closed, and the person told. */
  | { type: 'kept'; obstacles: Obstacle[] }
  /** Taken back, or done already. */
  | { type: 'not-due' };

export interface DataDeletion {
  /** What a request would come to now; changes nothing. */
  look(person: Types.ObjectId): Promise<AskOutcome>;
  /** Asked for twice it is one request. All chats of the person are told but `account`, which shows it: see `shown`. */
  request(person: Types.ObjectId, account: Account): Promise<RequestOutcome>;
  /** The chat that asked has shown what became of it. */
  shown(person: Types.ObjectId, account: Account): Promise<void>;
  /** False when there is nothing to take back. */
  takeBack(person: Types.ObjectId): Promise<boolean>;
  /** Who is to be deleted by now, longest waiting first. */
  due(limit: number): Promise<Types.ObjectId[]>;
  carryOut(person: Types.ObjectId): Promise<CarryOutOutcome>;
}

export interface DataDeletionDeps {
  models: Models;
  people: People;
  accounts: Pick<Accounts, 'forget'>;
  drafts: Pick<Drafts, 'dropAllOf'>;
  ledger: Pick<Ledger, 'balanceOf'>;
  cases: Pick<Cases, 'open' | 'settle'>;
  staff: Pick<Staff, 'seemsStaff'>;
  auditTrail: Pick<AuditTrail, 'record'>;
  notifications: Notifications;
  inTransaction: InTransaction;
  clock: Clock;
}

export function createDataDeletion(deps: DataDeletionDeps): DataDeletion {
  return {
    look: (person) => deps.inTransaction(({ session }) => look(deps, person, session)),
    request: (person, account) => request(deps, person, account),
    shown: (person, account) => shown(deps, person, account),
    takeBack: (person) => takeBack(deps, person),
    due: (limit) => due(deps, limit),
    carryOut: (person) => carryOut(deps, person),
  };
}

async function look(deps: DataDeletionDeps, id: Types.ObjectId, session: ClientSession): Promise<AskOutcome> {
  const person = await deps.people.byId(id, session);
  if (!person) return { type: 'gone' };
  if (person.deletion) return { type: 'requested', dueAt: person.deletion.dueAt };
  const obstacles = obstaclesOf(await standingOf(deps, person, session));
  if (obstacles.length > 0) return { type: 'not-possible', obstacles };
  return { type: 'possible', dueAt: new Date(deps.clock().getTime() + DELETION_WAIT_MS) };
}

async function request(
  deps: DataDeletionDeps,
  person: Types.ObjectId,
  account: Account,
): Promise<RequestOutcome> {
  const notices: Types.ObjectId[] = [];
  const outcome = await deps.inTransaction<RequestOutcome>(async ({ session }) => {
    notices.length = 0;
    const found = await look(deps, person, session);
    if (found.type !== 'possible') return found;
    const { dueAt } = found;
    const deletion: Deletion = { requestedAt: deps.clock(), dueAt };
    await deps.models.Person.updateOne({ _id: person }, { $set: { deletion } }, { session });
    const dedupeKey = requestKey(person, deletion.requestedAt);
    const matter = { kind: 'data-deletion-requested', dedupeKey, person } as const;
    const opened = await deps.cases.open({ ...matter, facts: { dueAt: dueAt.toISOString() } }, session);
    await record(deps, 'data-deletion-requested', person, session);
    const told = await deps.notifications.record(requestedNotice(person, deletion, account), session);
    notices.push(...opened.notices, told);
    return { type: 'requested', dueAt };
  });
  deps.accounts.forget(account);
  await deps.notifications.wake(notices);
  return outcome;
}

function requestedNotice(
  person: Types.ObjectId,
  { requestedAt, dueAt }: Deletion,
  { _id: shownIn }: Account,
): Notice {
  return {
    ...({ event: 'data-deletion-requested', person, shownIn } as const),
    params: { untilAt: dueAt.toISOString() },
    dedupeKey: requestKey(person, requestedAt),
  };
}

async function shown({ people, notifications }: DataDeletionDeps, id: Types.ObjectId, account: Account) {
  const person = await people.byId(id);
  if (person?.deletion) await notifications.shown(requestKey(id, person.deletion.requestedAt), account._id);
}

async function takeBack(deps: DataDeletionDeps, person: Types.ObjectId): Promise<boolean> {
  return deps.inTransaction<boolean>(async ({ session, abort }) => {
    const asked = await deps.people.byId(person, session);
    if (!asked?.deletion) return abort(false);
    await close(deps, asked, asked.deletion, session);
    await record(deps, 'data-deletion-taken-back', person, session);
    return true;
  });
}

async function due({ models, clock }: DataDeletionDeps, limit: number): Promise<Types.ObjectId[]> {
  const people = await models.Person.find({ 'deletion.dueAt': { $lte: clock() } }, { _id: 1 })
    .sort({ 'deletion.dueAt': 1 })
    .limit(limit)
    .lean<Pick<Person, '_id'>[]>();
  return people.map(({ _id }) => _id);
}
