import type { Call } from '../call.ts';
import { type Command, existingCollection, namespaceOf } from '../call.ts';
import { MongoError } from '../errors.ts';
import { expressionsWith } from '../query/pipeline.ts';
import { compileProjection } from '../query/projection.ts';
import { select } from '../query/select.ts';
import { compileUpdate } from '../query/update.ts';
import type { StoredDoc } from '../storage/record.ts';
import type { Transaction } from '../storage/transaction.ts';
import { type Doc, isDocument, toNumber } from '../values.ts';
import { inTransaction } from './in-transaction.ts';
import { refuseCollation, updateDocument, upsertDocument } from './write.ts';

export const findAndModify: Command = async (call) => {
  const { remove, update, upsert, new: wantsNew, collation } = call.body;
  refuseCollation(collation);
  if (remove && update) throw new MongoError(9, 'Cannot specify both an update and remove=true');
  if (!remove && !update) throw new MongoError(9, 'Either an update or remove=true must be specified');
  if (remove && upsert) throw new MongoError(9, 'Cannot specify both upsert=true and remove=true');
  if (remove && wantsNew)
    throw new MongoError(
      9,
      "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document",
    );
  return inTransaction(call, toNumber(call.body.stmtId ?? 0), (transaction) =>
    (remove ? removeOne : updateOne)(call, transaction),
  );
};

function target(call: Call, transaction: Transaction) {
  const { query, sort, hint } = call.body;
  const filter = isDocument(query) ? query : {};
  const variables = call.body.let as Doc | undefined;
  const [found] = select(existingCollection(call), transaction, {
    filter,
    sort: sort as Doc | undefined,
    hint,
    limit: 1,
    variables,
  });
  return { filter, found };
}

function removeOne(call: Call, transaction: Transaction): Doc {
  const { found } = target(call, transaction);
  if (found === undefined) return { lastErrorObject: { n: 0 }, value: null };
  existingCollection(call)?.write(transaction, found[0], undefined);
  return { lastErrorObject: { n: 1 }, value: shown(call, found[1]) };
}

function updateOne(call: Call, transaction: Transaction): Doc {
  const { update, upsert, new: wantsNew, arrayFilters } = call.body;
  const { filter, found } = target(call, transaction);
  const updater = compileUpdate({
    filter,
    update: update as Doc,
    arrayFilters: arrayFilters as Doc[] | undefined,
    variables: call.body.let as Doc | undefined,
  });
  if (found) {
    const collection = call.server.store.obtain(namespaceOf(call));
    const changed = updateDocument(collection, transaction, found, updater) ?? found[1];
    return {
      lastErrorObject: { n: 1, updatedExisting: true },
      value: shown(call, wantsNew ? changed : found[1]),
    };
  }
  if (!upsert) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null };
  const inserted = upsertDocument(call.server.store.obtain(namespaceOf(call)), transaction, filter, updater);
  return {
    lastErrorObject: { n: 1, updatedExisting: false, upserted: inserted.doc._id },
    value: wantsNew ? shown(call, inserted) : null,
  };
}

/** The document with the fields that were asked for. */
function shown(call: Call, { doc }: StoredDoc): Doc {
  const { fields, query } = call.body;
  if (!isDocument(fields) || Object.keys(fields).length === 0) return doc;
  const filter = isDocument(query) ? query : {};
  return compileProjection(fields, {
    expressions: expressionsWith(call.body.let as Doc | undefined),
    query: filter,
  })(doc);
}
