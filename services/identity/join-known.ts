/**
 * A chat is proven to be that of somebody who is known already: on the other messenger, on another phone, or by another
 * number (N1). It becomes one of theirs, and whoever could be harmed by it hears of it in the same transaction: their
 * other chats, and the old number when there is a new one.
 */
import type { ClientSession, Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import type { Person } from '../../models/person.ts';
import { recordAll } from '../notifications/record-all.ts';
import type { Notice } from '../notifications/service.ts';
import type { Names } from './ask-registry.ts';
import { liftRejection } from './rejection.ts';
import type { IdentityDeps } from './service.ts';

export interface KnownProof {
  account: Account;
  /** As just read. */
  person: Person;
  /** Shahkar has said that it is registered to the person's code. */
  mobile: string;
  /** What the registry has just said, if it was asked. */
  names: Names | null;
}

interface Told {
  notices: Notice[];
  recorded: Types.ObjectId[];
}

/** Gives the person as they are now; null when the code has meanwhile ceased to be theirs (corrected, deleted). */
export async function joinKnown(deps: IdentityDeps, proof: KnownProof): Promise<Person | null> {
  const told = await deps.inTransaction<Told | null>(async ({ session, abort }) => {
    const person = await deps.people.byId(proof.person._id, session);
    if (person?.nationalCode !== proof.person.nationalCode) return abort(null);
    const notices = await join(deps, { ...proof, person }, session);
    return { notices, recorded: await recordAll(deps.notifications, notices, session) };
  });
  if (!told) return null;
  const { notices, recorded } = told;
  // The chat that was just proven knows.
  for (const { dedupeKey } of notices) await deps.notifications.shown(dedupeKey, proof.account._id);
  await deps.notifications.wake(recorded);
  return deps.people.known(proof.person._id);
}

async function join(
  deps: IdentityDeps,
  { account, person, mobile, names }: KnownProof,
  session: ClientSession,
): Promise<Notice[]> {
  const { models, people, clock } = deps;
  const { _id: id } = person;
  const now = clock();
  const former = person.mobileState === 'verified' && person.mobile !== mobile ? person.mobile : undefined;
  const $set = {
    ...people.sealedMobile(id, mobile),
    ...(former === undefined ? {} : people.sealedFormerMobile(id, former)),
    ...(names ? { ...names, identity: 'verified' as const } : {}),
    ...{ mobileState: 'verified' as const, mobileVerifiedAt: now },
  };
  // Whoever has a mobile of their own needs no exemption from having one.
  await models.Person.updateOne({ _id: id }, { $set, $unset: { exemption: true } }, { session });
  if (names && person.identity === 'rejected') await liftRejection(deps, id, session);
  const before = await models.Account.findOneAndUpdate(
    { _id: account._id },
    { person: id, mismatches: 0 },
    { session, returnDocument: 'before' },
  ).lean<Account>();
  // As it is now: the same update may be handled twice.
  const isNew = !before?.person?.equals(id);
  const hasOthers = await models.Account.exists({ person: id, _id: { $ne: account._id } }).session(session);
  return noticesOf({ account, person: id, isNew, hasOthers: hasOthers !== null, former, mobile, now });
}

interface Telling {
  account: Account;
  person: Types.ObjectId;
  /** The chat was not theirs before. */
  isNew: boolean;
  hasOthers: boolean;
  former: string | undefined;
  mobile: string;
  now: Date;
}

/** Of a new number the old one hears; of a new chat alone the other chats do. */
function noticesOf({ account, person, isNew, hasOthers, former, mobile, now }: Telling): Notice[] {
  const about = { person, shownIn: account._id };
  const chat = {
    platform: account.platform,
    ...(isNew ? { account: account._id.toHexString() } : {}),
  };
  const key = `${account._id.toHexString()}-${now.getTime()}`;
  if (former !== undefined) {
    const params = { ...chat, isNew: isNew ? 'yes' : 'no', ending: mobile.slice(-4) };
    return [{ ...about, event: 'mobile-changed', params, dedupeKey: `mobile-changed-${key}` }];
  }
  if (!isNew || !hasOthers) return [];
  return [{ ...about, event: 'account-added', params: chat, dedupeKey: `account-added-${key}` }];
}
