/** `$out` and `$merge`: pipelines that write their results into a collection. */
import { type Call, namespaceOf } from '../call.ts';
import { badValue, MongoError, notImplemented } from '../errors.ts';
import { parsePath, valueAt } from '../query/paths.ts';
import { runPipelineUpdate } from '../query/pipeline.ts';
import { select } from '../query/select.ts';
import type { Collection } from '../storage/collection.ts';
import type { Transaction } from '../storage/transaction.ts';
import { type Doc, isDocument } from '../values.ts';
import { inTransaction } from './in-transaction.ts';
import { storedFrom } from './write.ts';

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
  const { on = '_id', whenMatched = 'merge', whenNotMatched = 'insert' } = spec;
  const rules = {
    on: [on].flat() as string[],
    whenMatched,
    whenNotMatched,
    variables: spec.let as Doc | undefined,
  };
  requireUniqueIndex(collection, rules.on);
  await inTransaction(call, 0, (transaction) => {
    for (const doc of results) mergeOne(collection, transaction, doc, rules);
    return {};
  });
}

function mergeOne(collection: Collection, transaction: Transaction, doc: Doc, rules: MergeRules): void {
  const filter = Object.fromEntries(rules.on.map((name) => [name, valueAt(doc, parsePath(name))]));
  const [found] =
    filter._id === undefined && rules.on.includes('_id')
      ? []
      : select(collection, transaction, { filter, limit: 1 });
  if (found === undefined) {
    if (rules.whenNotMatched === 'insert') collection.insert(transaction, storedFrom(doc));
    else if (rules.whenNotMatched === 'fail')
      throw new MongoError(
        13113,
        '$merge could not find a matching document in the target collection for at least one document in the source collection',
      );
    return;
  }
  const [record, stored] = found;
  const merged = mergedDocument(stored.doc, doc, rules);
  if (merged) collection.write(transaction, record, storedFrom({ ...merged, _id: stored.doc._id }));
}

function mergedDocument(existing: Doc, doc: Doc, { whenMatched, variables }: MergeRules): Doc | undefined {
  if (Array.isArray(whenMatched))
    return runPipelineUpdate(existing, whenMatched as Doc[], { ...variables, new: doc });
  switch (whenMatched) {
    case 'replace':
      return doc;
    case 'merge':
      return { ...existing, ...doc };
    case 'keepExisting':
      return undefined;
    case 'fail':
      throw new MongoError(
        11000,
        '$merge with whenMatched: fail found an existing document with the same values for the on field(s)',
      );
    default:
      throw badValue(
        `Enumeration value '${String(whenMatched)}' for field '$merge.whenMatched' is not a valid value.`,
      );
  }
}

function requireUniqueIndex(collection: Collection, on: readonly string[]): void {
  const wanted = [...on].sort().join();
  for (const { definition } of collection.indexes.values()) {
    const isUnique = definition.unique || definition.name === '_id_';
    if (
      isUnique &&
      !definition.partialFilterExpression &&
      Object.keys(definition.key).sort().join() === wanted
    )
      return;
  }
  throw new MongoError(51183, 'Cannot find index to verify that join fields will be unique');
}

function targetNamespace(call: Call, target: unknown): string {
  if (typeof target === 'string') return namespaceOf(call, target);
  if (isDocument(target) && typeof target.coll === 'string') {
    if (target.timeseries) throw notImplemented('time series');
    return `${String(target.db ?? call.database)}.${target.coll}`;
  }
  throw badValue('the target of $out or $merge must be a collection');
}
