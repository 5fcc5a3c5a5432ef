/**
 * `npm run audit`: checks the invariants of money, seats and what waits, in the database at MONGODB_URI. Changes nothing.
 *
 * Prints each violation and one line of summary; exit code 1 on a violation, 2 when it could not look.
 */
import mongoose from 'mongoose';
import { ConfigError, loadDatabaseUri } from '../config.ts';
import { createModels } from '../models/models.ts';
import { createAudit } from '../services/audit/service.ts';
import { systemClock } from '../services/clock.ts';
import { createInTransaction } from '../services/transaction.ts';
import { createBooks } from '../services/wallet/books.ts';

/** A database that is not there is told soon. */
const CONNECT_TIMEOUT_MS = 10_000;

async function audit(): Promise<number> {
  const uri = loadDatabaseUri();
  await mongoose.connect(uri, { autoIndex: false, serverSelectionTimeoutMS: CONNECT_TIMEOUT_MS });
  const { connection } = mongoose;
  const { findings, looked } = await createAudit({
    models: createModels(connection),
    books: createBooks(connection),
    inTransaction: createInTransaction(connection),
    clock: systemClock,
  }).run();
  for (const { rule, what } of findings) console.log(`${rule}: ${what}`);
  console.log(
    `Audit: ${findings.length} violations in ${looked.entries} ledger entries, ${looked.enrolments} enrolments, ` +
      `${looked.topUps} top-ups, ${looked.courses} courses, ${looked.holds} holds, ` +
      `${looked.openNotices} notices under way and ${looked.pending} missing names`,
  );
  return findings.length === 0 ? 0 : 1;
}

audit()
  .catch((error: unknown) => {
    console.error(error instanceof ConfigError ? error.message : error);
    return 2;
  })
  .then(async (exitCode) => {
    process.exitCode = exitCode;
    await mongoose.disconnect();
  })
  .catch((error: unknown) => {
    console.error(error);
    process.exit(2);
  });
