/** insert, update and delete. */
import { type Call, type Command, type Commands, existingCollection, namespaceOf } from '../call.ts';
import { MongoError } from '../errors.ts';
import { select } from '../query/select.ts';
import { compileUpdate, isReplacement, type Updater } from '../query/update.ts';
import type { Transaction } from '../storage/transaction.ts';
import { type Doc, documentOrEmpty, toNumber } from '../values.ts';
import { toStored, updateDocument, upsertDocument } from './documents.ts';
import { findAndModify } from './find-and-modify.ts';
import { inTransaction } from './in-transaction.ts';
import {
  eachStatement,
  goesOn,
  statementId,
  statementsOf,
  toWriteError,
  type WriteError,
} from './statements.ts';

const insert: Command = async (call) => {
  const documents = statementsOf(call, 'documents') as Uint8Array[];
  const collection = call.server.store.obtain(namespaceOf(call));
  return inTransaction(call, statementId(call, 0), (transaction) => {
    const writeErrors: WriteError[] = [];
    let n = 0;
    for (const [index, raw] of documents.entries()) {
      try {
        collection.insert(transaction, toStored(raw));
        n += 1;
      } catch (error) {
        writeErrors.push(toWriteError(error, index));
        if (!goesOn(call)) break;
      }
    }
    return writeErrors.length > 0 ? { n, writeErrors } : { n };
  });
};

const update: Command = async (call) => {
  const reply = { n: 0, nModified: 0 };
  const upserted: Doc[] = [];
  const extras = await eachStatement(call, 'updates', async (statement, id, index) => {
    const updater = updaterOf(statement, documentOrEmpty(call.body.let));
    const outcome = await inTransaction(call, id, (transaction) =>
      updateStatement(call, transaction, statement, updater),
    );
    const isUpsert = 'upserted' in outcome;
    reply.n += toNumber(outcome.matched) + Number(isUpsert);
    reply.nModified += toNumber(outcome.modified);
    if (isUpsert) upserted.push({ index, _id: outcome.upserted });
    return outcome;
  });
  return { ...reply, ...(upserted.length > 0 ? { upserted } : {}), ...extras };
};

function updaterOf({ q, u, c, multi, arrayFilters }: Doc, variables: Doc): Updater {
  if (multi === true && isReplacement(u))
    throw new MongoError(9, 'multi update is not supported for replacement-style update');
  return compileUpdate({
    filter: q as Doc,
    update: u,
    arrayFilters: arrayFilters as Doc[] | undefined,
    variables: { ...variables, ...documentOrEmpty(c) },
  });
}

/** The document's numbers are remembered in the log, so they are a plain document. */
function updateStatement(call: Call, transaction: Transaction, statement: Doc, updater: Updater): Doc {
  const { q, multi, upsert, hint, sort } = statement;
  const filter = q as Doc;
  const collection = upsert ? call.server.store.obtain(namespaceOf(call)) : existingCollection(call);
  if (collection === undefined) return { matched: 0, modified: 0 };
  const limit = multi ? 0 : 1;
  const variables = call.body.let as Doc | undefined;
  const found = select(collection, transaction, { filter, hint, sort: sort as Doc, limit, variables });
  if (found.length === 0 && upsert) {
    const { doc } = upsertDocument(collection, transaction, filter, updater);
    return { matched: 0, modified: 0, upserted: doc._id };
  }
  const changed = found.filter((one) => updateDocument(collection, transaction, one, updater));
  return { matched: found.length, modified: changed.length };
}

const remove: Command = async (call) => {
  let n = 0;
  const extras = await eachStatement(call, 'deletes', async ({ q, limit, hint }, id) => {
    if (limit !== 0 && limit !== 1)
      throw new MongoError(9, 'The limit field in delete objects must be 0 or 1');
    const outcome = await inTransaction(call, id, (transaction) => {
      const collection = existingCollection(call);
      const variables = call.body.let as Doc | undefined;
      const found = select(collection, transaction, { filter: q as Doc, hint, limit, variables });
      for (const [record] of found) collection?.write(transaction, record, undefined);
      return { n: found.length };
    });
    n += toNumber(outcome.n);
    return outcome;
  });
  return { n, ...extras };
};

export const writeCommands: Commands = {
  ...{ insert, update, delete: remove, findAndModify, findandmodify: findAndModify },
};
