/**
 * What the registry's answer means for a person who was let in without it: their name, or the end of their way in. It is
 * written with its notice in one transaction. A name that the national window or staff gave stays, and where the registry
 * knows another one staff get a case.
 */
import type { ClientSession, Types } from 'mongoose';
import type { Person } from '../../models/person.ts';
import { noticeKey } from '../notifications/rules.ts';
import type { Notice } from '../notifications/service.ts';
import type { People } from '../people/service.ts';
import type { InTransaction } from '../transaction.ts';
import { followRejection, type RejectedBecause, type RejectionDeps } from './rejection.ts';
import { isSameName } from './same-name.ts';

export type RegistryAnswer =
  | { type: 'found'; firstName: string; lastName: string }
  | { type: 'not-found' }
  | { type: 'deceased' };

export interface RegistryAnswerDeps extends RejectionDeps {
  people: People;
  inTransaction: InTransaction;
}

/** What follows for one person; null each: nothing. */
interface Consequences {
  change: Partial<Person> | null;
  notice: Pick<Notice, 'event' | 'params'> | null;
  /** Two names of which staff must find out which one is right. */
  differing: { ours: string; theirs: string } | null;
  rejected: RejectedBecause | null;
}

const NOTHING: Consequences = { change: null, notice: null, differing: null, rejected: null };

export async function writeAnswer(
  deps: RegistryAnswerDeps,
  id: Types.ObjectId,
  answer: RegistryAnswer,
): Promise<void> {
  const notices = await deps.inTransaction<Types.ObjectId[]>(async ({ session }) => {
    const person = await deps.people.byId(id, session);
    return person ? write(deps, person, consequencesOf(person, answer), session) : [];
  });
  await deps.notifications.wake(notices);
}

/** Pure. Whoever is not pending any more was completed while the registry was asked. */
export function consequencesOf(person: Person, answer: RegistryAnswer): Consequences {
  const isPending = person.identity === 'pending';
  if (answer.type !== 'found') {
    if (!isPending) return NOTHING;
    return {
      ...NOTHING,
      change: { identity: 'rejected' },
      notice: { event: 'identity-rejected', params: {} },
      rejected: answer.type === 'deceased' ? 'deceased' : 'unknown-code',
    };
  }
  const theirs = `${answer.firstName} ${answer.lastName}`;
  const ours = keptName(person);
  const completed = (name: string) => ({ event: 'identity-completed' as const, params: { name } });
  if (ours === null) {
    const { firstName, lastName } = answer;
    const change = { identity: 'verified', nameSource: 'registry', firstName, lastName } as const;
    return isPending ? { ...NOTHING, change, notice: completed(theirs) } : NOTHING;
  }
  return {
    ...NOTHING,
    change: isPending ? { identity: 'verified' } : null,
    notice: isPending ? completed(ours) : null,
    differing: isSameName(ours, theirs) ? null : { ours, theirs },
  };
}

/** The name that is not for the registry to change. */
export function keptName({ nameSource, firstName, lastName }: Person): string | null {
  const isOthers = nameSource === 'national-window' || nameSource === 'staff';
  return isOthers && firstName !== undefined && lastName !== undefined ? `${firstName} ${lastName}` : null;
}

async function write(
  deps: RegistryAnswerDeps,
  { _id: person }: Person,
  { change, notice, differing, rejected }: Consequences,
  session: ClientSession,
): Promise<Types.ObjectId[]> {
  const { models, clock, notifications, cases } = deps;
  const notices: Types.ObjectId[] = [];
  if (change) {
    const set = { ...change, registryAskedAt: clock() };
    await models.Person.updateOne({ _id: person, identity: 'pending' }, set, { session });
  }
  if (notice) {
    const dedupeKey = noticeKey(notice.event, person);
    notices.push(await notifications.record({ ...notice, person, dedupeKey }, session));
  }
  if (differing) {
    const dedupeKey = `registry-differs-${person.toHexString()}`;
    const opened = await cases.open(
      { kind: 'registry-differs', dedupeKey, person, facts: differing },
      session,
    );
    notices.push(...opened.notices);
  }
  if (rejected) notices.push(...(await followRejection(deps, person, rejected, session)));
  return notices;
}
