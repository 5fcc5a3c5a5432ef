import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { BSON, type Document, MongoClient } from 'mongodb';
import { crc32c } from '../crc32c.ts';
import { useDatabase } from './database.ts';

const database = useDatabase();

let socket: Socket;
let received: Buffer;

beforeEach(async () => {
  const { hosts } = database.client.options;
  const { host = '127.0.0.1', port = 27017 } = hosts[0] ?? {};
  received = Buffer.alloc(0);
  socket = connect(port, host);
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    socket.emit('answer');
  });
  await new Promise((resolve) => socket.once('connect', resolve));
});

afterEach(() => {
  socket.destroy();
});

function message(opCode: number, content: Buffer, id = 77): Buffer {
  const header = Buffer.alloc(16);
  header.writeInt32LE(16 + content.length, 0);
  header.writeInt32LE(id, 4);
  header.writeInt32LE(opCode, 12);
  return Buffer.concat([header, content]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function bodySection(doc: Document): Buffer {
  return Buffer.concat([Buffer.from([0]), BSON.serialize(doc)]);
}

function sequenceSection(name: string, docs: Document[]): Buffer {
  const content = Buffer.concat([Buffer.from(`${name}\0`), ...docs.map((doc) => BSON.serialize(doc))]);
  return Buffer.concat([Buffer.from([1]), int32(content.length + 4), content]);
}

async function nextAnswer(contentStart: number): Promise<{ responseTo: number; doc: Document }> {
  while (received.length < 4 || received.length < received.readInt32LE(0)) {
    await new Promise((resolve) => socket.once('answer', resolve));
  }
  const length = received.readInt32LE(0);
  const doc = BSON.deserialize(received.subarray(contentStart, length));
  const responseTo = received.readInt32LE(8);
  received = received.subarray(length);
  return { responseTo, doc };
}

test('the old greeting is answered in the old way', async () => {
  const query = Buffer.concat([
    int32(0),
    Buffer.from('admin.$cmd\0'),
    int32(0),
    int32(-1),
    BSON.serialize({ isMaster: 1, helloOk: true }),
  ]);
  socket.write(message(2004, query));
  const { responseTo, doc } = await nextAnswer(36);
  expect(responseTo).toBe(77);
  expect(doc).toMatchObject({ ok: 1, ismaster: true, helloOk: true, setName: expect.any(String) });
});

test('documents may come as a sequence beside the body, in pieces, with a checksum', async () => {
  const $db = database.db.databaseName;
  const unsigned = message(
    2013,
    Buffer.concat([
      int32(1),
      sequenceSection('documents', [{ _id: 1 }, { _id: 2 }]),
      bodySection({ insert: 'sequences', $db }),
      int32(0),
    ]),
  );
  unsigned.writeUInt32LE(crc32c(unsigned.subarray(0, unsigned.length - 4)), unsigned.length - 4);
  for (const byte of [unsigned.subarray(0, 3), unsigned.subarray(3, 30), unsigned.subarray(30)])
    socket.write(byte);
  expect((await nextAnswer(21)).doc).toMatchObject({ ok: 1, n: 2 });
  expect(await database.db.collection('sequences').countDocuments()).toBe(2);
});

test('a wrong checksum ends the connection', async () => {
  const told = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const content = Buffer.concat([int32(1), bodySection({ ping: 1, $db: 'admin' }), int32(12345)]);
  socket.write(message(2013, content));
  await new Promise((resolve) => socket.once('close', resolve));
  expect(received).toHaveLength(0);
  told.mockRestore();
});

test('several commands on one connection are answered in their order', async () => {
  const ping = (id: number): Buffer =>
    message(2013, Buffer.concat([int32(0), bodySection({ ping: 1, $db: 'admin' })]), id);
  socket.write(Buffer.concat([ping(1), ping(2), ping(3)]));
  for (const id of [1, 2, 3]) expect((await nextAnswer(21)).responseTo).toBe(id);
});

test('a command that wants no answer is done without one', async () => {
  const $db = database.db.databaseName;
  socket.write(
    message(
      2013,
      Buffer.concat([int32(2), bodySection({ insert: 'silent', documents: [{ a: 1 }], $db })]),
      1,
    ),
  );
  socket.write(message(2013, Buffer.concat([int32(0), bodySection({ count: 'silent', $db })]), 2));
  expect(await nextAnswer(21)).toMatchObject({ responseTo: 2, doc: { n: 1 } });
});

test('every answer carries the time of the cluster, which grows', async () => {
  const send = async (id: number): Promise<Document> => {
    socket.write(message(2013, Buffer.concat([int32(0), bodySection({ ping: 1, $db: 'admin' })]), id));
    return (await nextAnswer(21)).doc;
  };
  const [first, second] = [await send(1), await send(2)];
  expect(first.operationTime).toHaveProperty('_bsontype', 'Timestamp');
  expect(second.$clusterTime.clusterTime.compare(first.$clusterTime.clusterTime)).toBeGreaterThanOrEqual(0);
});

test('an unknown command is refused by name', async () => {
  const answer = database.db.command({ frobnicate: 1 });
  await expect(answer).rejects.toMatchObject({ code: 59, codeName: 'CommandNotFound' });
});

test('many connections at once, found by the name of the replica set', async () => {
  const client = await new MongoClient(database.uri, { maxPoolSize: 30 }).connect();
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, i) => client.db('admin').command({ ping: i + 1 })),
  );
  expect(answers).toHaveLength(100);
  const hello = await client.db('admin').command({ hello: 1 });
  expect(hello).toMatchObject({
    isWritablePrimary: true,
    logicalSessionTimeoutMinutes: 30,
    hosts: [hello.me],
  });
  await client.close();
});

test('a driver that looks for the replica set finds its primary', async () => {
  if (process.env.MONGODB_URI) return;
  const client = await new MongoClient(database.uri.replace('&directConnection=true', '')).connect();
  expect(
    await client
      .db(database.db.databaseName)
      .collection('any')
      .countDocuments({}, { readPreference: 'secondaryPreferred', readConcern: 'majority' }),
  ).toBe(0);
  await client.close();
});
