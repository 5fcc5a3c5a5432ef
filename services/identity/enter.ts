/**
 * A trainee who is entered by a portal user: proven like anybody (N1, N6), or exempt from having a mobile where the
 * portal user's grant allows it. No chat becomes theirs by this; they are asked themselves whether it is them.
 */
import type { Types } from 'mongoose';
import type { Grant } from '../../models/grant.ts';
import type { Person } from '../../models/person.ts';
import { askRegistry, type Names } from './ask-registry.ts';
import type { ExemptionGroup } from './exemptions.ts';
import { liftRejection } from './rejection.ts';
import type { IdentityDeps } from './service.ts';

export type Entry = { by: Person; nationalCode: string } & (
  | { mobile: string }
  | { exemption: ExemptionGroup }
);

export type EnterOutcome =
  | { type: 'entered'; person: Person }
  /** The operators say that the number belongs to another code. */
  | { type: 'mobile-of-another' }
  /** So many pairs did not match today that it may be probing. */
  | { type: 'too-many-attempts' }
  | { type: 'unknown-code' }
  | { type: 'deceased' }
  | { type: 'cannot-check-now' }
  /** No portal user (any more). */
  | { type: 'no-grant' }
  /** None of their grants lets them register people without a mobile. */
  | { type: 'may-not-exempt' };

/** Mismatching pairs that a portal user, who enters many people, may try within a day. */
export const MISMATCHES_ALLOWED_TO_PORTAL_USERS = 20;
const DAY_MS = 24 * 60 * 60 * 1000;

export async function enter(deps: IdentityDeps, entry: Entry): Promise<EnterOutcome> {
  const grants = await deps.models.Grant.find({ person: entry.by._id, revokedAt: null }).lean<Grant[]>();
  if (grants.length === 0) return { type: 'no-grant' };
  if ('mobile' in entry) {
    const refusal = await askOperators(deps, entry);
    if (refusal) return refusal;
  } else if (!grants.some(({ mayExempt }) => mayExempt)) {
    return { type: 'may-not-exempt' };
  }
  const known = await deps.people.byCode(entry.nationalCode);
  const word = await askRegistry(deps, entry.nationalCode, known);
  if (word.type !== 'let-in') return word;
  const person = await save(deps, entry, word.names);
  if (known?.identity === 'rejected') await liftRejection(deps, person._id);
  return { type: 'entered', person };
}

/** Null when the number is registered to the code. */
async function askOperators(
  deps: IdentityDeps,
  { by, nationalCode, mobile }: Entry & { mobile: string },
): Promise<EnterOutcome | null> {
  const counted = await countedToday(deps, by._id);
  if (counted >= MISMATCHES_ALLOWED_TO_PORTAL_USERS) return { type: 'too-many-attempts' };
  const match = await deps.mobileOwnership.match(nationalCode, mobile);
  if (match.type === 'unavailable') return { type: 'cannot-check-now' };
  if (match.type === 'match') return null;
  await countMismatch(deps, by._id, counted === 0);
  return { type: match.why ? 'unknown-code' : 'mobile-of-another' };
}

/** Read anew: who probes from two chats at once has two memories of themselves, but one record. */
async function countedToday({ models, clock }: IdentityDeps, by: Types.ObjectId): Promise<number> {
  const person = await models.Person.findById(by).select('mismatches').lean<Pick<Person, 'mismatches'>>();
  const { count, since } = person?.mismatches ?? { count: 0, since: new Date(0) };
  return clock().getTime() - since.getTime() < DAY_MS ? count : 0;
}

async function countMismatch({ models, clock }: IdentityDeps, by: Types.ObjectId, isFirst: boolean) {
  await models.Person.updateOne(
    { _id: by },
    isFirst ? { mismatches: { count: 1, since: clock() } } : { $inc: { 'mismatches.count': 1 } },
  );
}

async function save(deps: IdentityDeps, entry: Entry, names: Names | null): Promise<Person> {
  const { models, people, clock } = deps;
  const { _id } = await people.ofCode(entry.nationalCode);
  // Whom the national window completed meanwhile keeps its names.
  if (names)
    await models.Person.updateOne(
      { _id, identity: { $nin: ['verified', 'deleted'] } },
      { ...names, identity: 'verified' },
    );
  // Asked just now and in vain: the backfill need not hurry.
  else await models.Person.updateOne({ _id, registryAskedAt: null }, { registryAskedAt: clock() });
  // A proven number stays until its owner changes it; that, and telling the old number, is another deed than this.
  const unproven = { _id, mobileState: { $ne: 'verified' as const }, identity: { $ne: 'deleted' as const } };
  await models.Person.updateOne(unproven, reachedBy(deps, _id, entry));
  return people.known(_id);
}

function reachedBy({ people, clock }: IdentityDeps, person: Types.ObjectId, entry: Entry) {
  if ('mobile' in entry) {
    return {
      $set: {
        ...people.sealedMobile(person, entry.mobile),
        mobileState: 'verified',
        mobileVerifiedAt: clock(),
      },
      $unset: { exemption: true },
    };
  }
  return { $set: { mobileState: 'none', exemption: entry.exemption }, $unset: { mobile: true } };
}
