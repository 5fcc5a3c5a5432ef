/**
 * The MongoDB of a test file: a database of its own on the server that `MONGODB_URI` names (`npm run test:real`), or on
 * the sandbox's that all files of a run share. Outside of jest it is a server of its own.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';

export interface TestMongo {
  /** With the name of the database in it. */
  uri: string;
  close(): Promise<void>;
}

export async function startTestMongo(): Promise<TestMongo> {
  const server = process.env.MONGODB_URI ?? process.env.TEST_MONGODB_URI;
  return server ? databaseAt(server) : databaseOfSandbox();
}

async function databaseOfSandbox(): Promise<TestMongo> {
  // Loaded only where it is needed: it is a large part of what a test file would load.
  const { startMongo } = await import('../../sandbox/mongo/start.ts');
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
