import { type Call, type Command, existingCollection, namespaceOf } from '../call.ts';
import { MongoError } from '../errors.ts';
import { expressionsWith } from '../query/pipeline.ts';
import { compileProjection } from '../query/projection.ts';
import { type Found, select } from '../query/select.ts';
import { compileUpdate } from '../query/update.ts';
import type { StoredDoc } from '../storage/record.ts';
import type { Transaction } from '../storage/transaction.ts';
import { type Doc, documentOrEmpty, toNumber } from '../values.ts';
import { updateDocument, upsertDocument } from './documents.ts';
import { inTransaction } from './in-transaction.ts';
import { refuseCollation } from './statements.ts';

export const findAndModify: Command = async (call) => {
  const { remove, update, upsert, new: wantsNew, collation, stmtId } = call.body;
  refuseCollation(collation);
  if (Boolean(remove) === Boolean(update))
    throw new MongoError(9, 'Either an update or remove=true must be specified, and not both');
  if (remove && (upsert || wantsNew))
    throw new MongoError(9, 'Cannot specify remove=true with upsert=true or new=true');
  return inTransaction(call, toNumber(stmtId ?? 0), (transaction) =>
    (remove ? removeOne : updateOne)(call, transaction),
  );
};

function target(call: Call, transaction: Transaction): Found | undefined {
  const { query, sort, hint, let: variables } = call.body;
  const [found] = select(existingCollection(call), transaction, {
    filter: documentOrEmpty(query),
    sort: sort as Doc | undefined,
    hint,
    limit: 1,
    variables: variables as Doc | undefined,
  });
  return found;
}

function removeOne(call: Call, transaction: Transaction): Doc {
  const found = target(call, transaction);
  if (found === undefined) return { lastErrorObject: { n: 0 }, value: null };
  existingCollection(call)?.write(transaction, found[0], undefined);
  return { lastErrorObject: { n: 1 }, value: shown(call, found[1]) };
}

function updateOne(call: Call, transaction: Transaction): Doc {
  const { update, upsert, new: wantsNew, query, arrayFilters, let: variables } = call.body;
  const found = target(call, transaction);
  const filter = documentOrEmpty(query);
  const updater = compileUpdate({
    filter,
    update,
    arrayFilters: arrayFilters as Doc[] | undefined,
    variables: variables as Doc | undefined,
  });
  if (!found && !upsert) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null };
  const collection = call.server.store.obtain(namespaceOf(call));
  if (found) {
    const changed = updateDocument(collection, transaction, found, updater) ?? found[1];
    const value = shown(call, wantsNew ? changed : found[1]);
    return { lastErrorObject: { n: 1, updatedExisting: true }, value };
  }
  const made = upsertDocument(collection, transaction, filter, updater);
  const lastErrorObject = { n: 1, updatedExisting: false, upserted: made.doc._id };
  return { lastErrorObject, value: wantsNew ? shown(call, made) : null };
}

/** The document with the fields that were asked for. */
function shown(call: Call, { doc }: StoredDoc): Doc {
  const fields = documentOrEmpty(call.body.fields);
  if (Object.keys(fields).length === 0) return doc;
  const expressions = expressionsWith(call.body.let as Doc | undefined);
  return compileProjection(fields, { expressions, query: documentOrEmpty(call.body.query) })(doc);
}
