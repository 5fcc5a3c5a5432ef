import type { Long } from 'bson';
import { type Call, type Command, type Connection, CursorReply, type Reply, type Server } from './call.ts';
import { aggregate } from './commands/aggregate.ts';
import {
  collMod,
  create,
  drop,
  dropDatabase,
  listCollections,
  listDatabases,
  renameCollection,
} from './commands/collections.ts';
import { explain } from './commands/explain.ts';
import { countDocuments, distinct, find, getMore, killCursors } from './commands/find.ts';
import { findAndModify } from './commands/find-and-modify.ts';
import { createIndexes, dropIndexes, listIndexes } from './commands/indexes.ts';
import {
  abortTransaction,
  commitTransaction,
  endSessions,
  refreshSessions,
  sessionKey,
  startSession,
} from './commands/sessions.ts';
import * as status from './commands/status.ts';
import { insert, remove, update } from './commands/write.ts';
import { badValue, MongoError, notImplemented } from './errors.ts';
import { toLong } from './storage/retry-memory.ts';
import { type Doc, isDocument, toNumber } from './values.ts';

/** What a client's transaction may contain. */
const inTransactions: { [name: string]: Command } = {
  insert,
  update,
  delete: remove,
  findAndModify,
  findandmodify: findAndModify,
  find,
  getMore,
  killCursors,
  aggregate,
  distinct,
  count: countDocuments,
  create,
  createIndexes,
  commitTransaction,
  abortTransaction,
};

const commands: { [name: string]: Command } = {
  ...inTransactions,
  listCollections,
  listDatabases,
  collMod,
  drop,
  dropDatabase,
  renameCollection,
  dropIndexes,
  deleteIndexes: dropIndexes,
  listIndexes,
  endSessions,
  killSessions: endSessions,
  refreshSessions,
  startSession,
  explain,
  hello: status.hello,
  isMaster: status.hello,
  ismaster: status.hello,
  ping: status.ping,
  buildInfo: status.buildInfo,
  buildinfo: status.buildInfo,
  serverStatus: status.serverStatus,
  replSetGetStatus: status.replSetGetStatus,
  getParameter: status.getParameter,
  connectionStatus: status.connectionStatus,
  hostInfo: status.hostInfo,
  getLog: status.getLog,
  whatsmyuri: status.whatsmyuri,
  collStats: status.collStats,
  dbStats: status.dbStats,
  dbstats: status.dbStats,
};

/** Runs a command to its answer, whatever happens: an error is an answer too. */
export async function dispatch(server: Server, connection: Connection, body: Doc): Promise<Reply> {
  let call: Call | undefined;
  try {
    call = toCall(server, connection, body);
    const command = commands[call.name];
    if (command === undefined) throw new MongoError(59, `no such command: '${call.name}'`);
    const reply = await command(call);
    if (call.transaction && !(reply instanceof CursorReply) && 'writeErrors' in reply)
      call.transaction.abort();
    const concern = await satisfyWriteConcern(call);
    return concern && !(reply instanceof CursorReply) ? { ...reply, writeConcernError: concern } : reply;
  } catch (error) {
    if (call?.name !== 'commitTransaction' && call?.transaction) call.transaction.abort();
    return toAnswer(error);
  }
}

function toAnswer(error: unknown): Doc {
  if (error instanceof MongoError) return error.toAnswer();
  console.error("The sandbox's MongoDB failed at a command:", error);
  return {
    ok: 0,
    errmsg: error instanceof Error ? error.message : String(error),
    code: 8,
    codeName: 'UnknownError',
  };
}

function toCall(server: Server, connection: Connection, body: Doc): Call {
  const name = firstField(body);
  const { $db: database, lsid, txnNumber, autocommit, startTransaction } = body;
  if (typeof database !== 'string') throw badValue('OP_MSG requests require a $db argument');
  if (!Object.hasOwn(commands, name)) throw new MongoError(59, `no such command: '${name}'`);
  if (isDocument(body.readConcern) && 'atClusterTime' in body.readConcern)
    throw notImplemented('reading at a time of the past');
  const session = sessionKey(lsid);
  const base = { server, connection, name, body, database, session };
  if (session === undefined || txnNumber === undefined) {
    return { ...base, transaction: undefined, retry: undefined, transactionNumber: undefined };
  }
  const number = toLong(txnNumber);
  const retry = { session, number };
  if (autocommit !== false) return { ...base, transaction: undefined, retry, transactionNumber: number };
  const transaction = transactionOf(base, number, startTransaction === true);
  return { ...base, transaction, retry, transactionNumber: number };
}

/** The name of a command is that of its first field. */
function firstField(body: Doc): string {
  for (const name in body) return name;
  return '';
}

type Addressed = Pick<Call, 'server' | 'connection' | 'name' | 'session'>;

function transactionOf(
  { server, connection, name, session }: Addressed,
  number: Long,
  isFirst: boolean,
): Call['transaction'] {
  if (!Object.hasOwn(inTransactions, name))
    throw new MongoError(263, `Cannot run '${name}' in a multi-document transaction.`);
  if (session === undefined) return undefined;
  const isEnd = name === 'commitTransaction' || name === 'abortTransaction';
  if (isEnd) return server.sessions.current(session, number);
  const transaction = server.sessions.transactionFor(session, number, isFirst, connection);
  if (transaction.state === 'committed')
    throw new MongoError(256, `Transaction with { txnNumber: ${number} } has been committed.`);
  return transaction;
}

/** Waits for the disk when the client has asked for it. This one server is the majority of its set. */
async function satisfyWriteConcern({ server, body, transaction, name }: Call): Promise<Doc | undefined> {
  const { writeConcern } = body;
  if (!isDocument(writeConcern) || (transaction && name !== 'commitTransaction')) return undefined;
  if (writeConcern.j === true || writeConcern.w === 'majority') await server.store.log.sync();
  const members = toNumber(writeConcern.w);
  return members > 1
    ? { code: 100, codeName: 'UnsatisfiableWriteConcern', errmsg: 'Not enough data-bearing nodes' }
    : undefined;
}
