/** Looks into the database of a sandbox: what must be true of money and seats whatever people did. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { createModels } from '../../models/models.ts';
import { createAudit } from '../../services/audit/service.ts';
import { systemClock } from '../../services/clock.ts';
import { createInTransaction } from '../../services/transaction.ts';
import { createBooks } from '../../services/wallet/books.ts';

/** What the audit finds; empty when all is well. */
export async function faultsInBooks({ dataDir }: { dataDir: string }): Promise<string[]> {
  const connection = await mongoose
    .createConnection(mongoUriOf(dataDir), { autoIndex: false, autoCreate: false })
    .asPromise();
  try {
    const { findings } = await createAudit({
      models: createModels(connection),
      books: createBooks(connection),
      inTransaction: createInTransaction(connection),
      clock: systemClock,
    }).run();
    return findings.map(({ rule, what }) => `${rule}: ${what}`);
  } finally {
    await connection.close();
  }
}

/** The sandbox writes down on which port it has started its MongoDB. */
export function mongoUriOf(dataDir: string): string {
  const record = readFileSync(join(dataDir, 'mongo.process.json'), 'utf8');
  const port = /--port (\d+)/.exec(record)?.[1];
  if (!port) throw new Error(`The record of MongoDB names no port: ${record}`);
  return `mongodb://127.0.0.1:${port}/karamooz?replicaSet=rs0&directConnection=true`;
}
