import { expect, test } from '@jest/globals';
import { BSON, type Collection, Decimal128, type Document, Double, Long, ObjectId } from 'mongodb';
import { failureOf, freshName, useDatabase } from './database.ts';

const database = useDatabase();

async function orders(): Promise<Collection<Document>> {
  const collection = database.db.collection<Document>(freshName());
  await collection.insertMany([
    {
      _id: 1,
      person: 'a',
      sum: 10,
      at: new Date('2026-01-05'),
      lines: [
        { k: 'x', n: 1 },
        { k: 'y', n: 2 },
      ],
    },
    { _id: 2, person: 'b', sum: 20, at: new Date('2026-01-06'), lines: [{ k: 'x', n: 3 }] },
    { _id: 3, person: 'a', sum: 30, at: new Date('2026-02-01'), lines: [] },
    { _id: 4, sum: null },
  ] as Document[]);
  return collection;
}

const pipelines: [string, Document[], Document[]][] = [
  [
    '$group by a field, a missing one is null',
    [{ $group: { _id: '$person', sum: { $sum: '$sum' }, count: { $sum: 1 } } }, { $sort: { _id: 1 } }],
    [
      { _id: null, sum: 0, count: 1 },
      { _id: 'a', sum: 40, count: 2 },
      { _id: 'b', sum: 20, count: 1 },
    ],
  ],
  [
    '$group with all accumulators',
    [
      {
        $group: {
          _id: null,
          avg: { $avg: '$sum' },
          min: { $min: '$sum' },
          max: { $max: '$sum' },
          all: { $push: '$sum' },
          set: { $addToSet: '$person' },
          first: { $first: '$_id' },
          last: { $last: '$_id' },
        },
      },
      { $project: { _id: 0, avg: 1, min: 1, max: 1, all: 1, first: 1, last: 1, set: { $size: '$set' } } },
    ],
    [{ avg: 20, min: 10, max: 30, all: [10, 20, 30, null], first: 1, last: 4, set: 2 }],
  ],
  [
    '$group by a document',
    [
      { $match: { person: 'a' } },
      { $group: { _id: { p: '$person', big: { $gt: ['$sum', 15] } }, n: { $sum: 1 } } },
      { $sort: { '_id.big': 1 } },
    ],
    [
      { _id: { p: 'a', big: false }, n: 1 },
      { _id: { p: 'a', big: true }, n: 1 },
    ],
  ],
  [
    '$sum of a difference, as ledgers do',
    [
      { $match: { sum: { $gt: 0 } } },
      { $group: { _id: null, balance: { $sum: { $subtract: ['$sum', '$_id'] } }, last: { $max: '$_id' } } },
    ],
    [{ _id: null, balance: 54, last: 3 }],
  ],
  [
    '$unwind keeps the position if asked',
    [
      { $match: { _id: 1 } },
      { $unwind: { path: '$lines', includeArrayIndex: 'i' } },
      { $project: { _id: 0, k: '$lines.k', i: 1 } },
    ],
    [
      { i: 0, k: 'x' },
      { i: 1, k: 'y' },
    ],
  ],
  [
    '$project renames, hides and computes',
    [
      { $match: { _id: 2 } },
      {
        $project: {
          _id: 0,
          who: '$person',
          double: { $multiply: ['$sum', 2] },
          kinds: '$lines.k',
          name: { $concat: ['$person', '-', '$person'] },
        },
      },
    ],
    [{ who: 'b', double: 40, kinds: ['x'], name: 'b-b' }],
  ],
  [
    '$addFields into documents, without touching what is stored',
    [
      { $match: { _id: 1 } },
      { $addFields: { 'extra.deep': { $size: '$lines' }, 'lines.seen': true } },
      { $project: { _id: 0, extra: 1, lines: 1 } },
    ],
    [
      {
        lines: [
          { k: 'x', n: 1, seen: true },
          { k: 'y', n: 2, seen: true },
        ],
        extra: { deep: 2 },
      },
    ],
  ],
  [
    '$facet',
    [
      {
        $facet: {
          count: [{ $count: 'n' }],
          top: [{ $sort: { sum: -1 } }, { $limit: 1 }, { $project: { _id: 1 } }],
        },
      },
    ],
    [{ count: [{ n: 4 }], top: [{ _id: 3 }] }],
  ],
  [
    '$sort, $skip and $limit',
    [{ $sort: { sum: -1 } }, { $skip: 1 }, { $limit: 2 }, { $project: { _id: 1 } }],
    [{ _id: 2 }, { _id: 1 }],
  ],
  [
    '$sortByCount',
    [{ $match: { person: { $exists: true } } }, { $sortByCount: '$person' }],
    [
      { _id: 'a', count: 2 },
      { _id: 'b', count: 1 },
    ],
  ],
  [
    '$cond and $ifNull',
    [
      { $match: { _id: { $gte: 3 } } },
      {
        $project: {
          a: { $cond: [{ $gt: ['$sum', 5] }, 'big', 'small'] },
          b: { $ifNull: ['$person', 'nobody'] },
        },
      },
    ],
    [
      { _id: 3, a: 'big', b: 'a' },
      { _id: 4, a: 'small', b: 'nobody' },
    ],
  ],
  [
    '$map, $filter and $reduce',
    [
      { $match: { _id: 1 } },
      {
        $project: {
          _id: 0,
          m: { $map: { input: '$lines', as: 'l', in: '$$l.n' } },
          f: { $filter: { input: '$lines', as: 'l', cond: { $eq: ['$$l.k', 'y'] } } },
          r: { $reduce: { input: '$lines', initialValue: 0, in: { $add: ['$$value', '$$this.n'] } } },
        },
      },
    ],
    [{ m: [1, 2], f: [{ k: 'y', n: 2 }], r: 3 }],
  ],
  [
    '$dateToString',
    [
      { $match: { _id: 1 } },
      { $project: { _id: 0, day: { $dateToString: { date: '$at', format: '%Y-%m-%d' } } } },
    ],
    [{ day: '2026-01-05' }],
  ],
  [
    '$replaceRoot',
    [
      { $match: { _id: 1 } },
      { $replaceRoot: { newRoot: { $mergeObjects: [{ a: 1 }, { $arrayElemAt: ['$lines', 0] }] } } },
    ],
    [{ a: 1, k: 'x', n: 1 }],
  ],
  ['$unset', [{ $match: { _id: 2 } }, { $unset: ['lines', 'at', 'sum'] }], [{ _id: 2, person: 'b' }]],
  [
    '$bucket',
    [
      { $match: { sum: { $type: 'number' } } },
      { $bucket: { groupBy: '$sum', boundaries: [0, 15, 40], output: { n: { $sum: 1 } } } },
    ],
    [
      { _id: 0, n: 1 },
      { _id: 15, n: 2 },
    ],
  ],
];

