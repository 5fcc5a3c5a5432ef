/**
 * Brings every code and mobile at rest to what the settings say now: sealed with the first key, and codes found by the
 * hash key. That is the rotation of keys, and it seals what earlier versions stored in clear.
 *
 * Each record is written only as it was read, so people may enrol meanwhile and several may run at once. One that was
 * broken off is begun again, and leaves alone what is done already.
 */
import type { Connection, mongo, Types } from 'mongoose';
import type { Sealed } from '../../models/sealed.ts';
import { isSealed, type Place, type Seal } from './seal.ts';

/** How many records with a code or mobile there are, and how many had to be written. */
export interface ResealCounts {
  looked: number;
  written: number;
}

export interface ResealDeps {
  connection: Connection;
  seal: Seal;
  /** The hash key was changed: hashes are made anew. Nobody may be served meanwhile, since nobody is found. */
  newHashKey?: boolean;
  /** Hears of each batch. */
  tell?: (of: RecordKind, counts: ResealCounts) => void;
}

type RecordKind = keyof typeof KINDS;

const KINDS = {
  people: { of: 'person', codePath: 'nationalCode', mobilePath: 'mobile' },
  drafts: { of: 'draft', codePath: 'answers.nationalCode', mobilePath: 'answers.mobile' },
} as const;

export const OTHER_HASH_KEY =
  'PERSONAL_DATA_HASH_KEY is not the key that people are found by. To change it: docs/operations.md, "Keys".';

/** So many records are read and written at a time. */
const BATCH = 500;
/** What somebody else wrote between our reading and writing is left to the next pass. */
const PASSES = 10;

/** Throws when a text cannot be opened, and when the hash key is another one without `newHashKey`. */
export async function reseal(deps: ResealDeps): Promise<Record<RecordKind, ResealCounts>> {
  return {
    people: await untilNothingIsLeft(deps, 'people'),
    drafts: await untilNothingIsLeft(deps, 'drafts'),
  };
}

async function untilNothingIsLeft(deps: ResealDeps, kind: RecordKind): Promise<ResealCounts> {
  let written = 0;
  for (let pass = 1; pass <= PASSES; pass += 1) {
    const counts = await passOver(deps, kind, written);
    if (counts.written === written) return counts;
    written = counts.written;
  }
  throw new Error(`After ${PASSES} passes some ${kind} are still sealed with another key: who writes them?`);
}

async function passOver(
  { connection, seal, newHashKey = false, tell = () => {} }: ResealDeps,
  kind: RecordKind,
  writtenBefore: number,
): Promise<ResealCounts> {
  const collection = connection.collection<StoredFields>(kind);
  const counts = { looked: 0, written: writtenBefore };
  for await (const batch of batchesOf(collection, kind)) {
    const updates = batch.flatMap((record) => {
      const $set = whatIsNew(seal, record, kind, newHashKey);
      return Object.keys($set).length > 0
        ? [{ updateOne: { filter: asItWasRead(record, kind), update: { $set } } }]
        : [];
    });
    if (updates.length > 0) counts.written += (await collection.bulkWrite(updates)).modifiedCount;
    counts.looked += batch.length;
    tell(kind, counts);
  }
  return counts;
}

interface StoredFields {
  _id: Types.ObjectId;
  codeHash?: string;
  nationalCode?: Sealed | string;
  mobile?: Sealed | string;
  answers?: { nationalCode?: Sealed | string; mobile?: Sealed | string };
}

async function* batchesOf(collection: mongo.Collection<StoredFields>, kind: RecordKind) {
  const { codePath, mobilePath } = KINDS[kind];
  const some = { $or: [{ [codePath]: { $exists: true } }, { [mobilePath]: { $exists: true } }] };
  let after: Types.ObjectId | undefined;
  for (;;) {
    const batch = await collection
      .find({ ...some, ...(after && { _id: { $gt: after } }) })
      .project<StoredFields>({ [codePath]: 1, [mobilePath]: 1, codeHash: 1 })
      .sort({ _id: 1 })
      .limit(BATCH)
      .toArray();
    after = batch.at(-1)?._id;
    if (!after) return;
    yield batch;
  }
}

const privateOf = (record: StoredFields, kind: RecordKind) =>
  kind === 'people' ? record : (record.answers ?? {});

/** What of a record has to be written; nothing when it is as the settings say. */
function whatIsNew(seal: Seal, record: StoredFields, kind: RecordKind, newHashKey: boolean) {
  const { of, codePath, mobilePath } = KINDS[kind];
  const { nationalCode, mobile } = privateOf(record, kind);
  const place = (field: Place['field']): Place => ({ of, id: record._id, field });
  return {
    ...resealed(seal, nationalCode, place('nationalCode'), codePath),
    ...resealed(seal, mobile, place('mobile'), mobilePath),
    ...(kind === 'people' && nationalCode !== undefined
      ? rehashed(seal, record, textOf(seal, nationalCode, place('nationalCode')), newHashKey)
      : {}),
  };
}

function resealed(seal: Seal, stored: Sealed | string | undefined, place: Place, path: string) {
  if (stored === undefined || (isSealed(stored) && seal.isCurrent(stored))) return {};
  return { [path]: seal.close(textOf(seal, stored, place), place) };
}

function rehashed(seal: Seal, { codeHash }: StoredFields, nationalCode: string, newHashKey: boolean) {
  const hash = seal.hashOf(nationalCode);
  if (hash === codeHash) return {};
  if (codeHash !== undefined && !newHashKey) throw new Error(OTHER_HASH_KEY);
  return { codeHash: hash };
}

const textOf = (seal: Seal, stored: Sealed | string, place: Place) =>
  isSealed(stored) ? seal.open(stored, place) : stored;

/** Finds the record unless somebody has written its code or mobile since. */
function asItWasRead(record: StoredFields, kind: RecordKind) {
  const { codePath, mobilePath } = KINDS[kind];
  const { nationalCode = null, mobile = null } = privateOf(record, kind);
  return { _id: record._id, [codePath]: nationalCode, [mobilePath]: mobile };
}
