import {
  type Call,
  type Command,
  type Commands,
  existingCollection,
  namespaceOf,
  wholeList,
} from '../call.ts';
import { MongoError, notImplemented } from '../errors.ts';
import { compileFilter } from '../query/filter.ts';
import { equal } from '../query/order.ts';
import type { Collection } from '../storage/collection.ts';
import type { IndexDefinition } from '../storage/collection-index.ts';
import { type Doc, isDocument, isNumeric, toNumber, valueForAnswer } from '../values.ts';
import { whenUnused } from './collections.ts';
import { refuseCollation } from './statements.ts';

const maxIndexes = 64;
const knownOptions = new Set([
  ...['v', 'key', 'name', 'unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds', 'hidden'],
  ...['background', 'ns', 'collation'],
]);
const refusedOptions = new Set([
  ...['weights', 'default_language', 'language_override', 'textIndexVersion', '2dsphereIndexVersion', 'bits'],
  ...['min', 'max', 'bucketSize', 'storageEngine', 'wildcardProjection', 'clustered', 'prepareUnique'],
]);

const createIndexes: Command = async (call) => {
  const { indexes } = call.body;
  if (!Array.isArray(indexes) || indexes.length === 0)
    throw new MongoError(2, 'Must specify at least one index to create');
  const wanted = indexes.map(toDefinition);
  const { store } = call.server;
  const createdCollectionAutomatically = existingCollection(call) === undefined;
  const collection = store.obtain(namespaceOf(call));
  const missing = wanted.filter((definition) => !isPresent(collection, definition));
  const numIndexesBefore = collection.indexes.size;
  if (missing.length > 0 && call.transaction && collection.records.size > 0)
    throw new MongoError(263, 'Cannot create indexes on existing documents in a multi-document transaction.');
  if (numIndexesBefore + missing.length > maxIndexes)
    throw new MongoError(67, `add index fails, too many indexes for ${collection.namespace}`);
  if (missing.length > 0) await whenUnused(collection);
  for (const definition of missing) {
    if (!isPresent(collection, definition)) store.addIndex(collection, definition);
  }
  const counts = {
    numIndexesBefore,
    numIndexesAfter: collection.indexes.size,
    createdCollectionAutomatically,
  };
  return missing.length > 0 ? counts : { ...counts, note: 'all indexes already exist' };
};

function toDefinition(spec: unknown): IndexDefinition {
  if (!isDocument(spec) || !isDocument(spec.key) || typeof spec.name !== 'string' || spec.name === '')
    throw new MongoError(9, "An index specification needs the fields 'key' and 'name'");
  checkKey(spec.key);
  for (const option of Object.keys(spec)) {
    if (refusedOptions.has(option)) throw notImplemented(`indexes with ${option}`);
    if (!knownOptions.has(option))
      throw new MongoError(197, `The field '${option}' is not valid for an index specification.`);
  }
  refuseCollation(spec.collation);
  const { key, name, unique, sparse, partialFilterExpression, expireAfterSeconds, hidden } = spec;
  if (isDocument(partialFilterExpression)) compileFilter(partialFilterExpression);
  if (sparse && partialFilterExpression)
    throw new MongoError(67, 'cannot mix "partialFilterExpression" and "sparse" options');
  checkExpiry(key, expireAfterSeconds);
  return {
    ...{ v: 2, key, name },
    ...(unique ? { unique: true } : {}),
    ...(sparse ? { sparse: true } : {}),
    ...(isDocument(partialFilterExpression) ? { partialFilterExpression } : {}),
    ...(expireAfterSeconds === undefined ? {} : { expireAfterSeconds: toNumber(expireAfterSeconds) }),
    ...(hidden ? { hidden: true } : {}),
  };
}

function checkKey(key: Doc): void {
  const bad = (what: string): MongoError => new MongoError(67, `Index keys ${what}: ${valueForAnswer(key)}`);
  if (Object.keys(key).length === 0) throw bad('cannot be an empty object');
  for (const [name, direction] of Object.entries(key)) {
    if (typeof direction === 'string') throw notImplemented(`${direction} indexes`);
    if (name.includes('$**')) throw notImplemented('wildcard indexes');
    if (!isNumeric(direction) || toNumber(direction) === 0) throw bad('must be numbers other than zero');
    if (name.startsWith('$') || name.split('.').includes('')) throw bad('contain an illegal field name');
  }
}

function checkExpiry(key: Doc, seconds: unknown): void {
  if (seconds === undefined) return;
  if (!(toNumber(seconds) >= 0))
    throw new MongoError(67, 'TTL index expireAfterSeconds must be a number that is not negative');
  if (Object.keys(key).length > 1) throw new MongoError(67, 'TTL indexes are single-field indexes');
  if ('_id' in key) throw new MongoError(197, "'expireAfterSeconds' is not valid for an _id index");
}

/** Is this very index there? Throws when one is in its way. */
function isPresent(collection: Collection, wanted: IndexDefinition): boolean {
  if (Object.keys(wanted.key).length === 1 && toNumber(wanted.key._id) === 1) return true;
  for (const { definition: other } of collection.indexes.values()) {
    const isAlike =
      equal(other.key, wanted.key) &&
      equal(other.partialFilterExpression, wanted.partialFilterExpression) &&
      Boolean(other.unique) === Boolean(wanted.unique) &&
      Boolean(other.sparse) === Boolean(wanted.sparse);
    const isSame = isAlike && other.expireAfterSeconds === wanted.expireAfterSeconds;
    const both = `Requested index: ${valueForAnswer(wanted)}, existing index: ${valueForAnswer(other)}`;
    if (other.name === wanted.name) {
      if (isSame) return true;
      throw new MongoError(86, `An existing index has the same name as the requested index. ${both}`);
    }
    if (isAlike)
      throw new MongoError(85, `Index already exists with a different name: ${other.name}. ${both}`);
  }
  return false;
}

const listIndexes: Command = (call) => {
  const { namespace, indexes } = collectionOf(call);
  return wholeList(
    call,
    namespace,
    [...indexes.values()].map(({ definition }) => definition),
  );
};

const dropIndexes: Command = async (call) => {
  const collection = collectionOf(call);
  const nIndexesWas = collection.indexes.size;
  const names = indexNames(call.body.index, collection);
  await whenUnused(collection);
  for (const name of names) call.server.store.dropIndex(collection, name);
  return { nIndexesWas };
};

function collectionOf(call: Call): Collection {
  const collection = existingCollection(call);
  if (collection === undefined) throw new MongoError(26, `ns does not exist: ${namespaceOf(call)}`);
  return collection;
}

function indexNames(wanted: unknown, { indexes }: Collection): string[] {
  if (wanted === '*') return [...indexes.keys()].filter((name) => name !== '_id_');
  return [wanted].flat().map((one) => {
    const found = [...indexes.values()].find(({ definition }) =>
      isDocument(one) ? equal(definition.key, one) : definition.name === one,
    );
    if (found === undefined) throw new MongoError(27, `index not found with name [${valueForAnswer(one)}]`);
    if (found.definition.name === '_id_') throw new MongoError(72, 'cannot drop _id index');
    return found.definition.name;
  });
}

export const indexCommands: Commands = {
  createIndexes,
  listIndexes,
  dropIndexes,
  deleteIndexes: dropIndexes,
};
