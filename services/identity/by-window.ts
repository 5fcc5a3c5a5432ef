/**
 * What the national window tells of a person: fills in who they are (N2), or lets somebody in who was not known. It is
 * the word of the person themselves, who has just logged in there, so a chat that is nobody's becomes theirs.
 */
import type { ClientSession, Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import type { Person } from '../../models/person.ts';
import { recordAll } from '../notifications/record-all.ts';
import { noticeKey } from '../notifications/rules.ts';
import type { Notice } from '../notifications/service.ts';
import type { WindowIdentity } from '../providers/identity/national-window-claims.ts';
import { isDuplicateKey } from '../transaction.ts';
import { liftRejection } from './rejection.ts';
import type { IdentityDeps } from './service.ts';
import { type NewFacts, newFacts } from './window-facts.ts';

export interface WindowWord {
  /** Names the login, so that it tells a chat once. */
  login: Types.ObjectId;
  /** The chat that asked, and whose it was then; absent for a chat of nobody known. */
  account: Types.ObjectId;
  person?: Types.ObjectId;
  told: WindowIdentity;
}

export type WindowOutcome = { type: 'completed' | 'known' | 'joined' | 'another-person' };

export type LearnFromWindow = (word: WindowWord) => Promise<WindowOutcome>;

interface Learning extends WindowWord {
  session: ClientSession;
}

/** All of it, with what is told of it, or nothing. */
export async function learnFromWindow(deps: IdentityDeps, word: WindowWord): Promise<WindowOutcome> {
  const { learnt, recorded } = await learnAndRecord(deps, word);
  const { outcome, account, notices } = learnt;
  deps.accounts.forget(account);
  // The chat that asked hears of it by a notice of its own; its other notices are for the person's other chats.
  for (const { shownIn, dedupeKey } of notices)
    if (shownIn) await deps.notifications.shown(dedupeKey, shownIn);
  await deps.notifications.wake(recorded);
  return { type: outcome };
}

/** Two chats that bring the same new person at once meet at an index; the second try finds the person. */
async function learnAndRecord(
  deps: IdentityDeps,
  word: WindowWord,
  isLastTry = false,
): Promise<{ learnt: Learnt; recorded: Types.ObjectId[] }> {
  try {
    return await deps.inTransaction(async ({ session }) => {
      const learnt = await learn(deps, { ...word, session });
      return { learnt, recorded: await recordAll(deps.notifications, learnt.notices, session) };
    });
  } catch (error) {
    if (isLastTry || !isDuplicateKey(error)) throw error;
    return learnAndRecord(deps, word, true);
  }
}

interface Learnt {
  outcome: WindowOutcome['type'];
  account: Account;
  notices: Notice[];
}

async function learn(deps: IdentityDeps, word: Learning): Promise<Learnt> {
  const { models } = deps;
  const { session, told } = word;
  const account = await models.Account.findById(word.account, null, { session }).orFail().lean<Account>();
  const person = await personTold(deps, word, account);
  if (!person) return { outcome: 'another-person', account, notices: ofRefusal(word, account) };
  const facts = newFacts(person, told, deps.clock());
  await models.Person.updateOne({ _id: person._id }, stored(deps, person, facts), { session });
  if (facts.completes && person.identity === 'rejected') await liftRejection(deps, person._id, session);
  const joins = account.person === undefined;
  if (joins) {
    await models.Account.updateOne({ _id: account._id }, { person: person._id, mismatches: 0 }, { session });
  }
  const outcome = joins ? 'joined' : facts.completes ? 'completed' : 'known';
  return { outcome, account, notices: noticesOf({ word, account, person, facts, outcome }) };
}

/** The facts as they are at rest. */
function stored({ people }: IdentityDeps, { _id }: Person, { update: { $set, $unset } }: NewFacts) {
  const { mobile, ...others } = $set;
  return { $set: { ...others, ...(mobile ? people.sealedMobile(_id, mobile) : {}) }, $unset };
}

/**
 * Whom the window has told of, when that is the person of the chat, or the chat is nobody's. Whose the chat is may have
 * changed since the link was given: it must be both whose it was then and whose it is now.
 */
async function personTold(
  deps: IdentityDeps,
  { person: asked, told, session }: Learning,
  { person: owner }: Account,
): Promise<Person | null> {
  if (!owner) return asked ? null : deps.people.ofCode(told.nationalCode, session);
  if (asked && !asked.equals(owner)) return null;
  const person = await deps.people.byId(owner, session);
  return person?.nationalCode === told.nationalCode ? person : null;
}

/** Nothing is changed; the chat that asked is told, and learns nothing of who it was. */
const ofRefusal = ({ login }: Learning, account: Account): Notice[] =>
  account.person ? [toTheChat(login, account, account.person, 'another-person')] : [];

interface Telling {
  word: Learning;
  account: Account;
  person: Person;
  facts: NewFacts;
  outcome: 'completed' | 'known' | 'joined';
}

function noticesOf({ word, account, person, facts, outcome }: Telling): Notice[] {
  const { firstName, lastName } = { ...person, ...facts.update.$set };
  const name = firstName ? `${firstName} ${lastName ?? ''}`.trim() : '';
  const others = { person: person._id, shownIn: account._id };
  const { platform } = account;
  const key = noticeKey('identity-completed', person._id);
  return [
    { ...toTheChat(word.login, account, person._id, outcome), params: { outcome, name } },
    ...(facts.completes
      ? [{ ...others, event: 'identity-completed' as const, params: { name }, dedupeKey: key }]
      : []),
    ...(outcome === 'joined'
      ? [
          {
            ...others,
            event: 'account-joined' as const,
            params: { platform, account: account._id.toHexString() },
            dedupeKey: `account-joined-${word.login.toHexString()}`,
          },
        ]
      : []),
  ];
}

function toTheChat(
  login: Types.ObjectId,
  account: Account,
  person: Types.ObjectId,
  outcome: WindowOutcome['type'],
): Notice {
  const dedupeKey = `window-login-${login.toHexString()}`;
  return { event: 'window-login', person, params: { outcome, name: '' }, dedupeKey, account: account._id };
}
