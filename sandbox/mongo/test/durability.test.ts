import {
  appendFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type Db, type Document, MongoClient } from 'mongodb';
import { type RunningMongo, startMongo } from '../start.ts';
import { Store } from '../storage/store.ts';
import { encode } from '../values.ts';
import { failureOf, temporaryFolder } from './database.ts';
import { startProcess } from './server-process.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function withServer<T>(run: (db: Db, server: RunningMongo) => Promise<T>): Promise<T> {
  const server = await startMongo({ dataDir: folder, port: 0 });
  const client = await new MongoClient(server.uri).connect();
  try {
    return await run(client.db('shop'), server);
  } finally {
    await client.close();
    await server.close();
  }
}

function logPath(): string {
  return join(
    folder,
    readdirSync(folder)
      .filter((name) => name.startsWith('log-'))
      .at(-1) ?? '',
  );
}

async function fill(): Promise<void> {
  await withServer(async (db) => {
    await db.collection('items').createIndex({ code: 1 }, { unique: true });
    for (let i = 0; i < 20; i++)
      await db
        .collection<Document>('items')
        .insertOne({ _id: i as never, code: `c${i}`, text: 'x'.repeat(50) });
    await db.collection<Document>('items').deleteOne({ _id: 3 as never });
    await db.collection<Document>('items').updateOne({ _id: 4 as never }, { $set: { text: 'changed' } });
  });
}

const codes = (db: Db): Promise<unknown[]> =>
  db
    .collection('items')
    .find()
    .sort({ _id: 1 })
    .map(({ code }) => code)
    .toArray();

test('documents, indexes and collections are there again after a restart', async () => {
  await fill();
  await withServer(async (db) => {
    expect(await db.collection('items').countDocuments()).toBe(19);
    expect(await db.collection('items').findOne({ code: 'c4' })).toMatchObject({ text: 'changed' });
    expect(await failureOf(db.collection('items').insertOne({ code: 'c5' }))).toMatchObject({ code: 11000 });
    await db.collection('items').rename('renamed');
    await db.collection('renamed').dropIndex('code_1');
    await db.createCollection('empty');
  });
  await withServer(async (db) => {
    expect(
      (
        await db
          .listCollections()
          .map(({ name }) => name)
          .toArray()
      ).sort(),
    ).toEqual(['empty', 'renamed']);
    expect(await db.collection('renamed').indexes()).toHaveLength(1);
    await db.dropDatabase();
  });
  await withServer(async (db) => expect(await db.listCollections().toArray()).toEqual([]));
});

test('what was acknowledged survives kill -9 at any instant', async () => {
  let acknowledged = -1;
  for (let round = 0; round < 3; round++) {
    const server = await startProcess(folder);
    const client = await new MongoClient(server.uri, {
      retryWrites: false,
      serverSelectionTimeoutMS: 1000,
    }).connect();
    const items = client.db('shop').collection<{ _id: number }>('items');
    const present = new Set(
      await items
        .find()
        .map(({ _id }) => _id)
        .toArray(),
    );
    for (let i = 0; i <= acknowledged; i++) expect(present.has(i)).toBe(true);
    const from = Math.max(acknowledged, ...present) + 1;
    const writing = (async () => {
      for (let i = from; ; i++) {
        await items.insertOne({ _id: i });
        acknowledged = i;
        if (i === from + 25 + round * 7) void server.stop('SIGKILL');
      }
    })();
    await failureOf(writing);
    await client.close();
  }
  expect(acknowledged).toBeGreaterThan(75);
});

test('a transaction is there wholly or not at all after kill -9', async () => {
  const server = await startProcess(folder);
  const client = await new MongoClient(server.uri, { serverSelectionTimeoutMS: 1000 }).connect();
  const items = client.db('shop').collection<{ _id: number; half: number }>('items');
  await items.insertOne({ _id: -1, half: 0 });
  let committed = 0;
  const writing = (async () => {
    for (let i = 0; ; i++) {
      const session = client.startSession();
      session.startTransaction();
      await items.insertOne({ _id: 2 * i, half: 1 }, { session });
      await items.insertOne({ _id: 2 * i + 1, half: 2 }, { session });
      if (i === 15) void server.stop('SIGKILL');
      await session.commitTransaction();
      committed = i + 1;
      await session.endSession();
    }
  })();
  await failureOf(writing);
  await client.close();
  await withServer(async (db) => {
    const [first, second] = await Promise.all(
      [1, 2].map((half) => db.collection('items').countDocuments({ half })),
    );
    expect(first).toBe(second);
    expect(first).toBeGreaterThanOrEqual(committed);
  });
});

