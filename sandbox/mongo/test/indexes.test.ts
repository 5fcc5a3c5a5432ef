import { expect, test } from '@jest/globals';
import type { Collection, Document } from 'mongodb';
import { failureOf, freshName, useDatabase } from './database.ts';

const database = useDatabase();

function fresh(): Collection<Document> {
  return database.db.collection<Document>(freshName());
}

test('a duplicate of a unique key is refused with the key that it has', async () => {
  const collection = fresh();
  await collection.createIndex({ a: 1, 'b.c': -1 }, { unique: true });
  await collection.insertOne({ a: 1, b: { c: 'x' } });
  const failure = await failureOf(collection.insertOne({ a: 1, b: { c: 'x' } }));
  expect(failure).toMatchObject({
    code: 11000,
    keyPattern: { a: 1, 'b.c': -1 },
    keyValue: { a: 1, 'b.c': 'x' },
  });
  expect(failure.message).toBe(
    `E11000 duplicate key error collection: ${collection.namespace} index: a_1_b.c_-1 dup key: { a: 1, b.c: "x" }`,
  );
  await collection.insertOne({ a: 2 });
  expect(await failureOf(collection.updateOne({ a: 2 }, { $set: { a: 1, b: { c: 'x' } } }))).toMatchObject({
    code: 11000,
  });
  expect(await collection.countDocuments({ a: 1 })).toBe(1);
});

test('a duplicate _id is refused', async () => {
  const collection = fresh();
  await collection.insertOne({ _id: 1 as never });
  const failure = await failureOf(collection.insertOne({ _id: 1 as never }));
  expect(failure).toMatchObject({ code: 11000, keyPattern: { _id: 1 }, keyValue: { _id: 1 } });
});

test('a missing key counts as null, once, unless the index is sparse or partial', async () => {
  const [plain, sparse, partial] = [fresh(), fresh(), fresh()];
  await plain.createIndex({ a: 1 }, { unique: true });
  await sparse.createIndex({ a: 1 }, { unique: true, sparse: true });
  await partial.createIndex({ a: 1 }, { unique: true, partialFilterExpression: { live: true } });
  await plain.insertOne({});
  expect(await failureOf(plain.insertOne({}))).toMatchObject({ code: 11000 });
  expect(await failureOf(plain.insertOne({ a: null }))).toMatchObject({ code: 11000 });
  await sparse.insertMany([{}, {}, { a: null }]);
  expect(await failureOf(sparse.insertOne({ a: null }))).toMatchObject({ code: 11000 });
  await partial.insertMany([{ a: 1 }, { a: 1, live: false }, { a: 1, live: true }]);
  expect(await failureOf(partial.insertOne({ a: 1, live: true }))).toMatchObject({ code: 11000 });
  expect(await failureOf(partial.updateOne({ live: false }, { $set: { live: true } }))).toMatchObject({
    code: 11000,
  });
  await partial.updateOne({ live: true }, { $set: { live: false } });
  await partial.insertOne({ a: 1, live: true });
});

test('a partial index of what exists is left alone where null is asked for, since that finds what is missing', async () => {
  const collection = fresh();
  await collection.createIndex({ a: 1 }, { partialFilterExpression: { a: { $exists: true } } });
  await collection.insertMany([{ n: 1 }, { n: 2, a: null }, { n: 3, a: 4 }]);
  const numbers = async (filter: Document) =>
    (await collection.find(filter).sort({ n: 1 }).toArray()).map(({ n }) => n);
  expect(await numbers({ a: null })).toEqual([1, 2]);
  expect(await numbers({ a: { $in: [null, 4] } })).toEqual([1, 2, 3]);
  expect(await numbers({ a: { $in: [4] } })).toEqual([3]);
});

test('sparse and partial indexes are left alone where they would hide documents', async () => {
  const collection = fresh();
  await collection.createIndex({ a: 1 }, { sparse: true });
  await collection.createIndex({ b: 1 }, { partialFilterExpression: { live: true } });
  await collection.insertMany([{ n: 1 }, { n: 2, a: 1, b: 1 }, { n: 3, b: 1, live: true }]);
  const found = async (filter: Document, sort: Document = {}): Promise<unknown[]> =>
    (
      await collection
        .find(filter)
        .sort(sort as { n: 1 })
        .toArray()
    ).map(({ n }) => n);
  expect(await found({ a: null }, { n: 1 })).toEqual([1, 3]);
  expect(await found({}, { a: 1, n: 1 })).toEqual([1, 3, 2]);
  expect(await found({ b: 1 }, { n: 1 })).toEqual([2, 3]);
  expect(await found({ b: 1, live: true })).toEqual([3]);
});

test('each element of an array is a key, once for a document', async () => {
  const collection = fresh();
  await collection.createIndex({ 'list.k': 1, 'list.v': 1 }, { unique: true });
  await collection.insertOne({
    list: [
      { k: 1, v: 1 },
      { k: 1, v: 1 },
      { k: 2, v: 2 },
    ],
  });
  await collection.insertOne({ list: [{ k: 1, v: 2 }] });
  expect(await failureOf(collection.insertOne({ list: [{ k: 2, v: 2 }] }))).toMatchObject({ code: 11000 });
  await collection.createIndex({ x: 1, y: 1 });
  expect(await failureOf(collection.insertOne({ x: [1], y: [2], list: [] }))).toMatchObject({ code: 171 });
});

