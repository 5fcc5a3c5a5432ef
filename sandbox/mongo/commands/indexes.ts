import { type Call, type Command, existingCollection, namespaceOf } from '../call.ts';
import { MongoError, notImplemented } from '../errors.ts';
import { compileFilter } from '../query/filter.ts';
import { equal } from '../query/order.ts';
import type { Collection } from '../storage/collection.ts';
import type { IndexDefinition } from '../storage/collection-index.ts';
import { type Doc, isDocument, isNumeric, toNumber, valueForAnswer } from '../values.ts';
import { whenUnused } from './collections.ts';
import { wholeList } from './find.ts';
import { refuseCollation } from './write.ts';

const maxIndexes = 64;
const knownOptions = new Set([
  'v',
  'key',
  'name',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'hidden',
  'background',
  'ns',
  'collation',
]);
const refusedOptions = new Set(
  [
    'weights',
    'default_language',
    'language_override',
    'textIndexVersion',
    '2dsphereIndexVersion',
    'bits',
    'min',
    'max',
  ].concat(['bucketSize', 'storageEngine', 'wildcardProjection', 'clustered', 'prepareUnique']),
);

export const createIndexes: Command = async (call) => {
  const { indexes } = call.body;
  if (!Array.isArray(indexes) || indexes.length === 0)
    throw new MongoError(2, 'Must specify at least one index to create');
  const wanted = indexes.map(toDefinition);
  const { store } = call.server;
  const createdCollectionAutomatically = !store.collections.has(namespaceOf(call));
  const collection = store.obtain(namespaceOf(call));
  const missing = wanted.filter((definition) => !isPresent(collection, definition));
  const numIndexesBefore = collection.indexes.size;
  if (missing.length > 0 && call.transaction && collection.records.size > 0) {
    throw new MongoError(
      263,
      `Cannot create new indexes on existing collection ${collection.namespace} in a multi-document transaction.`,
    );
  }
  if (missing.length > 0) await whenUnused(collection);
  if (numIndexesBefore + missing.length > maxIndexes)
    throw new MongoError(67, `add index fails, too many indexes for ${collection.namespace}`);
  for (const definition of missing) {
    if (!isPresent(collection, definition)) store.addIndex(collection, definition);
  }
  const numIndexesAfter = collection.indexes.size;
  const note = missing.length === 0 ? { note: 'all indexes already exist' } : {};
  return { numIndexesBefore, numIndexesAfter, createdCollectionAutomatically, ...note };
};

function toDefinition(spec: unknown): IndexDefinition {
  if (!isDocument(spec) || !isDocument(spec.key))
    throw new MongoError(9, "The 'key' field is a required property of an index specification");
  checkKey(spec.key);
  for (const option of Object.keys(spec)) {
    if (refusedOptions.has(option)) throw notImplemented(`indexes with ${option}`);
    if (!knownOptions.has(option))
      throw new MongoError(
        197,
        `The field '${option}' is not valid for an index specification. Specification: ${valueForAnswer(spec)}`,
      );
  }
  refuseCollation(spec.collation);
  const {
    key,
    name,
    unique,
    sparse,
    partialFilterExpression: partial,
    expireAfterSeconds: seconds,
    hidden,
  } = spec;
  if (typeof name !== 'string' || name === '')
    throw new MongoError(9, "The 'name' field is a required property of an index specification");
  if (isDocument(partial)) compileFilter(partial);
  if (sparse && partial)
    throw new MongoError(67, 'cannot mix "partialFilterExpression" and "sparse" options');
  checkExpiry(key, seconds);
  return {
    v: 2,
    key,
    name,
    ...(unique ? { unique: true } : {}),
    ...(sparse ? { sparse: true } : {}),
    ...(isDocument(partial) ? { partialFilterExpression: partial } : {}),
    ...(seconds === undefined ? {} : { expireAfterSeconds: toNumber(seconds) }),
    ...(hidden ? { hidden: true } : {}),
  };
}

