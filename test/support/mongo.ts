/**
 * The MongoDB of a test file: the sandbox's own, or a database of its own on the server that `MONGODB_URI` names
 * (`npm run test:real`).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { startMongo } from '../../sandbox/mongo/start.ts';

export interface TestMongo {
  /** With the name of the database in it. */
  uri: string;
  close(): Promise<void>;
}

export async function startTestMongo(): Promise<TestMongo> {
  const given = process.env.MONGODB_URI;
  return given ? databaseAt(given) : databaseOfSandbox();
}

async function databaseOfSandbox(): Promise<TestMongo> {
  const folder = await mkdtemp(join(tmpdir(), 'karamooz-mongo-'));
  const mongo = await startMongo({ dataDir: folder, port: 0 });
  return {
    uri: withDatabase(mongo.uri, 'karamooz'),
    async close() {
      await mongo.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function databaseAt(server: string): Promise<TestMongo> {
  const uri = withDatabase(server, `karamooz_${process.pid}_${Math.random().toString(36).slice(2, 10)}`);
  return {
    uri,
    async close() {
      const client = await new MongoClient(uri).connect();
      await client.db().dropDatabase();
      await client.close();
    },
  };
}

/** An address may name several hosts, which `URL` cannot read. */
function withDatabase(uri: string, name: string): string {
  return uri.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${name}`);
}
