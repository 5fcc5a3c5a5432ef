import { type Call, type Command, existingCollection, namespaceOf } from '../call.ts';
import { MongoError, notImplemented } from '../errors.ts';
import { compileFilter } from '../query/filter.ts';
import type { Collection } from '../storage/collection.ts';
import { type Doc, isDocument } from '../values.ts';
import { wholeList } from './find.ts';
import { refuseCollation } from './write.ts';

const refusedOptions = [
  'capped',
  'timeseries',
  'validator',
  'viewOn',
  'pipeline',
  'clusteredIndex',
  'encryptedFields',
  'changeStreamPreAndPostImages',
];

/** What an option that would change the meaning of a collection says, unless it says nothing. */
function refuseOptions(call: Call): void {
  for (const option of refusedOptions) {
    const value = call.body[option];
    const saysNothing = !value || (isDocument(value) && Object.keys(value).length === 0);
    if (!saysNothing) throw notImplemented(`collections with ${option}`);
  }
  refuseCollation(call.body.collation);
}

export const create: Command = (call) => {
  refuseOptions(call);
  const namespace = namespaceOf(call);
  if (call.server.store.collections.has(namespace))
    throw new MongoError(48, `namespace ${namespace} already exists, but with different options`);
  call.server.store.create(namespace);
  return {};
};

export const collMod: Command = (call) => {
  refuseOptions(call);
  const collection = existingCollection(call);
  if (collection === undefined) throw new MongoError(26, 'ns does not exist');
  const { index } = call.body;
  if (!isDocument(index)) return {};
  const found = [...collection.indexes.values()].find(
    ({ definition }) => definition.name === index.name || sameFields(definition.key, index.keyPattern),
  );
  if (found === undefined)
    throw new MongoError(27, `cannot find index ${String(index.name)} for ns ${collection.namespace}`);
  const { expireAfterSeconds: before } = found.definition;
  const changes: Doc = {};
  for (const option of ['expireAfterSeconds', 'hidden'] as const)
    if (option in index) changes[option] = index[option];
  if ('unique' in index || 'prepareUnique' in index) throw notImplemented('collMod to a unique index');
  call.server.store.changeIndex(collection, { ...found.definition, ...changes });
  return 'expireAfterSeconds' in changes
    ? { expireAfterSeconds_old: before, expireAfterSeconds_new: changes.expireAfterSeconds }
    : {};
};

function sameFields(key: Doc, other: unknown): boolean {
  return isDocument(other) && JSON.stringify(key) === JSON.stringify(other);
}

/** Waits until no transaction has unfinished writes in a collection, as the real server's locks do. */
export async function whenUnused(collection: Collection | undefined): Promise<void> {
  for (let writer = collection?.openWriter(); writer; writer = collection?.openWriter()) await writer.ended;
}

export const drop: Command = async (call) => {
  const collection = existingCollection(call);
  if (collection === undefined) return {};
  await whenUnused(collection);
  const nIndexesWas = collection.indexes.size;
  call.server.store.drop(collection.namespace);
  return { nIndexesWas, ns: collection.namespace };
};

export const dropDatabase: Command = async (call) => {
  const collections = collectionsOf(call);
  for (const collection of collections) await whenUnused(collection);
  for (const { namespace } of collections) call.server.store.drop(namespace);
  return { dropped: call.database };
};

export const renameCollection: Command = async (call) => {
  const { renameCollection: from, to, dropTarget } = call.body;
  const { store } = call.server;
  const source = store.collections.get(String(from));
  if (source === undefined) throw new MongoError(26, `Source collection ${String(from)} does not exist`);
  const target = store.collections.get(String(to));
  if (target && !dropTarget) throw new MongoError(48, 'target namespace exists');
  await whenUnused(source);
  await whenUnused(target);
  if (target) store.drop(target.namespace);
  store.rename(source.namespace, String(to));
  return {};
};

export const listCollections: Command = (call) => {
  const { filter, nameOnly } = call.body;
  const test = compileFilter(isDocument(filter) ? filter : {});
  const infos = collectionsOf(call).map(
    (collection): Doc => ({
      name: collection.namespace.slice(call.database.length + 1),
      type: 'collection',
      options: {},
      info: { readOnly: false, uuid: collection.uuid },
      idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
    }),
  );
  const shown = infos.filter(test).map((info) => (nameOnly ? { name: info.name, type: info.type } : info));
  return wholeList(call, `${call.database}.$cmd.listCollections`, shown);
};

export const listDatabases: Command = (call) => {
  const { filter, nameOnly } = call.body;
  const test = compileFilter(isDocument(filter) ? filter : {});
  const sizes = new Map<string, number>();
  for (const collection of call.server.store.collections.values()) {
    const [name = ''] = collection.namespace.split('.');
    sizes.set(name, (sizes.get(name) ?? 0) + collection.records.size);
  }
  const databases = [...sizes]
    .map(([name, documents]): Doc => ({ name, sizeOnDisk: documents, empty: documents === 0 }))
    .filter(test);
  if (nameOnly) return { databases: databases.map(({ name }) => ({ name })) };
  return { databases, totalSize: [...sizes.values()].reduce((a, b) => a + b, 0), totalSizeMb: 0 };
};

function collectionsOf(call: Call): Collection[] {
  const prefix = `${call.database}.`;
  return [...call.server.store.collections.values()].filter(({ namespace }) => namespace.startsWith(prefix));
}
