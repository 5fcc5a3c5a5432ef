import type { Call } from '../call.ts';
import { MongoError } from '../errors.ts';
import { note } from '../storage/log-entries.ts';
import { HeldByTransaction, type Transaction } from '../storage/transaction.ts';
import { type Doc, toNumber } from '../values.ts';

/**
 * Runs a write: inside the client's transaction, or alone, all of it or nothing. Alone, it waits while a client's
 * transaction holds what it wants to write, and then begins anew; and if the client has numbered it so that it may
 * be sent again, its outcome is remembered together with the write itself.
 */
export async function inTransaction(
  call: Call,
  statement: number,
  work: (transaction: Transaction) => Doc,
): Promise<Doc> {
  if (call.transaction) return work(call.transaction);
  const limitMs = toNumber(call.body.maxTimeMS ?? 0);
  const deadlineMs = limitMs > 0 ? Date.now() + limitMs : Number.POSITIVE_INFINITY;
  for (;;) {
    const known = call.retry && call.server.store.retries.recall(call.retry, statement);
    if (known) return { ...known, retriedStmtIds: [statement] };
    const transaction = call.server.store.begin(false);
    try {
      const outcome = work(transaction);
      commit(call, transaction, statement, outcome);
      return outcome;
    } catch (error) {
      transaction.abort();
      if (!(error instanceof HeldByTransaction)) throw error;
      await endedBefore(error.ended, deadlineMs);
    }
  }
}

function commit({ retry, server }: Call, transaction: Transaction, statement: number, outcome: Doc): void {
  const { retries } = server.store;
  if (retry) transaction.note(note(retries.toNote(retry, statement, outcome)));
  transaction.commit();
  if (retry) retries.remember(retry, statement, outcome);
}

async function endedBefore(ended: Promise<void>, deadlineMs: number): Promise<void> {
  if (deadlineMs === Number.POSITIVE_INFINITY) return ended;
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    const error = new MongoError(50, 'operation exceeded time limit');
    timer = setTimeout(() => reject(error), Math.max(0, deadlineMs - Date.now()));
  });
  await Promise.race([ended, tooLate]).finally(() => clearTimeout(timer));
}
