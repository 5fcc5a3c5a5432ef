import type { Binary } from 'bson';
import type { Command } from '../call.ts';
import { MongoError } from '../errors.ts';
import { noSuchTransaction } from '../sessions.ts';
import { note } from '../storage/log-entries.ts';
import { type Doc, isDocument } from '../values.ts';

/** Sent again, it is answered again, also after a restart. */
export const commitTransaction: Command = async (call) => {
  const { transaction, retry, server } = call;
  if (retry && server.store.retries.recall(retry, 'commit')) return {};
  if (!transaction || !retry || transaction.state === 'aborted')
    throw notInTransaction(call.transactionNumber);
  if (transaction.state === 'committed') return {};
  const { retries } = server.store;
  if (transaction.hasWritten) transaction.note(note(retries.toNote(retry, 'commit', {})));
  transaction.commit();
  retries.remember(retry, 'commit', {});
  return {};
};

export const abortTransaction: Command = (call) => {
  const { transaction } = call;
  if (!transaction || transaction.state === 'aborted') throw notInTransaction(call.transactionNumber);
  if (transaction.state === 'committed')
    throw new MongoError(256, `Transaction ${call.transactionNumber} has been committed`);
  transaction.abort();
  return {};
};

function notInTransaction(number: Parameters<typeof noSuchTransaction>[0] | undefined): MongoError {
  return number
    ? noSuchTransaction(number)
    : new MongoError(72, 'Transaction numbers are only allowed with a session');
}

export const endSessions: Command = (call) => {
  const named = call.body[call.name];
  for (const lsid of Array.isArray(named) ? named : []) {
    const session = sessionKey(lsid);
    if (session === undefined) continue;
    call.server.sessions.end(session);
    call.server.cursors.endSession(session);
    call.server.store.retries.end(session);
  }
  return {};
};

export const startSession: Command = () => {
  throw new MongoError(115, 'Sessions are made by the driver');
};

export const refreshSessions: Command = () => ({});

/** A session by a name that is easy to compare. */
export function sessionKey(lsid: unknown): string | undefined {
  const id = isDocument(lsid) ? (lsid as Doc).id : undefined;
  return id === undefined ? undefined : Buffer.from((id as Binary).value()).toString('base64');
}
