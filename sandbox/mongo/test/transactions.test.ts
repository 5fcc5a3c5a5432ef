import { expect, test } from '@jest/globals';
import { type ClientSession, type Collection, type Document, MongoClient } from 'mongodb';
import { failureOf, freshName, useDatabase } from './database.ts';

interface Account {
  _id: number;
  balance: number;
  code?: string;
}

const database = useDatabase();

async function accounts(count: number): Promise<Collection<Account>> {
  const collection = database.db.collection<Account>(freshName());
  await collection.insertMany(Array.from({ length: count }, (_, i) => ({ _id: i, balance: 100 })));
  return collection;
}

/** Runs with open transactions, one for each session, and leaves none behind. */
async function inTransactions(
  count: number,
  run: (...sessions: ClientSession[]) => Promise<void>,
): Promise<void> {
  const sessions = Array.from({ length: count }, () => database.client.startSession());
  for (const session of sessions) session.startTransaction();
  try {
    await run(...sessions);
  } finally {
    for (const session of sessions) await session.endSession();
  }
}

const plus = { $inc: { balance: 1 } };

test('a transaction sees its own writes, others see them after the commit', async () => {
  const collection = await accounts(1);
  await inTransactions(1, async (session) => {
    await collection.updateOne({ _id: 0 }, plus, { session });
    await collection.insertOne({ _id: 9, balance: 1 }, { session });
    expect(await collection.countDocuments({}, { session })).toBe(2);
    expect(await collection.findOne({ _id: 0 }, { session })).toMatchObject({ balance: 101 });
    expect(await collection.findOne({ _id: 0 })).toMatchObject({ balance: 100 });
    expect(await collection.countDocuments()).toBe(1);
    await session.commitTransaction();
    expect(await collection.findOne({ _id: 0 })).toMatchObject({ balance: 101 });
    expect(await collection.countDocuments()).toBe(2);
  });
});

test('a transaction goes on seeing the state of its beginning, by key, by range and by sort', async () => {
  const collection = await accounts(3);
  await collection.createIndex({ balance: 1 });
  await inTransactions(1, async (session) => {
    await collection.findOne({ _id: 0 }, { session });
    await collection.updateOne({ _id: 1 }, { $set: { balance: 5 } });
    await collection.deleteOne({ _id: 2 });
    await collection.insertOne({ _id: 7, balance: 100 });
    const ids = async (filter: object, sort: { [field: string]: 1 | -1 } = { _id: 1 }): Promise<number[]> =>
      (await collection.find(filter, { session }).sort(sort).toArray()).map(({ _id }) => _id);
    expect(await ids({})).toEqual([0, 1, 2]);
    expect(await ids({ balance: 100 })).toEqual([0, 1, 2]);
    expect(await ids({ balance: { $lt: 50 } })).toEqual([]);
    expect(await ids({}, { balance: -1 })).toHaveLength(3);
    expect(
      await collection
        .aggregate([{ $group: { _id: null, sum: { $sum: '$balance' } } }], { session })
        .toArray(),
    ).toEqual([{ _id: null, sum: 300 }]);
    await session.commitTransaction();
  });
  expect(
    await collection
      .find()
      .sort({ balance: 1 })
      .map(({ _id }) => _id)
      .toArray(),
  ).toEqual([1, 0, 7]);
});

const conflict = { code: 112, codeName: 'WriteConflict', errorLabels: ['TransientTransactionError'] };

test('the second transaction to write a document fails at once', async () => {
  const collection = await accounts(1);
  await inTransactions(2, async (first, second) => {
    await collection.updateOne({ _id: 0 }, plus, { session: first });
    expect(await failureOf(collection.updateOne({ _id: 0 }, plus, { session: second }))).toMatchObject(
      conflict,
    );
    await first.commitTransaction();
    expect(await failureOf(second.commitTransaction())).toMatchObject({
      code: 251,
      codeName: 'NoSuchTransaction',
    });
  });
  expect(await collection.findOne()).toMatchObject({ balance: 101 });
});

test('a write to a document that has changed since the snapshot fails', async () => {
  const collection = await accounts(2);
  await inTransactions(1, async (session) => {
    await collection.findOne({ _id: 1 }, { session });
    await collection.updateOne({ _id: 0 }, plus);
    expect(await failureOf(collection.updateOne({ _id: 0 }, plus, { session }))).toMatchObject(conflict);
  });
});

test('a single write waits for the transaction that holds its document', async () => {
  const collection = await accounts(1);
  await inTransactions(1, async (session) => {
    await collection.updateOne({ _id: 0 }, { $inc: { balance: 10 } }, { session });
    const order: string[] = [];
    const waiting = collection.updateOne({ _id: 0 }, plus).then(() => order.push('written'));
    await collection.findOne({ _id: 0 });
    order.push('committing');
    await session.commitTransaction();
    await waiting;
    expect(order).toEqual(['committing', 'written']);
  });
  expect(await collection.findOne()).toMatchObject({ balance: 111 });
});

test('a single write gives up waiting when its time is over', async () => {
  const collection = await accounts(1);
  await inTransactions(1, async (session) => {
    await collection.updateOne({ _id: 0 }, plus, { session });
    expect(await failureOf(collection.findOneAndUpdate({ _id: 0 }, plus, { maxTimeMS: 50 }))).toMatchObject({
      code: 50,
    });
  });
});

