import type { Binary } from 'bson';
import type { Call, Command, Commands } from '../call.ts';
import { MongoError } from '../errors.ts';
import { noSuchTransaction } from '../sessions.ts';
import { note } from '../storage/log-entries.ts';
import { isDocument } from '../values.ts';

/** Sent again, it is answered again, also after a restart. */
const commitTransaction: Command = (call) => {
  const { transaction, retry, server } = call;
  const { retries } = server.store;
  if (retry && retries.recall(retry, 'commit')) return {};
  if (!transaction || !retry || transaction.state === 'aborted') throw notInTransaction(call);
  if (transaction.state === 'committed') return {};
  if (transaction.hasWritten) transaction.note(note(retries.toNote(retry, 'commit', {})));
  transaction.commit();
  retries.remember(retry, 'commit', {});
  return {};
};

const abortTransaction: Command = (call) => {
  const { transaction, retry } = call;
  if (!transaction || transaction.state === 'aborted') throw notInTransaction(call);
  if (transaction.state === 'committed')
    throw new MongoError(256, `Transaction ${retry?.number} has been committed`);
  transaction.abort();
  return {};
};

function notInTransaction({ retry }: Call): MongoError {
  return retry ? noSuchTransaction(retry.number) : new MongoError(72, 'Transaction numbers need a session');
}

const endSessions: Command = ({ body, name, server }) => {
  const named = Array.isArray(body[name]) ? body[name] : [];
  for (const session of named.map(sessionKey)) {
    if (session === undefined) continue;
    server.sessions.end(session);
    server.cursors.endSession(session);
    server.store.retries.end(session);
  }
  return {};
};

const startSession: Command = () => {
  throw new MongoError(115, 'Sessions are made by the driver');
};

const refreshSessions: Command = () => ({});

/** A session by a name that is easy to compare. */
export function sessionKey(lsid: unknown): string | undefined {
  const id = isDocument(lsid) ? lsid.id : undefined;
  return id === undefined ? undefined : Buffer.from((id as Binary).value()).toString('base64');
}

export const transactionCommands: Commands = { commitTransaction, abortTransaction };
export const sessionCommands: Commands = {
  ...{ endSessions, killSessions: endSessions, startSession, refreshSessions },
};