test('a retried write is known again after a restart', async () => {
  const store = new Store(folder);
  const retry = { session: 's', number: (await import('bson')).Long.ONE };
  const transaction = store.begin(false);
  const { note } = await import('../storage/log-entries.ts');
  transaction.note(note(store.retries.toNote(retry, 0, { n: 1 })));
  transaction.commit();
  await store.close();
  expect(new Store(folder).retries.recall(retry, 0)).toEqual({ n: 1 });
});

test('a torn tail is cut with a warning', async () => {
  await fill();
  const before = await withServer(codes);
  const warning = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  appendFileSync(logPath(), readFileSync(logPath()).subarray(0, 40));
  expect(await withServer(codes)).toEqual(before);
  truncateSync(logPath(), statSync(logPath()).size - 5);
  expect(await withServer((db) => db.collection('items').findOne({ code: 'c4' }))).toMatchObject({
    text: 'x'.repeat(50),
  });
  expect(warning).toHaveBeenCalledTimes(2);
  warning.mockRestore();
});

test('a damaged middle refuses to start and says where', async () => {
  await fill();
  const bytes = readFileSync(logPath());
  const position = Math.floor(bytes.length / 2);
  bytes[position] = (bytes[position] ?? 0) ^ 1;
  writeFileSync(logPath(), bytes);
  const failure = await failureOf(startMongo({ dataDir: folder, port: 0 }));
  expect(failure.message).toMatch(/log-\d+ is damaged at byte \d+, with good records from byte \d+ on/);
  expect(readFileSync(logPath())).toEqual(bytes);
});

test('a compaction keeps everything, also what is written meanwhile, and makes the files small', async () => {
  const store = new Store(folder);
  const collection = store.create('shop.items');
  const { StoredDoc } = await import('../storage/record.ts');
  const write = (id: number, text: string): void => {
    const transaction = store.begin(false);
    const known = [...collection.seenBy(transaction)].find(([, { doc }]) => doc._id === id);
    const stored = new StoredDoc(encode({ _id: id, text }));
    if (known) collection.write(transaction, known[0], stored);
    else collection.insert(transaction, stored);
    transaction.commit();
  };
  for (let round = 0; round < 20; round++) for (let id = 0; id < 20; id++) write(id, `${round}`.repeat(100));
  const grown = statSync(logPath()).size;
  const compacting = store.compact();
  write(5, 'meanwhile');
  write(100, 'new meanwhile');
  await compacting;
  await store.close();
  const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
  expect(sizes.reduce((a, b) => a + b)).toBeLessThan(grown / 5);
  await withServer(async (db) => {
    expect(await db.collection('items').countDocuments()).toBe(21);
    expect(await db.collection<Document>('items').findOne({ _id: 5 as never })).toMatchObject({
      text: 'meanwhile',
    });
    expect(await db.collection<Document>('items').findOne({ _id: 6 as never })).toMatchObject({
      text: '19'.repeat(100),
    });
  });
});

test('a full disk fails the write, and neither memory nor disk keeps a trace of it', async () => {
  const server = await startProcess(folder, 128);
  const client = await new MongoClient(server.uri, { retryWrites: false }).connect();
  const items = client.db('shop').collection<Document>('items');
  await items.createIndex({ code: 1 }, { unique: true });
  const big = { code: 'big', text: 'x'.repeat(100_000) };
  expect(await failureOf(items.insertOne(big))).toMatchObject({ code: 14031, codeName: 'OutOfDiskSpace' });
  await items.insertOne({ code: 'small' });
  const inTransaction = client.withSession((session) =>
    session.withTransaction(async () => {
      await items.updateOne({ code: 'small' }, { $set: { count: 1 } }, { session });
      await items.insertOne(big, { session });
    }),
  );
  expect(await failureOf(inTransaction)).toMatchObject({ code: 14031 });
  expect(await items.distinct('code')).toEqual(['small']);
  await client.close();
  await server.stop('SIGKILL');
  await withServer(async (db) => {
    expect(
      await db
        .collection('items')
        .find({}, { projection: { _id: 0 } })
        .toArray(),
    ).toEqual([{ code: 'small' }]);
    await db.collection('items').insertOne({ code: 'big' });
  });
});

test('one data folder has one server', async () => {
  await withServer(async () => {
    const failure = await failureOf(startMongo({ dataDir: folder, port: 0 }));
    expect(failure.message).toContain('Another server is using the data folder');
  });
});

test('stops cleanly at SIGTERM, and when its parent is gone', async () => {
  const first = await startProcess(folder);
  expect(await first.stop('SIGTERM')).toBe(0);
  const second = await startProcess(folder);
  const ended = new Promise((resolve) => second.process.once('exit', resolve));
  second.process.disconnect();
  expect(await ended).toBe(0);
});
