/** Documents on their way into a collection. */
import { ObjectId } from 'bson';
import { MongoError } from '../errors.ts';
import type { Found } from '../query/select.ts';
import { idFirst, type Updater, upsertSeed } from '../query/update.ts';
import { isRegExp } from '../query/value-tests.ts';
import type { Collection } from '../storage/collection.ts';
import { StoredDoc } from '../storage/record.ts';
import type { Transaction } from '../storage/transaction.ts';
import { type Doc, decode, encode, isDocument } from '../values.ts';

/** A document as it came, or with the `_id` that it lacks, or with its `_id` in front. */
export function toStored(raw: Uint8Array): StoredDoc {
  const bytes = Buffer.from(raw);
  const doc = decode(bytes);
  if (Object.keys(doc)[0] !== '_id') return storedFrom(doc);
  checkId(doc);
  return new StoredDoc(bytes, doc);
}

/** A document made here, with an `_id` if it has none. */
export function storedFrom(made: Doc): StoredDoc {
  const doc = '_id' in made ? idFirst(made) : { _id: new ObjectId(), ...made };
  checkId(doc);
  return new StoredDoc(encode(doc), doc);
}

function checkId({ _id: id }: Doc): void {
  if (Array.isArray(id) || isRegExp(id))
    throw new MongoError(53, "The '_id' value cannot be of type array or regex");
  if (isDocument(id) && Object.keys(id).some((name) => name.startsWith('$')))
    throw new MongoError(52, '_id fields may not contain $-prefixed fields');
}

/** @returns the document as it is now, or undefined when the update leaves it as it was */
export function updateDocument(
  collection: Collection,
  transaction: Transaction,
  [record, stored]: Found,
  updater: Updater,
): StoredDoc | undefined {
  transaction.claim(record);
  const changed = storedFrom(updater(stored.doc));
  if (Buffer.compare(changed.raw, stored.raw) === 0) return undefined;
  collection.write(transaction, record, changed);
  return changed;
}

export function upsertDocument(
  collection: Collection,
  transaction: Transaction,
  filter: Doc,
  updater: Updater,
): StoredDoc {
  const stored = storedFrom(updater(upsertSeed(filter), true));
  collection.insert(transaction, stored);
  return stored;
}
