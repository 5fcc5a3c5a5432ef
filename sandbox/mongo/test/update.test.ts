import { expect, test } from '@jest/globals';
import { BSON, Decimal128, type Document, Double, Long } from 'mongodb';
import { failureOf, freshName, useDatabase } from './database.ts';

const database = useDatabase();

/** A title, the document before, the update, the document after; optionally options and a filter beside `_id`. */
type Case = [string, Document, Document | Document[], Document, { options?: Document; filter?: Document }?];

const cases: Case[] = [
  ['$set makes what is missing on the way', {}, { $set: { 'a.b.c': 1 } }, { a: { b: { c: 1 } } }],
  ['new fields come in the order of their names', {}, { $set: { b: 1, a: 2 } }, { a: 2, b: 1 }],
  ['$set into an array fills up with null', { a: [1] }, { $set: { 'a.3': 4 } }, { a: [1, null, null, 4] }],
  [
    '$unset removes a field and empties an element',
    { a: 1, b: [1, 2] },
    { $unset: { a: '', 'b.0': '' } },
    { b: [null, 2] },
  ],
  [
    '$inc and $mul',
    { a: 1, b: 3 },
    { $inc: { a: 2, c: 5 }, $mul: { b: 2, d: 9 } },
    { a: 3, b: 6, c: 5, d: 0 },
  ],
  ['$min and $max', { a: 5, b: 5 }, { $min: { a: 3, c: 1 }, $max: { b: 4 } }, { a: 3, b: 5, c: 1 }],
  ['$push', { a: [1] }, { $push: { a: 2, b: 1 } }, { a: [1, 2], b: [1] }],
  [
    '$push with all its options',
    { a: [3, 1] },
    { $push: { a: { $each: [2, 5], $sort: -1, $slice: 3 } } },
    { a: [5, 3, 2] },
  ],
  [
    '$push at a position',
    { a: [1, 4] },
    { $push: { a: { $each: [2, 3], $position: 1 } } },
    { a: [1, 2, 3, 4] },
  ],
  [
    '$push sorted by a field',
    { a: [{ k: 2 }] },
    { $push: { a: { $each: [{ k: 1 }], $sort: { k: 1 } } } },
    { a: [{ k: 1 }, { k: 2 }] },
  ],
  [
    '$addToSet knows equals',
    { a: [1, { b: 1 }] },
    { $addToSet: { a: { $each: [1, { b: 1 }, 2, 2] } } },
    { a: [1, { b: 1 }, 2] },
  ],
  ['$pull by value', { a: [1, 2, 1] }, { $pull: { a: 1 } }, { a: [2] }],
  ['$pull by condition', { a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }, { a: [1] }],
  [
    '$pull by the fields of elements',
    { a: [{ k: 1, v: 1 }, { k: 2 }] },
    { $pull: { a: { k: 1 } } },
    { a: [{ k: 2 }] },
  ],
  ['$pullAll', { a: [1, 2, 3] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
  ['$pop', { a: [1, 2, 3], b: [1, 2] }, { $pop: { a: 1, b: -1 } }, { a: [1, 2], b: [2] }],
  ['$rename', { a: 1, b: 2 }, { $rename: { a: 'c.d' } }, { b: 2, c: { d: 1 } }],
  [
    'the positional operator',
    { a: [{ k: 1 }, { k: 2, v: 0 }] },
    { $set: { 'a.$.v': 1 } },
    { a: [{ k: 1 }, { k: 2, v: 1 }] },
    { filter: { 'a.k': 2 } },
  ],
  [
    'the positional operator after $elemMatch',
    { a: [1, 5, 9] },
    { $set: { 'a.$': 0 } },
    { a: [1, 0, 9] },
    { filter: { a: { $elemMatch: { $gt: 4, $lt: 6 } } } },
  ],
  ['all positions', { a: [1, 2] }, { $inc: { 'a.$[]': 1 } }, { a: [2, 3] }],
  [
    'positions by array filters',
    { a: [{ k: 1 }, { k: 2 }] },
    { $set: { 'a.$[e].v': 1 } },
    { a: [{ k: 1 }, { k: 2, v: 1 }] },
    { options: { arrayFilters: [{ 'e.k': 2 }] } },
  ],
  ['a pipeline', { a: 1, b: 2 }, [{ $set: { c: { $add: ['$a', '$b'] } } }, { $unset: 'b' }], { a: 1, c: 3 }],
];

test.each(cases)('%s', async (_title, before, update, after, { options, filter } = {}) => {
  const collection = database.db.collection(freshName());
  const { insertedId } = await collection.insertOne({ ...before });
  await collection.updateOne({ _id: insertedId, ...filter }, update, options);
  const found = await collection.findOne({}, { projection: { _id: 0 } });
  expect(found).toEqual(after);
  expect(Object.keys(found ?? {})).toEqual(Object.keys(after));
});

const failures: [string, Document, Document, number][] = [
  ['two operators on one field', {}, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
  ['operators on a field and inside it', {}, { $set: { a: 1, 'a.b': 1 } }, 40],
  ['a step into a number', { a: 1 }, { $set: { 'a.b': 1 } }, 28],
  ['$inc of a text', { a: 'x' }, { $inc: { a: 1 } }, 14],
  ['$inc by a text', {}, { $inc: { a: 'x' } }, 14],
  ['$push to what is no array', { a: 1 }, { $push: { a: 1 } }, 2],
  ['an unknown operator', {}, { $frobnicate: { a: 1 } }, 9],
  ['a change of _id', {}, { $set: { _id: 7 } }, 66],
  ['an array filter that is not used', { a: [] }, { $set: { b: 1 } }, 9],
];

test.each(failures)('refuses %s, and changes nothing', async (title, before, update, code) => {
  const collection = database.db.collection(freshName());
  await collection.insertOne({ ...before });
  const untouched = await collection.findOne();
  const options = title.includes('array filter') ? { arrayFilters: [{ 'e.k': 1 }] } : {};
  expect(await failureOf(collection.updateOne({}, update, options))).toMatchObject({ code });
  expect(await collection.findOne()).toEqual(untouched);
});

test('refuses $bit, which this server does not do', async () => {
  if (process.env.MONGODB_URI) return;
  const update = database.db.collection(freshName()).updateOne({}, { $bit: { a: { and: 3 } } });
  expect(await failureOf(update)).toMatchObject({ code: 238 });
});

test('numbers keep their types and are exact', async () => {
  const collection = database.db.collection(freshName(), { promoteValues: false, promoteLongs: false });
  const start = {
    int: 1,
    double: new Double(1),
    long: Long.fromString('9007199254740992'),
    decimal: Decimal128.fromString('0.1'),
    edge: 2147483647,
  };
  await collection.insertOne({ ...start });
  await collection.updateOne(
    {},
    { $inc: { int: 1, double: 1, long: 1, decimal: Decimal128.fromString('0.2'), edge: 1 } },
  );
  expect(await collection.findOne({}, { projection: { _id: 0 } })).toEqual({
    int: new BSON.Int32(2),
    double: new Double(2),
    long: Long.fromString('9007199254740993'),
    decimal: Decimal128.fromString('0.3'),
    edge: Long.fromString('2147483648'),
  });
  await collection.updateOne({}, { $set: { long: Long.MAX_VALUE } });
  const failure = await failureOf(collection.updateOne({}, { $inc: { long: 1 } }));
  expect(Number(failure.code)).toBe(2);
});

test('$currentDate sets the time of now', async () => {
  const collection = database.db.collection<Document>(freshName());
  await collection.insertOne({});
  await collection.updateOne({}, { $currentDate: { a: { $type: 'date' }, b: { $type: 'timestamp' } } });
  const found = await collection.findOne();
  expect(Math.abs(found?.a.getTime() - Date.now())).toBeLessThan(10_000);
  expect(found?.b).toHaveProperty('_bsontype', 'Timestamp');
});

test('an upsert begins with what the filter says must be equal, and $setOnInsert is for it alone', async () => {
  const collection = database.db.collection(freshName());
  const update = { $inc: { n: 1 }, $setOnInsert: { made: true, 'deep.er': 1 } };
  const first = await collection.updateOne({ a: 1, 'b.c': { $eq: 2 }, d: { $gt: 5 } }, update, {
    upsert: true,
  });
  expect(first).toMatchObject({ matchedCount: 0, upsertedCount: 1 });
  await collection.updateOne(
    { a: 1, 'b.c': 2 },
    { ...update, $unset: { made: '', deep: '' }, $setOnInsert: { other: 1 } },
    { upsert: true },
  );
  expect(await collection.find({}, { projection: { _id: 0 } }).toArray()).toEqual([
    { a: 1, b: { c: 2 }, n: 2 },
  ]);
});

test('says how many were matched and how many changed', async () => {
  const collection = database.db.collection(freshName());
  await collection.insertMany([{ a: 1 }, { a: 2 }, { a: 2 }]);
  expect(await collection.updateMany({}, { $set: { a: 2 } })).toMatchObject({
    matchedCount: 3,
    modifiedCount: 1,
  });
  expect(await collection.replaceOne({ a: 2 }, { b: 1 })).toMatchObject({ modifiedCount: 1 });
  expect(await collection.deleteMany({ a: 2 })).toMatchObject({ deletedCount: 2 });
});

test('findAndModify in its ways', async () => {
  const collection = database.db.collection<{ _id: number; n: number }>(freshName());
  await collection.insertMany([
    { _id: 1, n: 1 },
    { _id: 2, n: 2 },
  ]);
  const plus = { $inc: { n: 10 } };
  expect(await collection.findOneAndUpdate({}, plus, { sort: { n: -1 } })).toEqual({ _id: 2, n: 2 });
  expect(
    await collection.findOneAndUpdate({ _id: 2 }, plus, { returnDocument: 'after', projection: { _id: 0 } }),
  ).toEqual({ n: 22 });
  expect(await collection.findOneAndUpdate({ _id: 9 }, plus)).toBeNull();
  expect(
    await collection.findOneAndUpdate({ _id: 9 }, plus, { upsert: true, returnDocument: 'after' }),
  ).toEqual({ _id: 9, n: 10 });
  expect(await collection.findOneAndReplace({ _id: 1 }, { n: 0 }, { returnDocument: 'after' })).toEqual({
    _id: 1,
    n: 0,
  });
  expect(await collection.findOneAndDelete({ _id: 1 })).toEqual({ _id: 1, n: 0 });
  expect(await collection.countDocuments()).toBe(2);
});

test('an ordered batch stops at the first mistake, an unordered one goes on', async () => {
  const collection = database.db.collection<{ _id: number }>(freshName());
  const batch = [{ _id: 1 }, { _id: 1 }, { _id: 2 }];
  expect(await failureOf(collection.insertMany(batch))).toMatchObject({
    code: 11000,
    result: { insertedCount: 1 },
  });
  await collection.deleteMany({});
  const failure = await failureOf(collection.insertMany(batch, { ordered: false }));
  expect(failure.writeErrors).toHaveLength(1);
  expect(await collection.countDocuments()).toBe(2);
});

test('the server makes an _id when the client does not, and puts it first', async () => {
  const collection = database.db.collection(freshName());
  await collection.insertOne({ a: 1 }, { forceServerObjectId: true });
  await collection.insertOne({ b: 1, _id: 'x' as never });
  const [made, moved] = await collection.find().toArray();
  expect(made?._id).toHaveProperty('_bsontype', 'ObjectId');
  expect(Object.keys(moved ?? {})).toEqual(['_id', 'b']);
});
