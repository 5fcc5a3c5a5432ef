import { type Call, type Commands, type Connection, CursorReply, type Reply, type Server } from './call.ts';
import { aggregate } from './commands/aggregate.ts';
import { collectionCommands } from './commands/collections.ts';
import { explain } from './commands/explain.ts';
import { readCommands } from './commands/find.ts';
import { indexCommands } from './commands/indexes.ts';
import { sessionCommands, sessionKey, transactionCommands } from './commands/sessions.ts';
import { statusCommands } from './commands/status.ts';
import { writeCommands } from './commands/write.ts';
import { badValue, MongoError, notImplemented } from './errors.ts';
import { toLong } from './storage/retry-memory.ts';
import type { Transaction } from './storage/transaction.ts';
import { type Doc, isDocument, toNumber } from './values.ts';

const commands: Commands = {
  ...{ ...readCommands, ...writeCommands, aggregate, explain },
  ...{ ...collectionCommands, ...indexCommands },
  ...{ ...sessionCommands, ...transactionCommands, ...statusCommands },
};

/** What a client's transaction may contain. */
const inTransactions = new Set([
  ...Object.keys({ ...readCommands, ...writeCommands, ...transactionCommands }),
  ...['aggregate', 'create', 'createIndexes'],
]);

/** Runs a command to its answer, whatever happens: an error is an answer too. */
export async function dispatch(server: Server, connection: Connection, body: Doc): Promise<Reply> {
  let call: Call | undefined;
  try {
    call = toCall(server, connection, body);
    const reply = (await commands[call.name]?.(call)) ?? {};
    if (reply instanceof CursorReply) return reply;
    if ('writeErrors' in reply) call.transaction?.abort();
    const concern = await satisfyWriteConcern(call);
    return concern ? { ...reply, writeConcernError: concern } : reply;
  } catch (error) {
    if (call?.name !== 'commitTransaction') call?.transaction?.abort();
    return toAnswer(error);
  }
}

function toAnswer(error: unknown): Doc {
  if (error instanceof MongoError) return error.toAnswer();
  console.error("The sandbox's MongoDB failed at a command:", error);
  return { ok: 0, errmsg: String(error), code: 8, codeName: 'UnknownError' };
}

function toCall(server: Server, connection: Connection, body: Doc): Call {
  const name = firstField(body);
  const { $db: database, lsid, txnNumber, autocommit, startTransaction, readConcern } = body;
  if (typeof database !== 'string') throw badValue('OP_MSG requests require a $db argument');
  if (!Object.hasOwn(commands, name)) throw new MongoError(59, `no such command: '${name}'`);
  if (isDocument(readConcern) && 'atClusterTime' in readConcern)
    throw notImplemented('reading at a time of the past');
  const session = sessionKey(lsid);
  const isNumbered = session !== undefined && txnNumber !== undefined;
  const retry = isNumbered ? { session, number: toLong(txnNumber) } : undefined;
  const call = { server, connection, name, body, database, session, retry, transaction: undefined };
  return autocommit === false
    ? { ...call, transaction: transactionOf(call, startTransaction === true) }
    : call;
}

/** The name of a command is that of its first field. */
function firstField(body: Doc): string {
  for (const name in body) return name;
  return '';
}

function transactionOf(call: Call, isFirst: boolean): Transaction | undefined {
  const { server, connection, name, retry } = call;
  if (!inTransactions.has(name))
    throw new MongoError(263, `Cannot run '${name}' in a multi-document transaction.`);
  if (retry === undefined) return undefined;
  const { session, number } = retry;
  if (name in transactionCommands) return server.sessions.current(session, number);
  const transaction = server.sessions.transactionFor(session, number, isFirst, connection);
  if (transaction.state !== 'committed') return transaction;
  throw new MongoError(256, `Transaction with { txnNumber: ${number} } has been committed.`);
}

/** Waits for the disk when the client has asked for it. This one server is the majority of its set. */
async function satisfyWriteConcern({ server, body, transaction, name }: Call): Promise<Doc | undefined> {
  const { writeConcern } = body;
  if (!isDocument(writeConcern) || (transaction && name !== 'commitTransaction')) return undefined;
  if (writeConcern.j === true || writeConcern.w === 'majority') await server.store.log.sync();
  if (!(toNumber(writeConcern.w) > 1)) return undefined;
  return { code: 100, codeName: 'UnsatisfiableWriteConcern', errmsg: 'Not enough data-bearing nodes' };
}
