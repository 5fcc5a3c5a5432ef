/** One MongoDB transaction, and the two things that end it besides success. */
import type { ClientSession, Connection, mongo } from 'mongoose';

/** Ends the transaction without a trace and hands `outcome` to the caller: a refusal, not a fault. */
class Abort extends Error {
  readonly outcome: unknown;
  constructor(outcome: unknown) {
    super('The transaction was given up on purpose; this must not be seen outside inTransaction.');
    this.outcome = outcome;
  }
}

/** What the work of a transaction is given. */
export interface Transaction<Outcome> {
  session: ClientSession;
  /** Undoes everything done so far; `inTransaction` returns `outcome`. */
  abort(outcome: Outcome): never;
}

export type InTransaction = <Outcome>(
  work: (transaction: Transaction<Outcome>) => Promise<Outcome>,
) => Promise<Outcome>;

/**
 * Said here and not left to the address of the database, where an operator may have set other ones for reports: what
 * decides about money and seats is read from one moment, from the primary, and is not lost when another node takes over.
 */
const OPTIONS: mongo.TransactionOptions = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority' },
  readPreference: 'primary',
};

/**
 * Runs `work` so that all its writes happen or none. It may run more than once when another transaction got in the
 * way (the driver retries), so it must do nothing but read and write with the session.
 */
export function createInTransaction(connection: Connection): InTransaction {
  return async function inTransaction<Outcome>(
    work: (transaction: Transaction<Outcome>) => Promise<Outcome>,
  ) {
    const session = await connection.startSession();
    try {
      return await session.withTransaction(
        () =>
          work({
            session,
            abort(outcome) {
              throw new Abort(outcome);
            },
          }),
        OPTIONS,
      );
    } catch (error) {
      if (error instanceof Abort) return error.outcome as Outcome;
      throw error;
    } finally {
      await session.endSession();
    }
  };
}

/** Whether a unique index refused the write; `index` narrows it to the index that holds this field. */
export function isDuplicateKey(error: unknown, field?: string): boolean {
  if (!(error instanceof Error) || (error as { code?: unknown }).code !== 11_000) return false;
  const pattern = (error as { keyPattern?: Record<string, unknown> }).keyPattern ?? {};
  return field === undefined || field in pattern;
}
