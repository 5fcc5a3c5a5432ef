/**
 * The transactions of clients. A session has at most one, named by a number that only grows.
 *
 * States: open, from the first statement; committed or aborted, by the client, by an error in a statement, by the loss of
 * the connection, or by its lifetime. What has ended stays known until the session's next number, so that a
 * commit sent twice is answered twice.
 */
import type { Long } from 'bson';
import type { Connection } from './call.ts';
import { MongoError } from './errors.ts';
import type { Store } from './storage/store.ts';
import type { Transaction } from './storage/transaction.ts';

interface ClientTransaction {
  readonly number: Long;
  readonly transaction: Transaction;
  readonly connection: Connection;
  readonly startedAtMs: number;
}

const transactionLifetimeMs = 60_000;
const sessionLifetimeMs = 30 * 60_000;

export class Sessions {
  readonly #store: Store;
  readonly #transactions = new Map<string, ClientTransaction>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** The transaction that a statement belongs to, begun now if the statement is its first. */
  transactionFor(session: string, number: Long, isFirst: boolean, connection: Connection): Transaction {
    const latest = this.#transactions.get(session);
    if (latest?.number.greaterThan(number))
      throw new MongoError(
        225,
        `Cannot go on with transaction ${number}: ${latest.number} has already started.`,
      );
    const same = this.current(session, number);
    if (!isFirst) {
      if (!same || same.state === 'aborted') throw noSuchTransaction(number);
      return same;
    }
    if (same) throw new MongoError(117, `Cannot start transaction ${number}: it has been started before`);
    latest?.transaction.abort();
    const transaction = this.#store.begin(true);
    this.#transactions.set(session, { number, transaction, connection, startedAtMs: Date.now() });
    return transaction;
  }

  /** The session's transaction of this number, in whatever state it is. */
  current(session: string, number: Long): Transaction | undefined {
    const current = this.#transactions.get(session);
    return current?.number.equals(number) ? current.transaction : undefined;
  }

  /** Ends what a client leaves behind when its connection is lost. */
  abandon(connection: Connection): void {
    for (const { transaction, connection: owner } of this.#transactions.values()) {
      if (owner === connection) transaction.abort();
    }
  }

  end(session: string): void {
    this.#transactions.get(session)?.transaction.abort();
    this.#transactions.delete(session);
  }

  /** Aborts transactions that have lived too long and forgets sessions that nobody uses. */
  expire(nowMs = Date.now()): void {
    for (const [session, { transaction, startedAtMs }] of this.#transactions) {
      if (startedAtMs < nowMs - transactionLifetimeMs) transaction.abort();
      if (startedAtMs < nowMs - sessionLifetimeMs) this.#transactions.delete(session);
    }
    this.#store.retries.expire(sessionLifetimeMs, nowMs);
  }

  abortAll(): void {
    for (const { transaction } of this.#transactions.values()) transaction.abort();
  }
}

export function noSuchTransaction(number: Long): MongoError {
  const message = `Given transaction number ${number} does not match any in-progress transactions.`;
  return new MongoError(251, message, {}, ['TransientTransactionError']);
}
