import { notImplemented } from '../errors.ts';
import type { Collection } from '../storage/collection.ts';
import type { Record, StoredDoc } from '../storage/record.ts';
import type { Transaction } from '../storage/transaction.ts';
import { type Doc, isDocument } from '../values.ts';
import { compileFilter } from './filter.ts';
import { expressionsWith } from './pipeline.ts';
import { plan } from './plan.ts';
import { checkSort, sortBy } from './sort.ts';

export interface Selection {
  readonly filter: Doc;
  readonly sort?: Doc | undefined;
  readonly skip?: number;
  /** No more than so many; 0 means all. */
  readonly limit?: number;
  readonly hint?: unknown;
  readonly variables?: Doc | undefined;
}

export type Found = [Record, StoredDoc];

/** The documents that match, in the order asked for. */
export function select(
  collection: Collection | undefined,
  reader: Transaction,
  selection: Selection,
): Found[] {
  const { filter, skip = 0, limit = 0 } = selection;
  const sort =
    isDocument(selection.sort) && Object.keys(selection.sort).length > 0 ? selection.sort : undefined;
  if (sort) checkSort(sort);
  if (sort && '$natural' in sort) throw notImplemented('a sort by $natural');
  const test = compileFilter(filter, expressionsWith(selection.variables));
  if (collection === undefined) return [];
  const chosen = plan(collection, reader, { filter, sort, hint: selection.hint });
  const enough = chosen.isSorted && limit > 0 ? skip + limit : Number.POSITIVE_INFINITY;
  const found: Found[] = [];
  for (const candidate of chosen.records()) {
    if (!test(candidate[1].doc)) continue;
    found.push(candidate);
    if (found.length >= enough) break;
  }
  const inOrder = sort && !chosen.isSorted ? sortBy(found, sort, ([, stored]) => stored.doc) : found;
  return skip > 0 || limit > 0 ? inOrder.slice(skip, limit > 0 ? skip + limit : undefined) : inOrder;
}