test.each<[string, Document, Document, Document, string | undefined]>([
  ['equality', { a: 1 }, { a: 5 }, {}, 'a_1'],
  ['a list of values', { a: 1 }, { a: { $in: [5, 7] } }, {}, 'a_1'],
  ['a range', { a: -1 }, { a: { $gt: 5, $lte: 7 } }, {}, 'a_-1'],
  ['equality and a range', { b: 1, a: 1 }, { b: 1, a: { $gte: 95 } }, {}, 'b_1_a_1'],
  ['equality and a sort against the index', { b: 1, a: 1 }, { b: 1 }, { a: -1 }, 'b_1_a_1'],
  ['a sort alone', { a: -1, b: 1 }, {}, { a: 1, b: -1 }, 'a_-1_b_1'],
  ['each part of an $or', { a: 1 }, { $or: [{ a: 5 }, { a: { $in: [5, 7] } }] }, {}, 'a_1'],
  ['nothing', { a: 1 }, { b: 1 }, {}, undefined],
])('an index serves %s, and explain says so', async (_title, key, filter, sort, name) => {
  const collection = fresh();
  await collection.insertMany(Array.from({ length: 100 }, (_, i) => ({ a: i, b: i % 3 })));
  const query = () => collection.find(filter, { projection: { _id: 0 } }).sort(sort as { a: 1 });
  const without = await query().toArray();
  await collection.createIndex(key as { a: 1 });
  const found = await query().toArray();
  const isOrdered = Object.keys(sort).length > 0;
  expect(isOrdered ? found : found.sort((x, y) => x.a - y.a)).toEqual(without);
  const { queryPlanner, executionStats } = await query().explain('executionStats');
  const used = /"indexName":"([^"]+)"/.exec(JSON.stringify(queryPlanner.winningPlan))?.[1];
  expect(used).toBe(name);
  if (name && Object.keys(filter).length > 0)
    expect(executionStats.totalDocsExamined).toBeLessThanOrEqual(without.length + 1);
});

test('a hint names the index, and a wrong one is refused', async () => {
  const collection = fresh();
  await collection.createIndex({ a: 1 });
  await collection.insertMany([
    { a: 2, b: 1 },
    { a: 1, b: 1 },
  ]);
  const found = await collection
    .find({ b: 1 }, { projection: { _id: 0, a: 1 } })
    .hint({ a: 1 })
    .toArray();
  expect(found).toEqual([{ a: 1 }, { a: 2 }]);
  expect(await collection.aggregate([{ $match: { b: 1 } }], { hint: { _id: 1 } }).toArray()).toHaveLength(2);
  expect(await failureOf(collection.find({ b: 1 }).hint('nothing').toArray())).toMatchObject({ code: 2 });
});

test('an index that documents contradict is not made', async () => {
  const collection = fresh();
  await collection.insertMany([{ a: 1 }, { a: 1 }]);
  expect(await failureOf(collection.createIndex({ a: 1 }, { unique: true }))).toMatchObject({ code: 11000 });
  expect(await collection.indexes()).toHaveLength(1);
});

test('making the same index again is no mistake, making another under its name is', async () => {
  const collection = fresh();
  await collection.createIndex({ a: 1 }, { unique: true });
  await collection.createIndex({ a: 1 }, { unique: true });
  expect(await failureOf(collection.createIndex({ a: 1 }, { unique: false }))).toMatchObject({
    code: 86,
    codeName: 'IndexKeySpecsConflict',
  });
  expect(await failureOf(collection.createIndex({ a: 1 }, { unique: true, name: 'other' }))).toMatchObject({
    code: 85,
    codeName: 'IndexOptionsConflict',
  });
  await collection.dropIndex('a_1');
  expect(await failureOf(collection.dropIndex('a_1'))).toMatchObject({ code: 27 });
  await collection.insertMany([{ a: 1 }, { a: 1 }]);
});

test('documents are removed within two seconds of their time', async () => {
  const collection = fresh();
  await collection.createIndex({ at: 1 }, { expireAfterSeconds: 10 });
  const due = Date.now() + 300;
  await collection.insertMany([
    { at: new Date(due - 10_000), n: 1 },
    { at: new Date(due), n: 2 },
    { at: 'never', n: 3 },
    { n: 4 },
  ]);
  expect(await collection.countDocuments()).toBe(4);
  const limitMs = process.env.MONGODB_URI ? 70_000 : 2000;
  while ((await collection.countDocuments({ n: 1 })) > 0) expect(Date.now()).toBeLessThan(due + limitMs);
  expect(Date.now()).toBeGreaterThanOrEqual(due);
  expect(await collection.countDocuments()).toBe(3);
}, 80_000);

test('collMod changes when documents expire', async () => {
  const collection = fresh();
  await collection.createIndex({ at: 1 }, { expireAfterSeconds: 1000 });
  await database.db.command({
    collMod: collection.collectionName,
    index: { name: 'at_1', expireAfterSeconds: 2000 },
  });
  expect(await collection.indexes()).toContainEqual({
    v: 2,
    key: { at: 1 },
    name: 'at_1',
    expireAfterSeconds: 2000,
  });
});

test.each([[{ a: 'text' }], [{ a: '2dsphere' }], [{ '$**': 1 }]])(
  'refuses the index %j',
  async (key: Document) => {
    if (process.env.MONGODB_URI) return;
    expect(await failureOf(fresh().createIndex(key as { a: 1 }))).toMatchObject({ code: 238 });
  },
);
