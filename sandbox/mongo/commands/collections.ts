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
import { type Doc, documentOrEmpty, isDocument } from '../values.ts';
import { refuseCollation } from './statements.ts';

/** What would change the meaning of a collection. */
const refusedOptions = [
  ...['capped', 'timeseries', 'validator', 'viewOn', 'pipeline', 'clusteredIndex', 'encryptedFields'],
  'changeStreamPreAndPostImages',
];

function refuseOptions({ body }: Call): void {
  const saysNothing = (value: unknown): boolean =>
    !value || (isDocument(value) && Object.keys(value).length === 0);
  const refused = refusedOptions.find((option) => !saysNothing(body[option]));
  if (refused) throw notImplemented(`collections with ${refused}`);
  refuseCollation(body.collation);
}

const create: Command = (call) => {
  refuseOptions(call);
  if (existingCollection(call)) throw new MongoError(48, `namespace ${namespaceOf(call)} already exists`);
  call.server.store.create(namespaceOf(call));
  return {};
};

const collMod: Command = (call) => {
  refuseOptions(call);
  const collection = existingCollection(call);
  if (collection === undefined) throw new MongoError(26, 'ns does not exist');
  const { index } = call.body;
  if (!isDocument(index)) return {};
  if ('unique' in index || 'prepareUnique' in index) throw notImplemented('collMod to a unique index');
  const found = [...collection.indexes.values()].find(({ definition }) =>
    isDocument(index.keyPattern) ? equal(definition.key, index.keyPattern) : definition.name === index.name,
  );
  if (found === undefined) throw new MongoError(27, `cannot find index for ns ${collection.namespace}`);
  const { expireAfterSeconds, hidden } = index;
  const before = found.definition;
  const changed = {
    ...(expireAfterSeconds === undefined ? {} : { expireAfterSeconds: Number(expireAfterSeconds) }),
    ...(hidden === undefined ? {} : { hidden: hidden === true }),
  };
  call.server.store.changeIndex(collection, { ...before, ...changed });
  if (expireAfterSeconds === undefined) return {};
  return {
    expireAfterSeconds_old: before.expireAfterSeconds,
    expireAfterSeconds_new: changed.expireAfterSeconds,
  };
};

/** Waits until no transaction has unfinished writes in a collection, as the real server's locks do. */
export async function whenUnused(collection: Collection | undefined): Promise<void> {
  for (let writer = collection?.openWriter(); writer; writer = collection?.openWriter()) await writer.ended;
}

const drop: Command = async (call) => {
  const collection = existingCollection(call);
  if (collection === undefined) return {};
  await whenUnused(collection);
  call.server.store.drop(collection.namespace);
  return { nIndexesWas: collection.indexes.size, ns: collection.namespace };
};

const dropDatabase: Command = async (call) => {
  const collections = collectionsOf(call);
  for (const collection of collections) await whenUnused(collection);
  for (const { namespace } of collections) call.server.store.drop(namespace);
  return { dropped: call.database };
};

const renameCollection: Command = async ({ body, server: { store } }) => {
  const [from, to] = [String(body.renameCollection), String(body.to)];
  const [source, target] = [store.collections.get(from), store.collections.get(to)];
  if (source === undefined) throw new MongoError(26, `Source collection ${from} does not exist`);
  if (target && !body.dropTarget) throw new MongoError(48, 'target namespace exists');
  await whenUnused(source);
  await whenUnused(target);
  if (target) store.drop(to);
  store.rename(from, to);
  return {};
};

const listCollections: Command = (call) => {
  const { filter, nameOnly } = call.body;
  const infos = collectionsOf(call).map(
    ({ namespace, uuid }): Doc => ({
      name: namespace.slice(call.database.length + 1),
      type: 'collection',
      options: {},
      info: { readOnly: false, uuid },
      idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
    }),
  );
  const found = infos.filter(compileFilter(documentOrEmpty(filter)));
  const shown = nameOnly ? found.map(({ name, type }) => ({ name, type })) : found;
  return wholeList(call, `${call.database}.$cmd.listCollections`, shown);
};

const listDatabases: Command = (call) => {
  const { filter, nameOnly } = call.body;
  const sizes = new Map<string, number>();
  for (const { namespace, records } of call.server.store.collections.values()) {
    const [name = ''] = namespace.split('.');
    sizes.set(name, (sizes.get(name) ?? 0) + records.size);
  }
  const databases = [...sizes]
    .map(([name, documents]): Doc => ({ name, sizeOnDisk: documents, empty: documents === 0 }))
    .filter(compileFilter(documentOrEmpty(filter)));
  if (nameOnly) return { databases: databases.map(({ name }) => ({ name })) };
  return { databases, totalSize: [...sizes.values()].reduce((a, b) => a + b, 0), totalSizeMb: 0 };
};

export function collectionsOf({ server, database }: Call): Collection[] {
  const collections = [...server.store.collections.values()];
  return collections.filter(({ namespace }) => namespace.startsWith(`${database}.`));
}

export const collectionCommands: Commands = {
  ...{ create, collMod, drop, dropDatabase, renameCollection, listCollections, listDatabases },
};
