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
  people: {
    of: 'person',
    paths: { nationalCode: 'nationalCode', mobile: 'mobile', formerMobile: 'formerMobile' },
  },
  drafts: { of: 'draft', paths: { nationalCode: 'answers.nationalCode', mobile: 'answers.mobile' } },
} as const satisfies Record<string, { of: Place['of']; paths: Partial<Record<Place['field'], string>> }>;

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
  formerMobile?: Sealed | string;
  answers?: Pick<StoredFields, 'nationalCode' | 'mobile' | 'formerMobile'>;
}

/** The fields of these records that are sealed, with where they lie. */
const fieldsOf = (kind: RecordKind) => Object.entries(KINDS[kind].paths) as [Place['field'], string][];

async function* batchesOf(collection: mongo.Collection<StoredFields>, kind: RecordKind) {
  const paths = fieldsOf(kind).map(([, path]) => path);
  const some = { $or: paths.map((path) => ({ [path]: { $exists: true } })) };
  let after: Types.ObjectId | undefined;
  for (;;) {
    const batch = await collection
      .find({ ...some, ...(after && { _id: { $gt: after } }) })
      .project<StoredFields>(Object.fromEntries([...paths, 'codeHash'].map((path) => [path, 1])))
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
  const stored = privateOf(record, kind);
  const { nationalCode } = stored;
  const place = (field: Place['field']): Place => ({ of: KINDS[kind].of, id: record._id, field });
  const anew = fieldsOf(kind).map(([field, path]) => resealed(seal, stored[field], place(field), path));
  return {
    ...Object.assign({}, ...anew),
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
  const stored = privateOf(record, kind);
  const read = fieldsOf(kind).map(([field, path]) => [path, stored[field] ?? null]);
  return { _id: record._id, ...Object.fromEntries(read) };
}
