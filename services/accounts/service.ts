/** Who is chatting: the account of a messenger and, once proven, the person behind it. */
import type { Types } from 'mongoose';
import type { Platform } from '../../config.ts';
import type { Account } from '../../models/account.ts';
import type { Models } from '../../models/models.ts';
import type { Person } from '../../models/person.ts';
import type { Clock } from '../clock.ts';

/** An account and its person; `person` is null until code and mobile were proven from this account. */
export interface Caller {
  account: Account;
  person: Person | null;
}

export interface Accounts {
  /** Finds the account of a sender, or makes one. `language` is that of their app, used the first time only. */
  identify(sender: {
    platform: Platform;
    platformUserId: string;
    chatId: string;
    language: 'fa' | 'en';
  }): Promise<Caller>;
  /** The same by our own id, for work that starts outside a chat. Null when there is none. */
  byId(account: Types.ObjectId): Promise<Caller | null>;
  /** Every chat of a person that can be written to. */
  ofPerson(person: Types.ObjectId): Promise<Account[]>;
  setLanguage(account: Account, language: 'fa' | 'en'): Promise<void>;
  setReachable(account: Types.ObjectId, reachable: boolean): Promise<void>;
}

export interface AccountsDeps {
  models: Models;
  clock: Clock;
}

export function createAccounts(deps: AccountsDeps): Accounts {
  return {
    identify: (sender) => identify(deps, sender),
    byId: (account) => byId(deps, account),
    ofPerson: (person) => deps.models.Account.find({ person, reachable: true }).lean<Account[]>(),
    setLanguage: (account, language) => setLanguage(deps, account, language),
    setReachable: (account, reachable) => setReachable(deps, account, reachable),
  };
}

async function identify(
  { models, clock }: AccountsDeps,
  sender: Parameters<Accounts['identify']>[0],
): Promise<Caller> {
  const key = { platform: sender.platform, platformUserId: sender.platformUserId };
  const known = await models.Account.findOne(key).lean<Account>();
  const account = known ?? (await createOnce());
  if (!account.reachable) await models.Account.updateOne({ _id: account._id }, { reachable: true });
  return { account, person: await personOf(models, account) };

  // Two first messages at once: the unique index lets one insert through, and both find it.
  async function createOnce(): Promise<Account> {
    const created = await models.Account.findOneAndUpdate(
      key,
      {
        $setOnInsert: {
          chatId: sender.chatId,
          language: sender.language,
          reachable: true,
          createdAt: clock(),
        },
      },
      { upsert: true, returnDocument: 'after', setDefaultsOnInsert: true },
    ).lean<Account>();
    return created;
  }
}

async function byId({ models }: AccountsDeps, id: Types.ObjectId): Promise<Caller | null> {
  const account = await models.Account.findById(id).lean<Account>();
  return account && { account, person: await personOf(models, account) };
}

async function personOf(models: Models, account: Account): Promise<Person | null> {
  return account.person ? models.Person.findById(account.person).lean<Person>() : null;
}

async function setLanguage({ models }: AccountsDeps, account: Account, language: 'fa' | 'en'): Promise<void> {
  await models.Account.updateOne({ _id: account._id }, { language });
  // Notices (SMS, e-inbox) follow the language last chosen.
  if (account.person) await models.Person.updateOne({ _id: account.person }, { language });
}

async function setReachable(
  { models }: AccountsDeps,
  account: Types.ObjectId,
  reachable: boolean,
): Promise<void> {
  await models.Account.updateOne({ _id: account }, { reachable });
}
