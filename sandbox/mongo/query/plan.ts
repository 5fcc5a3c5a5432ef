/**
 * Finds the records that may match a filter, by an index where one serves. The caller tests each of them again:
 * a plan may offer too many records, never too few.
 */
import { badValue } from '../errors.ts';
import type { Collection } from '../storage/collection.ts';
import type { CollectionIndex } from '../storage/collection-index.ts';
import type { Record, StoredDoc } from '../storage/record.ts';
import type { Transaction } from '../storage/transaction.ts';
import type { Doc } from '../values.ts';
import { bsonType, isDocument } from '../values.ts';
import { type Bounds, collectBounds, coversFilter } from './bounds.ts';
import { hasOperators } from './filter.ts';
import { afterAll, equal, invert, sortKey, typeRank } from './order.ts';

export interface Plan {
  readonly index: CollectionIndex | undefined;
  /** Do the records come in the order that was asked for? */
  readonly isSorted: boolean;
  /** The records as a reader sees them, each once. */
  records(reader: Transaction): Iterable<[Record, StoredDoc]>;
}

interface Request {
  readonly filter: Doc;
  readonly sort?: Doc | undefined;
  readonly hint?: unknown;
}

const maxRanges = 1000;

export function plan(collection: Collection, { filter, sort, hint }: Request): Plan {
  if (hint === undefined && isEqualityOperand(filter._id)) return byId(collection, [filter._id]);
  const bounds = collectBounds(filter);
  const ids = bounds.get('_id')?.equals;
  if (hint === undefined && ids && ids.length <= maxRanges && !sort) return byId(collection, ids);
  let best = whole(collection, sort);
  if (isDocument(hint) && '$natural' in hint) return best;
  let bestScore = 0;
  const hinted = hint === undefined ? undefined : hintedIndex(collection, hint);
  for (const index of hinted ? [hinted] : collection.indexes.values()) {
    if (index.definition.hidden || (!hinted && !coversFilter(index, filter, bounds))) continue;
    const candidate = byIndex(index, bounds, sort);
    if (hinted || candidate.score > bestScore) {
      best = candidate;
      bestScore = candidate.score;
    }
  }
  return best.index ? best : (byAlternatives(collection, filter.$or, sort) ?? best);
}

/** An `$or` of which each part has an index needs no look at the other documents. */
function byAlternatives(collection: Collection, parts: unknown, sort: Doc | undefined): Plan | undefined {
  if (!Array.isArray(parts) || !parts.every(isDocument)) return undefined;
  const plans = parts.map((filter) => plan(collection, { filter }));
  if (plans.length === 0 || plans.some(({ index }) => index === undefined)) return undefined;
  const records = (reader: Transaction): [Record, StoredDoc][] => {
    const found = new Map<Record, StoredDoc>();
    for (const one of plans) for (const [record, stored] of one.records(reader)) found.set(record, stored);
    return [...found];
  };
  return { index: plans[0]?.index, isSorted: sort === undefined, records };
}

function isEqualityOperand(value: unknown): boolean {
  return (
    value !== undefined &&
    value !== null &&
    !Array.isArray(value) &&
    !hasOperators(value) &&
    bsonType(value) !== 'BSONRegExp'
  );
}

function byId(collection: Collection, ids: readonly unknown[]): Plan {
  const index = collection.indexes.get('_id_');
  const records = (reader: Transaction): [Record, StoredDoc][] => {
    const keys = ids.length === 1 ? [sortKey(ids[0])] : [...new Set(ids.map(sortKey))].sort();
    const found: [Record, StoredDoc][] = [];
    for (const key of keys) {
      const record = collection.records.get(key);
      const stored = record?.seenBy(reader);
      if (record && stored) found.push([record, stored]);
    }
    return found;
  };
  return { index, isSorted: ids.length === 1, records };
}

function whole(collection: Collection, sort: Doc | undefined): Plan {
  return { index: undefined, isSorted: sort === undefined, records: (reader) => collection.seenBy(reader) };
}

function hintedIndex(collection: Collection, hint: unknown): CollectionIndex {
  for (const index of collection.indexes.values()) {
    if (typeof hint === 'string' ? index.definition.name === hint : sameOrder(index.definition.key, hint))
      return index;
  }
  throw badValue(
    'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
  );
}

function sameOrder(pattern: Doc, other: unknown): boolean {
  return isDocument(other) && equal(pattern, other);
}

