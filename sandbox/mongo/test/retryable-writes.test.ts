import { expect, test } from '@jest/globals';
import { Binary, type Document, Long } from 'mongodb';
import { failureOf, freshName, useDatabase } from './database.ts';

const database = useDatabase();

/** A session named by hand, so that a test can send the very same write twice. */
function numbered(
  number: number,
  lsid = { id: new Binary(crypto.getRandomValues(new Uint8Array(16)), 4) },
): Document {
  return { lsid, txnNumber: Long.fromNumber(number) };
}

/** The driver's own session would be added to a command, so this takes one that has none. */
async function send(command: Document): Promise<Document> {
  const { client, db } = database;
  const { lsid } = command;
  const session = client.startSession();
  try {
    // The driver sends the id of its session; giving it ours makes the command that a retry would be.
    Object.defineProperty((session as unknown as { serverSession: object }).serverSession, 'id', {
      value: lsid,
    });
    return await db.command(command, { session });
  } finally {
    await session.endSession();
  }
}

test.each<[string, (name: string) => Document, string]>([
  ['insert', (name) => ({ insert: name, documents: [{ _id: 1 }, { _id: 2 }] }), 'n'],
  ['update', (name) => ({ update: name, updates: [{ q: { _id: 0 }, u: { $inc: { a: 1 } } }] }), 'nModified'],
  ['delete', (name) => ({ delete: name, deletes: [{ q: { a: 1 }, limit: 1 }] }), 'n'],
])('an %s sent twice is done once and answered the same', async (_title, command, count) => {
  const collection = database.db.collection<Document>(freshName());
  await collection.insertMany([
    { _id: 0 as never, a: 1 },
    { _id: 9 as never, a: 1 },
  ]);
  const write = { ...command(collection.collectionName), ...numbered(1) };
  const first = await send(write);
  const after = await collection.find().toArray();
  const second = await send(write);
  expect(second[count]).toBe(first[count]);
  expect(await collection.find().toArray()).toEqual(after);
});

test('findAndModify sent twice answers the same document', async () => {
  const collection = database.db.collection<Document>(freshName());
  await collection.insertOne({ a: 1 });
  const write = {
    findAndModify: collection.collectionName,
    query: {},
    update: { $inc: { a: 1 } },
    new: true,
    ...numbered(5),
  };
  const first = await send(write);
  expect((await send(write)).value).toEqual(first.value);
  expect(await collection.findOne()).toMatchObject({ a: 2 });
});

test('a number older than the latest of its session is refused', async () => {
  const collection = database.db.collection<Document>(freshName());
  const name = collection.collectionName;
  const later = numbered(7);
  await send({ insert: name, documents: [{ a: 1 }], ...later });
  const earlier = { ...later, txnNumber: Long.fromNumber(6) };
  expect(await failureOf(send({ insert: name, documents: [{ a: 2 }], ...earlier }))).toMatchObject({
    code: 225,
  });
});
