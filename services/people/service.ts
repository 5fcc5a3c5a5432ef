/**
 * The one door to people. At rest their national code and mobile are sealed, and a person is found by the keyed hash of
 * the code; whoever asks here gets a `Person` with both opened. Nobody writes that back whole: what is written goes
 * through `sealedCode` and `sealedMobile`, and everything else of a person is written by its id as ever.
 */
import { type ClientSession, Types } from 'mongoose';
import { direct } from '../../models/direct.ts';
import type { Models } from '../../models/models.ts';
import type { Person, StoredPerson } from '../../models/person.ts';
import type { Clock } from '../clock.ts';
import { isDuplicateKey } from '../transaction.ts';
import type { Seal } from './seal.ts';

export interface People {
  byId(person: Types.ObjectId, session?: ClientSession): Promise<Person | null>;
  /** Somebody who must be there: throws when they are not. */
  known(person: Types.ObjectId): Promise<Person>;
  byCode(nationalCode: string, session?: ClientSession): Promise<Person | null>;
  /**
   * Finds the person of this code, or makes one whose name is still to come: the backfill asks the registry for it. One
   * person per code, however often and from wherever this is called at once (in a transaction a duplicate is thrown).
   */
  ofCode(nationalCode: string, session?: ClientSession): Promise<Person>;
  /** Writes what was learnt of the person of this code, and makes them when there is none. */
  learn(lesson: Lesson): Promise<Person>;
  /** What finds the stored person of this code, as part of a query. */
  having(nationalCode: string): { codeHash: string };
  /** How a code gets in: what to `$set` in the document of this person. */
  sealedCode(person: Types.ObjectId, nationalCode: string): Pick<StoredPerson, 'codeHash' | 'nationalCode'>;
  /** How a mobile gets in: what to `$set` in the document of this person. */
  sealedMobile(person: Types.ObjectId, mobile: string): Required<Pick<StoredPerson, 'mobile'>>;
  /** Leaves of a person an id that leads to nobody: everything else is gone, and their code is free for a new person. */
  erase(person: Types.ObjectId, session: ClientSession): Promise<void>;
  sealedFormerMobile(person: Types.ObjectId, mobile: string): Required<Pick<StoredPerson, 'formerMobile'>>;
  /** How they get out. */
  opened(stored: StoredPerson): Person;
}

export interface Lesson {
  nationalCode: string;
  /** The person of this code as just read; null when there was none. */
  known: Person | null;
  /** What is true of them from now on. */
  set: Partial<Omit<Person, '_id' | 'nationalCode' | 'formerMobile'>>;
  /** What is no longer true of them. */
  unset?: { [Field in keyof Person]?: true };
  /** What somebody new is given besides. */
  setIfNew: Partial<Omit<Person, '_id' | 'nationalCode' | 'mobile' | 'formerMobile'>>;
}

export interface PeopleDeps {
  models: Models;
  clock: Clock;
  seal: Seal;
}

/** Lost races in a row after which something is wrong with us, not with timing. */
const ATTEMPTS = 5;

export function createPeople(deps: PeopleDeps): People {
  return {
    byId: (person, session) => find(deps, { _id: person }, session),
    async known(person) {
      const found = await find(deps, { _id: person });
      if (!found) throw new Error(`There is no person ${person.toHexString()}`);
      return found;
    },
    byCode: (nationalCode, session) => find(deps, having(deps, nationalCode), session),
    ofCode: (nationalCode, session) => ofCode(deps, nationalCode, session),
    learn: (lesson) => learn(deps, lesson),
    having: (nationalCode) => having(deps, nationalCode),
    sealedCode: (person, nationalCode) => sealedCode(deps, person, nationalCode),
    sealedMobile: (person, mobile) => sealedMobile(deps, person, mobile),
    erase: (person, session) => erase(deps, person, session),
    sealedFormerMobile: (person, mobile) => ({
      formerMobile: deps.seal.close(mobile, { of: 'person', id: person, field: 'formerMobile' }),
    }),
    opened: (stored) => opened(deps, stored),
  };
}

const having = ({ seal }: PeopleDeps, nationalCode: string) => ({ codeHash: seal.hashOf(nationalCode) });