test.each(pipelines)('%s', async (_title, pipeline, results) => {
  const collection = await orders();
  const before = await collection.find().toArray();
  expect(await collection.aggregate(pipeline).toArray()).toEqual(results);
  expect(await collection.find().toArray()).toEqual(before);
});

test('$lookup joins by fields, by null, by arrays, and by a pipeline of its own', async () => {
  const collection = await orders();
  const people = database.db.collection<Document>(freshName());
  await people.insertMany([
    { _id: 'a', limit: 15 },
    { _id: 'b', limit: 100 },
  ] as Document[]);
  const from = people.collectionName;
  const joined = await collection
    .aggregate([
      { $lookup: { from, localField: 'person', foreignField: '_id', as: 'who' } },
      { $project: { who: '$who.limit' } },
      { $sort: { _id: 1 } },
    ])
    .toArray();
  expect(joined).toEqual([
    { _id: 1, who: [15] },
    { _id: 2, who: [100] },
    { _id: 3, who: [15] },
    { _id: 4, who: [] },
  ]);
  const over = await people
    .aggregate([
      {
        $lookup: {
          from: collection.collectionName,
          let: { limit: '$limit', id: '$_id' },
          pipeline: [
            { $match: { $expr: { $and: [{ $eq: ['$person', '$$id'] }, { $gt: ['$sum', '$$limit'] }] } } },
            { $project: { _id: 1 } },
          ],
          as: 'over',
        },
      },
      { $sort: { _id: 1 } },
    ])
    .toArray();
  expect(over.map(({ over: found }) => found)).toEqual([[{ _id: 3 }], []]);
});