/** An index is worth what it narrows down; that it also gives the order decides between equals. */
function byIndex(
  index: CollectionIndex,
  bounds: Map<string, Bounds>,
  sort: Doc | undefined,
): Plan & { score: number } {
  const { pattern } = index;
  let prefixes = [''];
  let depth = 0;
  for (const { name } of pattern.fields) {
    const values = bounds.get(name)?.equals;
    if (values === undefined || values.length * prefixes.length > maxRanges) break;
    const keys = [...new Set(values.map((value) => pattern.encode(depth, value)))];
    prefixes = prefixes.flatMap((prefix) => keys.map((key) => prefix + key));
    depth += 1;
  }
  const next = pattern.fields[depth];
  const range = next && rangeOf(index, depth, bounds.get(next.name));
  const order = sort && prefixes.length === 1 ? sortDirection(index, depth, sort) : undefined;
  const ranges = prefixes
    .sort()
    .map((prefix): [string, string] => [
      prefix + (range?.low ?? ''),
      prefix + (range?.high ?? '') + afterAll,
    ]);
  const isWhole = depth === 0 && range === undefined;
  return {
    index,
    isSorted: sort === undefined || order !== undefined,
    records: (reader) => recordsIn(index, reader, ranges, order === 'backwards'),
    score:
      depth * 10 +
      (range ? 5 : 0) +
      (order ? (isWhole ? 1 : 4) : 0) +
      (depth > 0 && index.definition.unique ? 1 : 0),
  };
}

/** Bounds on an array may be met by different elements, so of a multikey index only one of them is used. */
function rangeOf(
  index: CollectionIndex,
  depth: number,
  bounds: Bounds | undefined,
): { low: string; high: string } | undefined {
  if (bounds === undefined || (bounds.low === undefined && bounds.high === undefined)) return undefined;
  const value = bounds.low ?? bounds.high;
  const highest = index.isMultikey && bounds.low !== undefined ? undefined : bounds.high;
  const lowKey = bounds.low === undefined ? typeStart(value) : sortKey(bounds.low);
  const highKey = highest === undefined ? typeStart(value) + afterAll : sortKey(highest);
  if (!index.pattern.fields[depth]?.descending) return { low: lowKey, high: highKey };
  return {
    low: highest === undefined ? invertedType(value) : index.pattern.encode(depth, highest),
    high: bounds.low === undefined ? invertedType(value) + afterAll : index.pattern.encode(depth, bounds.low),
  };
}

function typeStart(value: unknown): string {
  return typeRank(value);
}

function invertedType(value: unknown): string {
  return invert(typeRank(value));
}

/** Does the index, after its fields that are fixed, go in the order of the sort, or exactly against it? */
function sortDirection(
  index: CollectionIndex,
  fixed: number,
  sort: Doc,
): 'forwards' | 'backwards' | undefined {
  if (index.isMultikey || index.definition.sparse) return undefined;
  const fixedNames = new Set(index.pattern.fields.slice(0, fixed).map(({ name }) => name));
  const wanted = Object.entries(sort).filter(([name]) => !fixedNames.has(name));
  const fields = index.pattern.fields.slice(fixed);
  if (wanted.length > fields.length) return undefined;
  const same = wanted.map(([name, direction], i) => {
    const field = fields[i];
    return field?.name === name ? field.descending === Number(direction) < 0 : undefined;
  });
  if (same.every((isSame) => isSame === true)) return 'forwards';
  return same.every((isSame) => isSame === false) ? 'backwards' : undefined;
}

/**
 * A record lies under the keys of all its versions. Where there are several, it counts only under a key of the
 * version that the reader sees.
 */
function* recordsIn(
  index: CollectionIndex,
  reader: Transaction,
  ranges: [string, string][],
  backwards: boolean,
): Generator<[Record, StoredDoc]> {
  const seen = index.isMultikey ? new Set<Record>() : undefined;
  for (const [low, high] of ranges) {
    for (const [key, record] of index.list.between(low, high, backwards)) {
      const stored = record.seenBy(reader);
      if (stored === undefined || seen?.has(record)) continue;
      const hasSeveral = record.pending !== undefined || record.committed?.previous !== undefined;
      if (hasSeveral && !index.keys(stored).includes(key)) continue;
      seen?.add(record);
      yield [record, stored];
    }
  }
}
