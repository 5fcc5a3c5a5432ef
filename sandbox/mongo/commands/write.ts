/** insert, update and delete: each a list of statements, of which one may fail without the others. */
import { ObjectId } from 'bson';
import { type Call, type Command, existingCollection, namespaceOf } from '../call.ts';
import { badValue, MongoError } from '../errors.ts';
import { type Found, select } from '../query/select.ts';
import { compileUpdate, idFirst, type Updater, upsertSeed } from '../query/update.ts';
import type { Collection } from '../storage/collection.ts';
import { StoredDoc } from '../storage/record.ts';
import type { Transaction } from '../storage/transaction.ts';
import { bsonType, type Doc, decode, encode, isDocument, toNumber } from '../values.ts';
import { inTransaction } from './in-transaction.ts';

interface WriteError extends Doc {
  index: number;
  code: number;
  errmsg: string;
}

const maxStatements = 100_000;

/** The statements of a command, as they came. */
function statementsOf(call: Call, field: string): unknown[] {
  const statements = call.body[field];
  if (!Array.isArray(statements) || statements.length === 0 || statements.length > maxStatements) {
    throw new MongoError(
      16,
      `Write batch sizes must be between 1 and ${maxStatements}. Got ${Array.isArray(statements) ? statements.length : 0} operations.`,
    );
  }
  return statements;
}

/** The number under which a statement's outcome is remembered. */
function statementId(call: Call, index: number): number {
  const { stmtIds, stmtId } = call.body;
  return Array.isArray(stmtIds) ? toNumber(stmtIds[index]) : toNumber(stmtId ?? 0) + index;
}

/**
 * What is wrong with one statement is reported beside the outcome of the others. A conflict between transactions
 * concerns the command as a whole.
 */
function toWriteError(error: unknown, index: number): WriteError {
  if (!(error instanceof MongoError) || error.code === 112 || error.code === 50 || error.code === 225)
    throw error;
  return { index, code: error.code, errmsg: error.message, ...error.details };
}

export const insert: Command = async (call) => {
  const documents = statementsOf(call, 'documents') as Uint8Array[];
  const isOrdered = call.body.ordered !== false;
  const collection = call.server.store.obtain(namespaceOf(call));
  return inTransaction(call, statementId(call, 0), (transaction) => {
    let n = 0;
    const writeErrors: WriteError[] = [];
    for (const [index, raw] of documents.entries()) {
      try {
        collection.insert(transaction, toStored(raw));
        n += 1;
      } catch (error) {
        writeErrors.push(toWriteError(error, index));
        if (isOrdered || call.transaction) break;
      }
    }
    return writeErrors.length > 0 ? { n, writeErrors } : { n };
  });
};

/** A document as it came, or with the `_id` that it lacks, or with its `_id` in front. */
function toStored(raw: Uint8Array): StoredDoc {
  const bytes = Buffer.from(raw);
  const doc = decode(bytes);
  if (Object.keys(doc)[0] === '_id') {
    checkId(doc);
    return new StoredDoc(bytes, doc);
  }
  return storedFrom(doc);
}

/** A document made here, with an `_id` if it has none. */
export function storedFrom(made: Doc): StoredDoc {
  const doc = '_id' in made ? idFirst(made) : { _id: new ObjectId(), ...made };
  checkId(doc);
  return new StoredDoc(encode(doc), doc);
}

function checkId({ _id: id }: Doc): void {
  if (Array.isArray(id)) throw new MongoError(53, "The '_id' value cannot be of type array");
  if (id !== null && typeof id === 'object' && bsonType(id) === 'BSONRegExp') {
    throw new MongoError(53, "The '_id' value cannot be of type regex");
  }
  if (isDocument(id) && Object.keys(id).some((name) => name.startsWith('$'))) {
    throw new MongoError(52, '_id fields may not contain $-prefixed fields');
  }
}

interface UpdateOutcome extends Doc {
  matched: number;
  modified: number;
  upserted?: unknown;
}

export const update: Command = async (call) => {
  const reply = { n: 0, nModified: 0 };
  const upserted: Doc[] = [];
  const extras = await eachStatement(call, 'updates', async (statement, id, index) => {
    const updater = updaterOf(statement, call.body.let);
    const outcome = (await inTransaction(call, id, (transaction) =>
      updateStatement(call, transaction, statement, updater),
    )) as UpdateOutcome;
    const isUpsert = 'upserted' in outcome;
    reply.n += outcome.matched + Number(isUpsert);
    reply.nModified += outcome.modified;
    if (isUpsert) upserted.push({ index, _id: outcome.upserted });
    return outcome;
  });
  return { ...reply, ...(upserted.length > 0 ? { upserted } : {}), ...extras };
};