test('$unionWith, $out and $merge', async () => {
  const collection = await orders();
  const [other, target] = [
    database.db.collection<Document>(freshName()),
    database.db.collection<Document>(freshName()),
  ];
  await other.insertOne({ _id: 50 as never, sum: 5 });
  const both = [
    { $unionWith: { coll: other.collectionName, pipeline: [{ $match: { sum: 5 } }] } },
    { $project: { sum: 1 } },
  ];
  expect(await collection.aggregate([...both, { $out: target.collectionName }]).toArray()).toEqual([]);
  expect(await target.distinct('_id')).toEqual([1, 2, 3, 4, 50]);
  await collection
    .aggregate([
      { $match: { _id: { $lt: 3 } } },
      { $project: { extra: '$person' } },
      { $merge: { into: target.collectionName } },
    ])
    .toArray();
  expect(await target.findOne({ _id: 1 as never })).toEqual({ _id: 1, sum: 10, extra: 'a' });
  await other
    .aggregate([
      { $set: { _id: 2 } },
      {
        $merge: {
          into: target.collectionName,
          on: '_id',
          whenMatched: [{ $set: { sum: { $add: ['$sum', '$$new.sum'] } } }],
          whenNotMatched: 'discard',
        },
      },
    ])
    .toArray();
  expect(await target.findOne({ _id: 2 as never })).toEqual({ _id: 2, sum: 25, extra: 'b' });
  expect(
    await failureOf(collection.aggregate([{ $merge: { into: target.collectionName, on: 'sum' } }]).toArray()),
  ).toMatchObject({ code: 51183 });
});

test('sums keep the types of numbers and are exact', async () => {
  const collection = database.db.collection<Document>(freshName(), {
    promoteValues: false,
    promoteLongs: false,
  });
  await collection.insertMany([
    {
      int: 1,
      double: new Double(0.5),
      long: Long.fromString('9007199254740993'),
      decimal: Decimal128.fromString('0.1'),
    },
    { int: 2147483647, double: new Double(0.5), long: Long.ONE, decimal: Decimal128.fromString('0.2') },
  ]);
  const sums = Object.fromEntries(
    ['int', 'double', 'long', 'decimal'].map((name) => [name, { $sum: `$${name}` }]),
  );
  const [found] = await collection.aggregate([{ $group: { _id: null, ...sums } }]).toArray();
  expect(found).toMatchObject({
    int: Long.fromString('2147483648'),
    double: new Double(1),
    long: Long.fromString('9007199254740994'),
    decimal: Decimal128.fromString('0.3'),
  });
  const [computed] = await collection
    .aggregate([
      { $limit: 1 },
      {
        $project: {
          _id: 0,
          more: { $add: ['$long', 1] },
          half: { $divide: ['$int', 1] },
          text: { $toString: '$long' },
          type: { $type: '$double' },
        },
      },
    ])
    .toArray();
  expect(computed).toEqual({
    more: Long.fromString('9007199254740994'),
    half: new Double(1),
    text: '9007199254740993',
    type: 'double',
  });
});

test('what is computed has the types that the server gives it', async () => {
  const collection = database.db.collection<Document>(freshName(), {
    promoteValues: false,
    promoteLongs: false,
  });
  await collection.insertOne({
    half: 4.5,
    whole: new Double(4),
    four: 4,
    long: Long.fromNumber(7),
    at: new Date(0),
  });
  const computed = {
    floor: { $floor: '$half' },
    round: { $round: ['$half', 0] },
    abs: { $abs: '$four' },
    root: { $sqrt: '$four' },
    rest: { $mod: ['$whole', 3] },
    power: { $pow: [2, 40] },
    days: { $dateDiff: { startDate: '$at', endDate: new Date(86_400_000), unit: 'day' } },
    date: { $toDate: '$long' },
    int: { $toInt: '$half' },
    spread: { $stdDevPop: ['$four', 4] },
  };
  expect(await collection.aggregate([{ $project: { _id: 0, ...computed } }]).next()).toEqual({
    floor: new Double(4),
    round: new Double(4),
    abs: new BSON.Int32(4),
    root: new Double(2),
    rest: new Double(1),
    power: Long.fromString('1099511627776'),
    days: Long.ONE,
    date: new Date(7),
    int: new BSON.Int32(4),
    spread: new Double(0),
  });
});

