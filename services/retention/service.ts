/**
 * What is of no use any more is not kept: what a year-old notice said, accounts from which nobody was ever proven,
 * the counts of pairs that did not match, and numbers that people had before. Forms and their endings, logins at the
 * national window, and which updates were answered expire by themselves in the databases. Money, enrolments and the audit trail stay.
 */
import type { Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import type { Models } from '../../models/models.ts';
import type { Clock } from '../clock.ts';
import { accountOwner } from '../drafts/memory.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A notice has then no channel left to go to; that it was sent, and when, stays. */
export const NOTICE_PARAMS_KEPT_MS = 366 * DAY_MS;
/** Somebody who looked at the bot and never said who they are; should they come back, they begin as new. */
export const UNPROVEN_ACCOUNT_KEPT_MS = 90 * DAY_MS;
/** The old number has been told of the change by then, or it would be no news any more. */
export const FORMER_MOBILE_KEPT_MS = 8 * DAY_MS;
/** As long as they count. */
export const MISMATCHES_KEPT_MS = DAY_MS;

/** So many accounts are looked at in a pass; the next night takes the others. */
const ACCOUNTS_AT_MOST = 10_000;

/** How many records of each kind were cleared. */
export interface Expired {
  notices: number;
  accounts: number;
  mismatches: number;
  formerMobiles: number;
}

export interface Retention {
  expire(): Promise<Expired>;
}

export interface RetentionDeps {
  models: Models;
  clock: Clock;
}

export function createRetention(deps: RetentionDeps): Retention {
  return {
    expire: async () => ({
      notices: await clearNotices(deps),
      accounts: await dropAccounts(deps),
      mismatches: await clearMismatches(deps),
      formerMobiles: await clearFormerMobiles(deps),
    }),
  };
}

const before = ({ clock }: RetentionDeps, ageMs: number) => new Date(clock().getTime() - ageMs);

async function clearNotices(deps: RetentionDeps): Promise<number> {
  const old = { createdAt: { $lt: before(deps, NOTICE_PARAMS_KEPT_MS) }, params: { $ne: {} } };
  return (await deps.models.Notification.updateMany(old, { $set: { params: {} } })).modifiedCount;
}

/** Whoever is filling a form just now keeps the account. */
async function dropAccounts(deps: RetentionDeps): Promise<number> {
  const { Account, Draft } = deps.models;
  const unproven = { person: null, createdAt: { $lt: before(deps, UNPROVEN_ACCOUNT_KEPT_MS) } };
  const old = await Account.find(unproven, { _id: 1 })
    .sort({ createdAt: 1 })
    .limit(ACCOUNTS_AT_MOST)
    .lean<Pick<Account, '_id'>[]>();
  const owners = old.map(({ _id }) => accountOwner(_id));
  const busy = new Set(await Draft.distinct('owner', { owner: { $in: owners } }));
  const idle: Types.ObjectId[] = old.map(({ _id }) => _id).filter((_id) => !busy.has(accountOwner(_id)));
  return (await Account.deleteMany({ ...unproven, _id: { $in: idle } })).deletedCount;
}

async function clearMismatches(deps: RetentionDeps): Promise<number> {
  const { Account, Person } = deps.models;
  const long = { $lt: before(deps, MISMATCHES_KEPT_MS) };
  const accounts = await Account.updateMany(
    { mismatchesSince: long },
    { $set: { mismatches: 0 }, $unset: { mismatchesSince: true } },
  );
  const people = await Person.updateMany({ 'mismatches.since': long }, { $unset: { mismatches: true } });
  return accounts.modifiedCount + people.modifiedCount;
}

async function clearFormerMobiles(deps: RetentionDeps): Promise<number> {
  const old = {
    formerMobile: { $exists: true },
    mobileVerifiedAt: { $lt: before(deps, FORMER_MOBILE_KEPT_MS) },
  };
  return (await deps.models.Person.updateMany(old, { $unset: { formerMobile: true } })).modifiedCount;
}
