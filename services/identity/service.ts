/**
 * Who somebody is (N1, N2): code and mobile are matched by the mobile-ownership service, names come from the civil
 * registry. Without the first nobody is let in; without the second they are, and the name follows.
 */
import type { Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import { direct } from '../../models/direct.ts';
import type { Models } from '../../models/models.ts';
import type { Person } from '../../models/person.ts';
import type { Accounts } from '../accounts/service.ts';
import type { Cases } from '../cases/service.ts';
import type { Clock } from '../clock.ts';
import type { Notifications } from '../notifications/service.ts';
import type { People } from '../people/service.ts';
import type { CivilRegistry } from '../providers/identity/civil-registry.ts';
import type { MobileOwnership } from '../providers/identity/shahkar.ts';
import type { InTransaction } from '../transaction.ts';
import { askRegistry, type Names } from './ask-registry.ts';
import { type BackfillDeps, backfill, type Pass } from './backfill.ts';
import { type LearnFromWindow, learnFromWindow } from './by-window.ts';
import { type DisownOutcome, disown, type Objection } from './disown.ts';
import { type EnterOutcome, type Entry, enter } from './enter.ts';
import { joinKnown } from './join-known.ts';
import { isTaken } from './taken-code.ts';

export type ProveOutcome =
  | { type: 'proven'; person: Person }
  /** The operators say that the number belongs to another code. */
  | { type: 'mobile-of-another' }
  /** The same, and the code is proven in a chat of its owner's; staff have a case. */
  | { type: 'code-taken' }
  | { type: 'too-many-attempts' }
  /** The registry knows no such code. */
  | { type: 'unknown-code' }
  | { type: 'deceased' }
  /** A service whose word is needed does not answer; nothing was decided. */
  | { type: 'cannot-check-now' };

export interface Identity {
  /** Proves that this account's holder is the person of this code: `mobile` must come from the contact button. */
  prove(proof: { account: Account; nationalCode: string; mobile: string }): Promise<ProveOutcome>;
  /** Enters a trainee on the word of a portal user and of the registers; binds no chat to them. */
  enter(entry: Entry): Promise<EnterOutcome>;
  /** Takes in what the national window has told of who is behind a chat. */
  learnFromWindow: LearnFromWindow;
  /** Takes a chat away from a person who says that it is not theirs. */
  disown(objection: Objection): Promise<DisownOutcome>;
  byId(person: Types.ObjectId): Promise<Person | null>;
  /** Asks the registry for the names that are due, until nobody is, it is away, or `signal` ends it, and tells each person its answer. */
  backfill(signal?: AbortSignal): Promise<Pass>;
}

export interface IdentityDeps {
  models: Models;
  people: People;
  clock: Clock;
  mobileOwnership: MobileOwnership;
  civilRegistry: CivilRegistry;
  notifications: Notifications;
  inTransaction: InTransaction;
  accounts: Accounts;
  cases: Pick<Cases, 'open' | 'settleOf'>;
  /** How the backlog asks: the registry without the pace of those who wait in a chat, and what it keeps to instead. */
  backlog: Pick<BackfillDeps, 'civilRegistry' | 'pace' | 'breakers' | 'random' | 'inFlight'>;
}

/** Mismatching pairs that one account may try within a day. */
export const MISMATCHES_ALLOWED = 5;
const DAY_MS = 24 * 60 * 60 * 1000;

export function createIdentity(deps: IdentityDeps): Identity {
  return {
    prove: (proof) => prove(deps, proof),
    enter: (entry) => enter(deps, entry),
    disown: (objection) => disown(deps, objection),
    learnFromWindow: (word) => learnFromWindow(deps, word),
    byId: (person) => deps.people.byId(person),
    backfill: (signal) => backfill({ ...deps, ...deps.backlog }, signal),
  };
}

async function prove(deps: IdentityDeps, proof: Parameters<Identity['prove']>[0]): Promise<ProveOutcome> {
  if (mismatchesToday(deps, proof.account) >= MISMATCHES_ALLOWED) return { type: 'too-many-attempts' };
  const match = await deps.mobileOwnership.match(proof.nationalCode, proof.mobile);
  if (match.type === 'unavailable') return { type: 'cannot-check-now' };
  if (match.type === 'mismatch') {
    await countMismatch(deps, proof.account);
    // The operators know no such code at all: that, and not the number, is what to look at.
    if (match.why) return { type: 'unknown-code' };
    const isOthers = await isTaken(deps, proof.nationalCode, proof.account);
    return { type: isOthers ? 'code-taken' : 'mobile-of-another' };
  }
  const known = await deps.people.byCode(proof.nationalCode);
  const word = await askRegistry(deps, proof.nationalCode, known);
  if (word.type !== 'let-in') return word;
  const { account, mobile } = proof;
  const person =
    (known && (await joinKnown(deps, { account, person: known, mobile, names: word.names }))) ??
    (await savePerson(deps, proof, word.names));
  deps.accounts.remember({ account: { ...account, person: person._id, mismatches: 0 }, person });
  return { type: 'proven', person };
}

/** Somebody new, or who became known in this instant. */
async function savePerson(
  { models, people, clock }: IdentityDeps,
  { account, nationalCode, mobile }: Parameters<Identity['prove']>[0],
  names: Names | null,
): Promise<Person> {
  const proven = { mobile, mobileState: 'verified' as const, mobileVerifiedAt: clock() };
  const person = await people.learn({
    nationalCode,
    known: null,
    set: names ? { ...proven, ...names, identity: 'verified' } : proven,
    // Whoever has a mobile of their own needs no exemption from having one.
    unset: { exemption: true },
    setIfNew: {
      language: account.language,
      createdAt: clock(),
      ...(names
        ? { registryAttempts: 0 }
        : { identity: 'pending', registryAskedAt: clock(), registryAttempts: 1 }),
    },
  });
  await direct(models.Account).updateOne(
    { _id: account._id },
    { $set: { person: person._id, mismatches: 0 } },
  );
  return person;
}

function mismatchesToday({ clock }: IdentityDeps, account: Account): number {
  const since = account.mismatchesSince?.getTime() ?? 0;
  return clock().getTime() - since < DAY_MS ? account.mismatches : 0;
}

async function countMismatch(deps: IdentityDeps, account: Account): Promise<void> {
  const first = mismatchesToday(deps, account) === 0;
  const change = first
    ? { $set: { mismatches: 1, mismatchesSince: deps.clock() } }
    : { $inc: { mismatches: 1 } };
  await deps.models.Account.updateOne({ _id: account._id }, change);
  deps.accounts.forget(account);
}