test.each(['$toInt', '$toLong', '$toDouble', '$toDecimal', '$toDate', '$toObjectId'])(
  '%s of what is no such thing is a failed conversion',
  async (operator) => {
    const collection = database.db.collection<Document>(freshName());
    await collection.insertOne({ text: 'nonsense' });
    const failing = collection.aggregate([{ $project: { x: { [operator]: '$text' } } }]).toArray();
    expect(await failureOf(failing)).toMatchObject({ code: 241, codeName: 'ConversionFailure' });
  },
);

test('of nothing there is no count', async () => {
  const collection = await orders();
  expect(await collection.aggregate([{ $match: { sum: 99 } }, { $count: 'n' }]).toArray()).toEqual([]);
  expect(await collection.countDocuments({ sum: 99 })).toBe(0);
});

test('truth does not depend on the type of a number', async () => {
  const collection = database.db.collection<Document>(freshName());
  await collection.insertOne({ double: new Double(0), long: Long.ZERO, list: [Long.ZERO, Long.ONE] });
  const truth = (name: string): Document => ({ $cond: [name, 'yes', 'no'] });
  const project = { _id: 0, a: truth('$double'), b: { $or: ['$long', '$double'] }, c: { $not: ['$long'] } };
  const kept = { $filter: { input: '$list', as: 'one', cond: '$$one' } };
  const found = await collection.aggregate([{ $project: { ...project, kept: { $size: kept } } }]).toArray();
  expect(found).toEqual([{ a: 'no', b: false, c: true, kept: 1 }]);
});

test('object ids group, join and compare by their value', async () => {
  const collection = database.db.collection<Document>(freshName());
  const id = new ObjectId();
  await collection.insertMany([
    { ref: id },
    { ref: new ObjectId(id.toHexString()) },
    { ref: new ObjectId() },
  ]);
  const groups = await collection
    .aggregate([{ $group: { _id: '$ref', n: { $sum: 1 } } }, { $sort: { n: -1 } }])
    .toArray();
  expect(groups.map(({ n }) => n)).toEqual([2, 1]);
  expect(await collection.countDocuments({ $expr: { $eq: ['$ref', id] } })).toBe(2);
  expect(
    await collection
      .aggregate([
        { $match: { ref: { $in: [id] } } },
        { $project: { _id: 0, text: { $toString: '$ref' } } },
        { $limit: 1 },
      ])
      .toArray(),
  ).toEqual([{ text: id.toHexString() }]);
});

test('what mingo would compute wrongly is refused', async () => {
  if (process.env.MONGODB_URI) return;
  const collection = database.db.collection<Document>(freshName());
  await collection.insertOne({ big: Long.MAX_VALUE, decimal: BSON.Decimal128.fromString('1.5') });
  for (const expression of [
    { $sqrt: '$big' },
    { $floor: '$decimal' },
    { $divide: ['$decimal', 2] },
    { $setUnion: [['$big'], [1]] },
    { $convert: { input: '12', to: 'long' } },
    { $dateFromParts: { year: 2026 } },
    { $dateToParts: { date: new Date() } },
    { $toHashedIndexKey: 'a' },
  ]) {
    expect(await failureOf(collection.aggregate([{ $project: { x: expression } }]).toArray())).toMatchObject({
      code: 238,
    });
  }
});

test.each<[Document, number]>([
  [{ $frobnicate: {} }, 40324],
  [{ $match: {}, $sort: { a: 1 } }, 40324],
  [{ $geoNear: {} }, 238],
  [{ $changeStream: {} }, 238],
])('refuses the stage %j', async (stage, code) => {
  if (process.env.MONGODB_URI && code === 238) return;
  expect(await failureOf((await orders()).aggregate([stage]).toArray())).toMatchObject({ code });
});
