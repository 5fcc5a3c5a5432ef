/** Who is chatting: the account of a messenger and, once proven, the person behind it. */
import { LRUCache } from 'lru-cache';
import type { Types } from 'mongoose';
import type { Platform } from '../../config.ts';
import type { Account } from '../../models/account.ts';
import { direct } from '../../models/direct.ts';
import type { Models } from '../../models/models.ts';
import type { Person } from '../../models/person.ts';
import type { Clock } from '../clock.ts';
import type { People } from '../people/service.ts';

/** An account and its person; `person` is null until code and mobile were proven from this account. */
export interface Caller {
  account: Account;
  person: Person | null;
}

/** A sender as the messenger names them. `language` is that of their app, used the first time only. */
export interface MessengerUser {
  platform: Platform;
  platformUserId: string;
  chatId: string;
  language: 'fa' | 'en';
}

export interface Accounts {
  /** Finds the account of a sender, or makes one. What it says may be a few seconds old, never another person's. */
  identify(sender: MessengerUser): Promise<Caller>;
  byId(account: Types.ObjectId): Promise<Account | null>;
  /** The language that a user has chosen in their private chat; null for somebody who has none. */
  languageOf(user: Pick<MessengerUser, 'platform' | 'platformUserId'>): Promise<'fa' | 'en' | null>;
  /** Every chat of a person that can be written to. */
  ofPerson(person: Types.ObjectId): Promise<Account[]>;
  setLanguage(account: Account, language: 'fa' | 'en'): Promise<void>;
  setReachable(account: Account, reachable: boolean): Promise<void>;
  /** Who an account was just proven to be. */
  remember(caller: Caller): void;
  /** After somebody else wrote the account: the next `identify` reads it anew. */
  forget(account: Account): void;
}

export interface AccountsDeps {
  models: Models;
  clock: Clock;
  people: People;
}

/** People send several messages in a row; who they are is read once for these. */
const REMEMBERED_FOR_MS = 5_000;
const REMEMBERED_AT_MOST = 20_000;

type Remembered = LRUCache<string, Caller>;

export function createAccounts(deps: AccountsDeps): Accounts {
  const remembered: Remembered = new LRUCache({ max: REMEMBERED_AT_MOST, ttl: REMEMBERED_FOR_MS });
  const forget = (account: Account) => {
    remembered.delete(keyOf(account));
  };
  return {
    identify: (sender) => identify(deps, remembered, sender),
    byId: (account) => deps.models.Account.findById(account).lean<Account>(),
    languageOf: async ({ platform, platformUserId }) => {
      const account = await deps.models.Account.findOne({ platform, platformUserId }).lean<Account>();
      return account?.language ?? null;
    },
    ofPerson: (person) => deps.models.Account.find({ person, reachable: true }).lean<Account[]>(),
    async setLanguage(account, language) {
      await setLanguage(deps, account, language);
      forget(account);
    },
    async setReachable(account, reachable) {
      await deps.models.Account.updateOne({ _id: account._id }, { reachable });
      forget(account);
    },
    remember: (caller) => {
      remember(remembered, caller);
    },
    forget,
  };
}

const keyOf = ({ platform, platformUserId }: Pick<Account, 'platform' | 'platformUserId'>) =>
  `${platform}:${platformUserId}`;

/** Whose name is still to come is read anew each time: once told that it has come, they are greeted by it. */
function remember(remembered: Remembered, caller: Caller): void {
  if (caller.person?.identity === 'pending') remembered.delete(keyOf(caller.account));
  else remembered.set(keyOf(caller.account), caller);
}

async function identify(
  { models, clock, people }: AccountsDeps,
  remembered: Remembered,
  sender: MessengerUser,
): Promise<Caller> {
  const known = remembered.get(keyOf(sender));
  // A copy: a visit writes down in it whom it has proven.
  if (known) return { ...known };
  const { platform, platformUserId, chatId, language } = sender;
  const account = await direct(models.Account).findOneAndUpdate(
    { platform, platformUserId },
    // Whoever writes can be written to.
    { $set: { chatId, reachable: true }, $setOnInsert: { language, mismatches: 0, createdAt: clock() } },
    { upsert: true, returnDocument: 'after' },
  );
  if (!account) throw new Error('The database acknowledged the account but did not return it');
  const person = account.person ? await people.byId(account.person) : null;
  remember(remembered, { account, person });
  return { account, person };
}

async function setLanguage({ models }: AccountsDeps, account: Account, language: 'fa' | 'en'): Promise<void> {
  await models.Account.updateOne({ _id: account._id }, { language });
  // Notices (SMS, e-inbox) follow the language last chosen.
  if (account.person) await models.Person.updateOne({ _id: account.person }, { language });
}