test('unique keys hold across transactions', async () => {
  const collection = await accounts(1);
  await collection.createIndex({ code: 1 }, { unique: true, sparse: true });
  await inTransactions(2, async (first, second) => {
    await collection.insertOne({ _id: 1, balance: 0, code: 'x' }, { session: first });
    expect(
      await failureOf(collection.insertOne({ _id: 2, balance: 0, code: 'x' }, { session: second })),
    ).toMatchObject(conflict);
    await first.abortTransaction();
  });
  await collection.insertOne({ _id: 3, balance: 0, code: 'x' });
  await inTransactions(1, async (session) => {
    await collection.deleteOne({ code: 'x' }, { session });
    await collection.insertOne({ _id: 4, balance: 0, code: 'x' }, { session });
    expect(
      await failureOf(collection.insertOne({ _id: 5, balance: 0, code: 'x' }, { session })),
    ).toMatchObject({ code: 11000 });
    expect(await failureOf(session.commitTransaction())).toMatchObject({ code: 251 });
  });
  expect(await collection.findOne({ code: 'x' })).toMatchObject({ _id: 3 });
});

test('a unique key that the snapshot still shows is a conflict, though it is free now', async () => {
  const collection = database.db.collection<Document>(freshName());
  await collection.createIndex({ key: 1 }, { unique: true });
  await collection.insertMany([{ key: 1 }, { other: true }]);
  await database.client.withSession(async (session) => {
    session.startTransaction();
    await collection.findOne({ other: true }, { session });
    await collection.deleteOne({ key: 1 });
    expect(await failureOf(collection.insertOne({ key: 1 }, { session }))).toMatchObject({ code: 112 });
  });
  await collection.insertOne({ key: 1 });
});

test('an abort leaves nothing behind, also in the indexes', async () => {
  const collection = await accounts(2);
  await collection.createIndex({ code: 1 }, { unique: true, sparse: true });
  await inTransactions(1, async (session) => {
    await collection.insertMany(
      [
        { _id: 5, balance: 1, code: 'a' },
        { _id: 6, balance: 1, code: 'b' },
      ],
      { session },
    );
    await collection.updateMany({ _id: { $lt: 2 } }, { $inc: { balance: 5 } }, { session });
    await collection.deleteOne({ _id: 0 }, { session });
    await session.abortTransaction();
  });
  expect(await collection.find().toArray()).toEqual([
    { _id: 0, balance: 100 },
    { _id: 1, balance: 100 },
  ]);
  await collection.insertOne({ _id: 5, balance: 1, code: 'a' });
});

test('a commit sent twice is done once', async () => {
  const collection = await accounts(1);
  await inTransactions(1, async (session) => {
    await collection.updateOne({ _id: 0 }, plus, { session });
    await session.commitTransaction();
    await session.commitTransaction();
  });
  expect(await collection.findOne()).toMatchObject({ balance: 101 });
});

test('a lost connection ends its transactions', async () => {
  const collection = await accounts(1);
  const other = await new MongoClient(database.uri).connect();
  const session = other.startSession();
  session.startTransaction();
  await other
    .db(database.db.databaseName)
    .collection<Account>(collection.collectionName)
    .updateOne({ _id: 0 }, plus, { session });
  await other.close(true);
  await collection.updateOne({ _id: 0 }, plus);
  expect(await collection.findOne()).toMatchObject({ balance: 101 });
});

test('transfers at once never change the sum, and no reader sees a half', async () => {
  const collection = await accounts(5);
  let transfers = 0;
  const transfer = (i: number): Promise<void> =>
    database.client.withSession((session) =>
      session.withTransaction(async () => {
        await collection.updateOne({ _id: i % 5 }, { $inc: { balance: -7 } }, { session });
        await collection.updateOne({ _id: (i * 3 + 1) % 5 }, { $inc: { balance: 7 } }, { session });
        await collection.findOneAndUpdate({ _id: (i * 2) % 5 }, { $inc: { balance: 0 } }, { session });
      }),
    );
  const readers = Array.from({ length: 2 }, async () => {
    while (transfers < 24) {
      const [total] = await collection
        .aggregate([{ $group: { _id: null, sum: { $sum: '$balance' } } }])
        .toArray();
      expect(total?.sum).toBe(500);
    }
  });
  const writers = Array.from({ length: 4 }, async (_, writer) => {
    for (let i = 0; i < 6; i++, transfers++) await transfer(writer + i);
  });
  await Promise.all([...writers, ...readers]);
});

test('the last seat goes to one of many who want it at once', async () => {
  const courses = database.db.collection(freshName());
  await courses.insertOne({ capacity: 3, seatsTaken: 0 });
  const take = (): Promise<boolean> =>
    database.client.withSession((session) =>
      session.withTransaction(async () => {
        const filter = { $expr: { $lt: ['$seatsTaken', '$capacity'] } };
        return (await courses.findOneAndUpdate(filter, { $inc: { seatsTaken: 1 } }, { session })) !== null;
      }),
    );
  const taken = await Promise.all(Array.from({ length: 12 }, take));
  expect(taken.filter(Boolean)).toHaveLength(3);
  expect(await courses.findOne()).toMatchObject({ seatsTaken: 3 });
});

test.each(['listCollections', 'dropDatabase'])('%s is refused inside of a transaction', async (name) => {
  await inTransactions(1, async (session) => {
    expect(await failureOf(database.db.command({ [name]: 1 }, { session }))).toMatchObject({ code: 263 });
  });
});
