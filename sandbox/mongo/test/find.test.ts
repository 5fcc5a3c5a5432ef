import { expect, test } from '@jest/globals';
import { Decimal128, type Document, Double, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'mongodb';
import { failureOf, freshName, useDatabase } from './database.ts';

const database = useDatabase();

async function idsFound(docs: Document[], filter: Document): Promise<unknown[]> {
  const collection = database.db.collection(freshName());
  await collection.insertMany(docs);
  return (await collection.find(filter).sort({ _id: 1 }).toArray()).map(({ _id }) => _id);
}

const shelf: Document[] = [
  { _id: 1, a: 1, tags: ['x', 'y'], nested: { b: 1 } },
  { _id: 2, a: 'text', tags: [], nested: { b: null } },
  { _id: 3, a: null, tags: [['x']], nested: {} },
  {
    _id: 4,
    list: [
      { b: 1, c: 1 },
      { b: 2, c: 2 },
    ],
  },
  { _id: 5, a: [1, 5, 9], nested: [{ b: 1 }, { c: 2 }] },
  { _id: 6, a: Number.NaN, d: new Date(1000) },
];

const queries: [string, Document, number[]][] = [
  ['a value equals itself and stands in an array', { a: 1 }, [1, 5]],
  ['null means null and missing', { a: null }, [3, 4]],
  ['an array equals the whole array', { tags: ['x', 'y'] }, [1]],
  ['an array is found inside an array', { tags: ['x'] }, [3]],
  ['an embedded document is compared whole', { nested: { b: 1 } }, [1, 5]],
  ['a dotted name enters documents and arrays', { 'nested.b': 1 }, [1, 5]],
  ['a dotted null is met by the missing field', { 'nested.b': null }, [2, 3, 4, 5, 6]],
  ['a position in an array is a name', { 'list.1.b': 2 }, [4]],
  ['a range looks at its own type only', { a: { $gt: 0 } }, [1, 5]],
  ['a range may be met by two elements', { a: { $gt: 5, $lt: 2 } }, [5]],
  ['NaN is in no range but equals itself', { a: Number.NaN }, [6]],
  ['$gte null is met by null and missing', { a: { $gte: null } }, [3, 4]],
  ['$ne is the contrary of equality', { a: { $ne: 1 } }, [2, 3, 4, 6]],
  ['$in takes null, values and expressions', { a: { $in: [null, /^te/] } }, [2, 3, 4]],
  ['$nin is the contrary of $in', { a: { $nin: [1, null] } }, [2, 6]],
  ['$exists is true for null', { a: { $exists: true } }, [1, 2, 3, 5, 6]],
  ['$exists false', { 'nested.b': { $exists: false } }, [3, 4, 6]],
  ['$type by name', { a: { $type: 'number' } }, [1, 5, 6]],
  ['$type array is the field itself', { a: { $type: 'array' } }, [5]],
  ['$size', { tags: { $size: 2 } }, [1]],
  ['$all', { tags: { $all: ['x', 'y'] } }, [1]],
  ['$elemMatch wants one element for all', { list: { $elemMatch: { b: 1, c: 2 } } }, []],
  ['conditions on an array may be met by different elements', { 'list.b': 1, 'list.c': 2 }, [4]],
  ['$elemMatch on values', { a: { $elemMatch: { $gt: 4, $lt: 6 } } }, [5]],
  ['$not is met by what is not there', { a: { $not: { $gt: 0 } } }, [2, 3, 4, 6]],
  ['$or', { $or: [{ a: 'text' }, { 'list.b': 2 }] }, [2, 4]],
  ['$nor', { $nor: [{ a: { $exists: true } }] }, [4]],
  ['$mod', { a: { $mod: [4, 1] } }, [1, 5]],
  ['$regex with options', { a: { $regex: 'TEX', $options: 'i' } }, [2]],
  ['dates', { d: { $lte: new Date(1000) } }, [6]],
  ['$expr compares fields, a missing one is least', { $expr: { $lt: ['$b', '$a'] } }, [1, 2, 3, 5, 6]],
];

test.each(queries)('%s', async (_title, filter, ids) => {
  expect(await idsFound(shelf, filter)).toEqual(ids);
});

test.each(queries)('with an index the same is found: %s', async (_title, filter, ids) => {
  const collection = database.db.collection(freshName());
  for (const key of ['a', 'nested.b', 'list.b', 'd']) await collection.createIndex({ [key]: 1 });
  await collection.insertMany(shelf);
  const found = await collection.find(filter).toArray();
  expect(found.map(({ _id }) => _id).sort()).toEqual(ids);
});

test('values of all types are sorted as documented, by an index and without one', async () => {
  const inOrder = [
    new MinKey(),
    null,
    Number.NaN,
    Number.NEGATIVE_INFINITY,
    Long.fromString('-9007199254740993'),
    -1.5,
    -1,
    0,
    Decimal128.fromString('0.1'),
    1,
    Long.fromString('9007199254740993'),
    Number.POSITIVE_INFINITY,
    '',
    'a',
    'aa',
    'b',
    '\ue000',
    '😀',
    {},
    { a: 1 },
    { a: 2 },
    { b: 0 },
    new ObjectId('000000000000000000000001'),
    false,
    true,
    new Date(-1),
    new Date(0),
    new Timestamp({ t: 1, i: 1 }),
    /a/,
    new MaxKey(),
  ];
  const collection = database.db.collection<{ _id: number; value: unknown }>(freshName());
  const order = inOrder.map((_value, i) => i);
  await collection.insertMany([...order].reverse().map((i) => ({ _id: i, value: inOrder[i] })));
  const sorted = (): Promise<number[]> =>
    collection
      .find()
      .sort({ value: 1 })
      .map(({ _id }) => _id)
      .toArray();
  expect(await sorted()).toEqual(order);
  await collection.createIndex({ value: 1 });
  expect(await sorted()).toEqual(order);
  expect(
    await collection
      .find()
      .sort({ value: -1 })
      .map(({ _id }) => _id)
      .toArray(),
  ).toEqual([...order].reverse());
});

test('every type comes back as it was stored', async () => {
  const collection = database.db.collection(freshName(), {
    promoteValues: false,
    promoteLongs: false,
    bsonRegExp: true,
  });
  const { BSON } = await import('mongodb');
  const doc = {
    _id: new ObjectId(),
    int: new BSON.Int32(5),
    whole: new Double(5),
    negativeZero: new Double(-0),
    fraction: new Double(0.5),
    long: Long.fromString('9223372036854775807'),
    decimal: Decimal128.fromString('1.10'),
    date: new Date(1),
    bytes: new BSON.Binary(Buffer.from([1, 2]), 7),
    uuid: new BSON.UUID(),
    expression: new BSON.BSONRegExp('a', 'imx'),
    code: new BSON.Code('f()', { a: new BSON.Int32(1) }),
    stamp: new Timestamp({ t: 5, i: 6 }),
    min: new MinKey(),
    max: new MaxKey(),
    nothing: null,
    yes: true,
    list: [new BSON.Int32(1), [new Double(2)]],
    reference: { $ref: 'other', $id: new BSON.Int32(1) },
  };
  await collection.insertOne(doc);
  await collection.updateOne({ _id: doc._id }, { $set: { touched: true } });
  const [raw] = await collection.find({}, { raw: true }).toArray();
  expect(Buffer.from(raw as unknown as Uint8Array)).toEqual(
    Buffer.from(BSON.serialize({ ...doc, touched: true })),
  );
});

test('a reference is found by its fields', async () => {
  const collection = database.db.collection<Document>(freshName());
  const $id = new ObjectId();
  await collection.insertMany([{ list: [{ $ref: 'others', $id }] }, { list: [] }]);
  expect(await collection.countDocuments({ list: { $elemMatch: { $ref: 'others', $id } } })).toBe(1);
  expect(await collection.countDocuments({ 'list.$id': $id })).toBe(1);
});

test('long results come in batches, and a cursor may be closed early', async () => {
  const collection = database.db.collection<{ _id: number }>(freshName());
  await collection.insertMany(Array.from({ length: 500 }, (_, i) => ({ _id: i })));
  const all = await collection.find().batchSize(7).sort({ _id: 1 }).toArray();
  expect(all.map(({ _id }) => _id)).toEqual(Array.from({ length: 500 }, (_, i) => i));
  const cursor = collection.find().batchSize(2);
  await cursor.next();
  const { id } = cursor;
  await cursor.close();
  expect(
    await failureOf(database.db.command({ getMore: id, collection: collection.collectionName })),
  ).toMatchObject({ code: 43, codeName: 'CursorNotFound' });
});

test('skip, limit and sort by several fields', async () => {
  const collection = database.db.collection(freshName());
  await collection.insertMany([
    { a: 1, b: 1 },
    { a: 2, b: 1 },
    { a: 1, b: 2 },
    { a: 2, b: 2 },
  ]);
  const found = await collection
    .find({}, { projection: { _id: 0 } })
    .sort({ a: -1, b: 1 })
    .skip(1)
    .limit(2)
    .toArray();
  expect(found).toEqual([
    { a: 2, b: 2 },
    { a: 1, b: 1 },
  ]);
});

const projections: [Document, Document][] = [
  [{ a: 1 }, { _id: 1, a: 1 }],
  [{ a: 1, _id: 0 }, { a: 1 }],
  [
    { a: 0, list: 0 },
    { _id: 1, n: { x: 1, y: 2 } },
  ],
  [{ 'n.x': 1 }, { _id: 1, n: { x: 1 } }],
  [
    { 'n.x': 0, list: 0 },
    { _id: 1, a: 1, n: { y: 2 } },
  ],
  [{ 'list.k': 1, _id: 0 }, { list: [{ k: 1 }, { k: 2 }] }],
  [
    { list: { $slice: -1 }, n: 0 },
    { _id: 1, a: 1, list: [{ k: 2, v: 'b' }] },
  ],
  [{ list: { $elemMatch: { k: 2 } } }, { _id: 1, list: [{ k: 2, v: 'b' }] }],
  [{ 'list.$': 1 }, { _id: 1, list: [{ k: 2, v: 'b' }] }],
  [{ sum: { $add: ['$n.x', '$n.y'] } }, { _id: 1, sum: 3 }],
];

test.each(projections)('the projection %j', async (projection, shown) => {
  const collection = database.db.collection<Document>(freshName());
  await collection.insertOne({
    _id: 1 as never,
    a: 1,
    n: { x: 1, y: 2 },
    list: [
      { k: 1, v: 'a' },
      { k: 2, v: 'b' },
    ],
  });
  expect(await collection.findOne({ 'list.k': 2 }, { projection })).toEqual(shown);
});

test('distinct values are those of array elements, each once', async () => {
  const collection = database.db.collection(freshName());
  await collection.insertMany([{ a: [1, 2] }, { a: 2 }, { a: new Double(2) }, { a: 'x' }, {}]);
  expect(await collection.distinct('a')).toEqual([1, 2, 'x']);
});

test.each([
  [{ $where: 'true' }, 238],
  [{ $text: { $search: 'x' } }, 238],
  [{ a: { $near: [0, 0] } }, 238],
  [{ a: { $unknown: 1 } }, 2],
  [{ $or: [] }, 2],
])('refuses the query %j', async (filter, code) => {
  if (process.env.MONGODB_URI && code === 238) return;
  expect(await failureOf(database.db.collection(freshName()).findOne(filter as Document))).toMatchObject({
    code,
  });
});

test('refuses a collation that it does not know', async () => {
  if (process.env.MONGODB_URI) return;
  const failure = await failureOf(
    database.db.collection(freshName()).find().collation({ locale: 'fa' }).toArray(),
  );
  expect(failure).toMatchObject({ code: 238, codeName: 'NotImplemented' });
});