async function find(
  deps: PeopleDeps,
  filter: { _id: Types.ObjectId } | { codeHash: string },
  session?: ClientSession,
): Promise<Person | null> {
  const stored = await direct(deps.models.Person).findOne(filter, session ? { session } : {});
  return stored && stored.identity !== 'deleted' ? opened(deps, stored) : null;
}

async function ofCode(deps: PeopleDeps, nationalCode: string, session?: ClientSession): Promise<Person> {
  const _id = new Types.ObjectId();
  const { codeHash, ...code } = sealedCode(deps, _id, nationalCode);
  const stored = await direct(deps.models.Person).findOneAndUpdate(
    { codeHash },
    {
      $setOnInsert: {
        _id,
        ...code,
        identity: 'pending',
        registryAttempts: 0,
        mobileState: 'unverified',
        language: 'fa',
        createdAt: deps.clock(),
      },
    },
    { upsert: true, returnDocument: 'after', ...(session ? { session } : {}) },
  );
  if (!stored) throw new Error('The database acknowledged the person but did not return them');
  return opened(deps, stored);
}

/**
 * Whoever was known is written by id, and whoever was not gets the id that their mobile was sealed for; in both cases the
 * code must still be theirs. When somebody made, or changed, the person meanwhile, an index refuses, and we look again.
 */
async function learn(deps: PeopleDeps, lesson: Lesson): Promise<Person> {
  let { known } = lesson;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      return await learnOf(deps, { ...lesson, known });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      known = await find(deps, having(deps, lesson.nationalCode));
    }
  }
  throw new Error(`A person was made or changed by others ${ATTEMPTS} times in a row while being written`);
}

async function learnOf(deps: PeopleDeps, { nationalCode, known, ...lesson }: Lesson): Promise<Person> {
  const _id = known?._id ?? new Types.ObjectId();
  const { codeHash, ...code } = sealedCode(deps, _id, nationalCode);
  const { mobile, ...set } = lesson.set;
  const stored = await direct(deps.models.Person).findOneAndUpdate(
    { _id, codeHash },
    {
      $set: { ...set, ...(mobile === undefined ? {} : sealedMobile(deps, _id, mobile)) },
      $setOnInsert: { ...lesson.setIfNew, ...code },
      ...(lesson.unset ? { $unset: lesson.unset } : {}),
    },
    { upsert: true, returnDocument: 'after' },
  );
  if (!stored) throw new Error('The database acknowledged the person but did not return them');
  return opened(deps, stored);
}

/** Replaced and not emptied field by field: what a later version adds is gone, too. */
async function erase({ models }: PeopleDeps, person: Types.ObjectId, session: ClientSession): Promise<void> {
  const { language, createdAt } = await models.Person.findById(person)
    .session(session)
    .orFail()
    .lean<StoredPerson>();
  await models.Person.collection.replaceOne(
    { _id: person },
    { identity: 'deleted', mobileState: 'none', registryAttempts: 0, language, createdAt },
    { session },
  );
}

function sealedCode({ seal }: PeopleDeps, id: Types.ObjectId, nationalCode: string) {
  const place = { of: 'person', id, field: 'nationalCode' } as const;
  return { codeHash: seal.hashOf(nationalCode), nationalCode: seal.close(nationalCode, place) };
}

function sealedMobile({ seal }: PeopleDeps, id: Types.ObjectId, mobile: string) {
  return { mobile: seal.close(mobile, { of: 'person', id, field: 'mobile' }) };
}

function opened(
  { seal }: PeopleDeps,
  { codeHash: _hash, nationalCode, mobile, formerMobile, ...rest }: StoredPerson,
): Person {
  const place = { of: 'person', id: rest._id } as const;
  return {
    ...rest,
    nationalCode: seal.open(nationalCode, { ...place, field: 'nationalCode' }),
    ...(mobile !== undefined && { mobile: seal.open(mobile, { ...place, field: 'mobile' }) }),
    ...(formerMobile !== undefined && {
      formerMobile: seal.open(formerMobile, { ...place, field: 'formerMobile' }),
    }),
  };
}
