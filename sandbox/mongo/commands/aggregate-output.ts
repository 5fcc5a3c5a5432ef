/** `$out` and `$merge`: pipelines that write their results into a collection. */
import { type Call, namespaceOf } from '../call.ts';
import { badValue, MongoError, notImplemented } from '../errors.ts';
import { parsePath, valueAt } from '../query/paths.ts';
import { runPipelineUpdate } from '../query/pipeline.ts';
import { select } from '../query/select.ts';
import type { Collection } from '../storage/collection.ts';
import type { Transaction } from '../storage/transaction.ts';
import { type Doc, isDocument } from '../values.ts';
import { storedFrom } from './documents.ts';
import { inTransaction } from './in-transaction.ts';

/** Makes the results the whole content of the collection; its indexes stay. */
export async function replaceBy(call: Call, operand: unknown, results: readonly Doc[]): Promise<void> {
  const collection = call.server.store.obtain(targetNamespace(call, operand));
  await inTransaction(call, 0, (transaction) => {
    for (const [record] of [...collection.seenBy(transaction)])
      collection.write(transaction, record, undefined);
    for (const doc of results) collection.insert(transaction, storedFrom(doc));
    return {};
  });
}

interface MergeRules {
  readonly on: readonly string[];
  readonly whenMatched: unknown;
  readonly whenNotMatched: unknown;
  readonly variables: Doc | undefined;
}

export async function mergeInto(call: Call, operand: unknown, results: readonly Doc[]): Promise<void> {
  const spec = isDocument(operand) ? operand : { into: operand };
  const collection = call.server.store.obtain(targetNamespace(call, spec.into));
  const { on = '_id', whenMatched = 'merge', whenNotMatched = 'insert', let: variables } = spec;
  const names = [on].flat() as string[];
  requireUniqueIndex(collection, names);
  const rules = { on: names, whenMatched, whenNotMatched, variables: variables as Doc | undefined };
  await inTransaction(call, 0, (transaction) => {
    for (const doc of results) mergeOne(collection, transaction, doc, rules);
    return {};
  });
}

function mergeOne(collection: Collection, transaction: Transaction, doc: Doc, rules: MergeRules): void {
  const filter = Object.fromEntries(rules.on.map((name) => [name, valueAt(doc, parsePath(name))]));
  const isNew = rules.on.includes('_id') && filter._id === undefined;
  const [found] = isNew ? [] : select(collection, transaction, { filter, limit: 1 });
  if (found) {
    const [record, { doc: existing }] = found;
    const merged = mergedDocument(existing, doc, rules);
    if (merged) collection.write(transaction, record, storedFrom({ ...merged, _id: existing._id }));
  } else if (rules.whenNotMatched === 'insert') collection.insert(transaction, storedFrom(doc));
  else if (rules.whenNotMatched === 'fail')
    throw new MongoError(13113, '$merge could not find a matching document in the target collection');
}

function mergedDocument(existing: Doc, doc: Doc, { whenMatched, variables }: MergeRules): Doc | undefined {
  if (Array.isArray(whenMatched))
    return runPipelineUpdate(existing, whenMatched as Doc[], { ...variables, new: doc });
  if (whenMatched === 'replace') return doc;
  if (whenMatched === 'merge') return { ...existing, ...doc };
  if (whenMatched === 'keepExisting') return undefined;
  if (whenMatched !== 'fail') throw badValue(`$merge cannot do this whenMatched: ${String(whenMatched)}`);
  throw new MongoError(11000, '$merge with whenMatched: fail found an existing document');
}

function requireUniqueIndex({ indexes }: Collection, on: readonly string[]): void {
  const wanted = [...on].sort().join();
  const isThere = [...indexes.values()].some(
    ({ definition: { unique, name, key, partialFilterExpression } }) =>
      (unique || name === '_id_') && !partialFilterExpression && Object.keys(key).sort().join() === wanted,
  );
  if (!isThere) throw new MongoError(51183, 'Cannot find index to verify that join fields will be unique');
}

function targetNamespace(call: Call, target: unknown): string {
  if (typeof target === 'string') return namespaceOf(call, target);
  if (!isDocument(target) || typeof target.coll !== 'string')
    throw badValue('the target of $out or $merge must be a collection');
  if (target.timeseries) throw notImplemented('time series');
  return `${String(target.db ?? call.database)}.${target.coll}`;
}
