import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { type Db, type Document, MongoClient } from 'mongodb';
import { type RunningMongo, startMongo } from '../start.ts';

/** A database of its own for a file of tests: on this server, or on the real one that `MONGODB_URI` names. */
export interface TestDatabase {
  readonly client: MongoClient;
  readonly db: Db;
  readonly uri: string;
}

/** Call at the top of a file; the fields may be read inside of tests only. */
export function useDatabase(): TestDatabase {
  const opened: { client?: MongoClient; db?: Db; uri?: string; server?: RunningMongo; folder?: string } = {};
  beforeAll(async () => {
    const given = process.env.MONGODB_URI;
    if (given === undefined) {
      opened.folder = temporaryFolder();
      opened.server = await startMongo({ dataDir: opened.folder, port: 0 });
    }
    opened.uri = given ?? opened.server?.uri ?? '';
    opened.client = await new MongoClient(opened.uri).connect();
    opened.db = opened.client.db(`test_${process.pid}_${Math.random().toString(36).slice(2, 10)}`);
  });
  afterAll(async () => {
    await opened.db?.dropDatabase();
    await opened.client?.close();
    await opened.server?.close();
    if (opened.folder) rmSync(opened.folder, { recursive: true, force: true });
  });
  return {
    get client() {
      return present(opened.client);
    },
    get db() {
      return present(opened.db);
    },
    get uri() {
      return present(opened.uri);
    },
  };
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the database is there inside of tests only');
  return value;
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'sandbox-mongo-'));
}

/** What a failing operation says, for comparing. */
export async function failureOf(operation: Promise<unknown>): Promise<Document> {
  try {
    await operation;
  } catch (error) {
    return error as Document;
  }
  throw new Error('the operation did not fail');
}

let nextName = 1;

/** A name that no other collection of the file has. */
export function freshName(): string {
  return `c${nextName++}`;
}