function checkKey(key: Doc): void {
  if (Object.keys(key).length === 0) throw new MongoError(67, 'Index keys cannot be an empty object');
  for (const [name, direction] of Object.entries(key)) {
    if (typeof direction === 'string') throw notImplemented(`${direction} indexes`);
    if (!isNumeric(direction) || toNumber(direction) === 0)
      throw new MongoError(
        67,
        'Values in v:2 index key pattern cannot be of type other than a non-zero number',
      );
    if (name.includes('$**')) throw notImplemented('wildcard indexes');
    if (name === '' || name.split('.').includes(''))
      throw new MongoError(67, 'Index keys cannot contain an empty field');
    if (name.startsWith('$'))
      throw new MongoError(67, "Index key contains an illegal field name: field name starts with '$'");
  }
}

function checkExpiry(key: Doc, seconds: unknown): void {
  if (seconds === undefined) return;
  if (!isNumeric(seconds) || !(toNumber(seconds) >= 0))
    throw new MongoError(67, 'TTL index expireAfterSeconds must be a number that is not negative');
  if (Object.keys(key).length > 1)
    throw new MongoError(67, 'TTL indexes are single-field indexes, compound indexes do not support TTL');
  if ('_id' in key)
    throw new MongoError(197, "The field 'expireAfterSeconds' is not valid for an _id index specification");
}

/** Is this very index there? Throws when one is in its way. */
function isPresent(collection: Collection, definition: IndexDefinition): boolean {
  if (isIdKey(definition.key)) return true;
  for (const { definition: other } of collection.indexes.values()) {
    const hasSameKey =
      equal(other.key, definition.key) &&
      equal(other.partialFilterExpression ?? null, definition.partialFilterExpression ?? null);
    const isSame = hasSameKey && sameOptions(other, definition);
    if (other.name === definition.name && isSame) return true;
    if (other.name === definition.name) {
      throw new MongoError(
        86,
        `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${valueForAnswer(definition)}, existing index: ${valueForAnswer(other)}`,
      );
    }
    if (isSame) throw new MongoError(85, `Index already exists with a different name: ${other.name}`);
    if (
      hasSameKey &&
      Boolean(other.unique) === Boolean(definition.unique) &&
      Boolean(other.sparse) === Boolean(definition.sparse)
    ) {
      throw new MongoError(
        85,
        `An equivalent index already exists with a different name and options. Requested index: ${valueForAnswer(definition)}, existing index: ${valueForAnswer(other)}`,
      );
    }
  }
  return false;
}

function isIdKey(key: Doc): boolean {
  return Object.keys(key).length === 1 && toNumber(key._id) === 1;
}

function sameOptions(a: IndexDefinition, b: IndexDefinition): boolean {
  return (
    Boolean(a.unique) === Boolean(b.unique) &&
    Boolean(a.sparse) === Boolean(b.sparse) &&
    a.expireAfterSeconds === b.expireAfterSeconds
  );
}

export const listIndexes: Command = (call) => {
  const collection = existingCollection(call);
  if (collection === undefined) throw new MongoError(26, `ns does not exist: ${namespaceOf(call)}`);
  return wholeList(
    call,
    collection.namespace,
    [...collection.indexes.values()].map(({ definition }) => definition),
  );
};

export const dropIndexes: Command = async (call) => {
  const collection = existingCollection(call);
  if (collection === undefined) throw new MongoError(26, `ns not found ${namespaceOf(call)}`);
  const nIndexesWas = collection.indexes.size;
  const names = indexNames(call, collection);
  await whenUnused(collection);
  for (const name of names) call.server.store.dropIndex(collection, name);
  return { nIndexesWas };
};

function indexNames(call: Call, collection: Collection): string[] {
  const { index } = call.body;
  if (index === '*') return [...collection.indexes.keys()].filter((name) => name !== '_id_');
  const wanted = Array.isArray(index) ? index : [index];
  return wanted.map((one) => {
    const found = [...collection.indexes.values()].find(({ definition }) =>
      isDocument(one) ? equal(definition.key, one) : definition.name === one,
    );
    if (found === undefined)
      throw new MongoError(
        27,
        `index not found with name [${isDocument(one) ? valueForAnswer(one) : String(one)}]`,
      );
    if (found.definition.name === '_id_') throw new MongoError(72, 'cannot drop _id index');
    return found.definition.name;
  });
}