function updaterOf({ q, u, c, multi, arrayFilters }: Doc, variables: unknown): Updater {
  const isReplacement = isDocument(u) && !Object.keys(u)[0]?.startsWith('$');
  if (multi === true && isReplacement)
    throw new MongoError(9, 'multi update is not supported for replacement-style update');
  return compileUpdate({
    filter: q as Doc,
    update: u as Doc,
    arrayFilters: arrayFilters as Doc[] | undefined,
    variables: { ...(variables as Doc | undefined), ...(c as Doc | undefined) },
  });
}

function updateStatement(
  call: Call,
  transaction: Transaction,
  statement: Doc,
  updater: Updater,
): UpdateOutcome {
  const { q: filter, multi, upsert, hint, sort } = statement;
  const collection = upsert ? call.server.store.obtain(namespaceOf(call)) : existingCollection(call);
  if (collection === undefined) return { matched: 0, modified: 0 };
  const found = select(collection, transaction, {
    filter: filter as Doc,
    hint,
    sort: sort as Doc | undefined,
    limit: multi ? 0 : 1,
    variables: call.body.let as Doc | undefined,
  });
  if (found.length === 0 && upsert) {
    const inserted = upsertDocument(collection, transaction, filter as Doc, updater);
    return { matched: 0, modified: 0, upserted: inserted.doc._id };
  }
  let modified = 0;
  for (const one of found) if (updateDocument(collection, transaction, one, updater)) modified += 1;
  return { matched: found.length, modified };
}

/** @returns the document as it is now, or undefined when the update leaves it as it was */
export function updateDocument(
  collection: Collection,
  transaction: Transaction,
  [record, stored]: Found,
  updater: Updater,
): StoredDoc | undefined {
  transaction.claim(record);
  const changed = storedFrom(updater(stored.doc));
  if (Buffer.compare(changed.raw, stored.raw) === 0) return undefined;
  collection.write(transaction, record, changed);
  return changed;
}

export function upsertDocument(
  collection: Collection,
  transaction: Transaction,
  filter: Doc,
  updater: Updater,
): StoredDoc {
  const stored = storedFrom(updater(upsertSeed(filter), true));
  collection.insert(transaction, stored);
  return stored;
}

export const remove: Command = async (call) => {
  let n = 0;
  const extras = await eachStatement(call, 'deletes', async (statement, id) => {
    const { q: filter, limit, hint } = statement;
    if (limit !== 0 && limit !== 1)
      throw new MongoError(9, `The limit field in delete objects must be 0 or 1. Got ${String(limit)}`);
    const outcome = await inTransaction(call, id, (transaction) => {
      const collection = existingCollection(call);
      const found = select(collection, transaction, {
        filter: filter as Doc,
        hint,
        limit,
        variables: call.body.let as Doc | undefined,
      });
      for (const [record] of found) collection?.write(transaction, record, undefined);
      return { n: found.length };
    });
    n += toNumber(outcome.n);
    return outcome;
  });
  return { n, ...extras };
};

/** Runs the statements one after the other, and gives what the answer says beside their counts. */
async function eachStatement(
  call: Call,
  field: string,
  run: (statement: Doc, id: number, index: number) => Promise<Doc>,
): Promise<Doc> {
  const writeErrors: WriteError[] = [];
  const retriedStmtIds: unknown[] = [];
  for (const [index, statement] of statementsOf(call, field).entries()) {
    try {
      if (!isDocument(statement) || !isDocument(statement.q))
        throw badValue(`a statement of ${field} needs a query q`);
      refuseCollation(statement.collation);
      const outcome = await run(statement, statementId(call, index), index);
      if (Array.isArray(outcome.retriedStmtIds)) retriedStmtIds.push(...outcome.retriedStmtIds);
    } catch (error) {
      writeErrors.push(toWriteError(error, index));
      if (call.body.ordered !== false || call.transaction) break;
    }
  }
  return {
    ...(writeErrors.length > 0 ? { writeErrors } : {}),
    ...(retriedStmtIds.length > 0 ? { retriedStmtIds } : {}),
  };
}

export function refuseCollation(collation: unknown): void {
  if (isDocument(collation) && Object.keys(collation).length > 0 && collation.locale !== 'simple') {
    throw new MongoError(238, `The sandbox's MongoDB knows no collation but the simple one`);
  }
}
