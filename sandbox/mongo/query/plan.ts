/**
 * Finds the records that may match a filter, by an index where one serves. The caller tests each of them again:
 * a plan may offer too many records, never too few.
 */
import { badValue } from '../errors.ts';
import type { Collection } from '../storage/collection.ts';
import type { CollectionIndex } from '../storage/collection-index.ts';
import type { Record, StoredDoc } from '../storage/record.ts';
import type { Transaction } from '../storage/transaction.ts';
import { type Doc, isDocument } from '../values.ts';
import { type Bounds, collectBounds, coversFilter, isIndexable } from './bounds.ts';
import { afterAll, equal, invert, sortKey, typeRank } from './order.ts';

export interface Plan {
  readonly index: CollectionIndex | undefined;
  /** Do the records come in the order that was asked for? */
  readonly isSorted: boolean;
  /** The records as the reader sees them, each once. */
  records(): Iterable<[Record, StoredDoc]>;
}

interface Request {
  readonly filter: Doc;
  readonly sort?: Doc | undefined;
  readonly hint?: unknown;
}

const maxRanges = 1000;

export function plan(collection: Collection, reader: Transaction, { filter, sort, hint }: Request): Plan {
  const hasHint = hint !== undefined;
  const { _id: id } = filter;
  if (!hasHint && isIndexable(id) && id !== null) return byId(collection, reader, [id]);
  const bounds = collectBounds(filter);
  const ids = bounds.get('_id')?.equals;
  if (!hasHint && !sort && ids && ids.length <= maxRanges) return byId(collection, reader, ids);
  const whole = { index: undefined, isSorted: !sort, records: () => collection.seenBy(reader) };
  if (isDocument(hint) && '$natural' in hint) return whole;
  if (hasHint) return byIndex(hintedIndex(collection, hint), bounds, sort, collection, reader);
  let [best, bestScore]: [Plan, number] = [whole, 0];
  for (const index of collection.indexes.values()) {
    if (index.definition.hidden || !coversFilter(index, filter, bounds)) continue;
    const candidate = byIndex(index, bounds, sort, collection, reader);
    if (candidate.score > bestScore) [best, bestScore] = [candidate, candidate.score];
  }
  return best.index ? best : (byAlternatives(collection, reader, filter.$or, sort) ?? best);
}

/** An `$or` of which each part has an index needs no look at the other documents. */
function byAlternatives(
  collection: Collection,
  reader: Transaction,
  parts: unknown,
  sort: Doc | undefined,
): Plan | undefined {
  if (!Array.isArray(parts) || !parts.every(isDocument)) return undefined;
  const plans = parts.map((filter) => plan(collection, reader, { filter }));
  if (plans.length === 0 || plans.some(({ index }) => index === undefined)) return undefined;
  const records = (): Iterable<[Record, StoredDoc]> => new Map(plans.flatMap((one) => [...one.records()]));
  return { index: plans[0]?.index, isSorted: !sort, records };
}

function byId(collection: Collection, reader: Transaction, ids: readonly unknown[]): Plan {
  const records = (): [Record, StoredDoc][] => {
    const keys = ids.length === 1 ? [sortKey(ids[0])] : [...new Set(ids.map(sortKey))].sort();
    return keys.flatMap((key) => {
      const record = collection.records.get(key);
      const stored = record?.seenBy(reader);
      return record && stored ? [[record, stored]] : [];
    });
  };
  return { index: collection.indexes.get('_id_'), isSorted: ids.length === 1, records };
}

function hintedIndex(collection: Collection, hint: unknown): CollectionIndex {
  for (const index of collection.indexes.values()) {
    const { name, key } = index.definition;
    if (typeof hint === 'string' ? name === hint : isDocument(hint) && equal(key, hint)) return index;
  }
  throw badValue('error processing query: hint provided does not correspond to an existing index');
}

/** An index is worth what it narrows down; that it also gives the order decides between equals. */
function byIndex(
  index: CollectionIndex,
  bounds: Map<string, Bounds>,
  sort: Doc | undefined,
  collection: Collection,
  reader: Transaction,
): Plan & { score: number } {
  const { fields } = index.pattern;
  const prefixes = equalPrefixes(index, bounds);
  const next = fields[prefixes.depth];
  const range = next && rangeOf(bounds.get(next.name) ?? {}, next.descending, index.isMultikey);
  const order = sort && prefixes.keys.length === 1 ? sortDirection(index, prefixes.depth, sort) : undefined;
  const ranges = prefixes.keys
    .sort()
    .map((prefix): [string, string] => [prefix + (range?.[0] ?? ''), prefix + (range?.[1] ?? '') + afterAll]);
  const strays = reader.strays(collection);
  const orderScore = prefixes.depth > 0 || range ? 4 : 1;
  const uniqueScore = prefixes.depth > 0 && index.definition.unique ? 1 : 0;
  return {
    index,
    isSorted: !sort || (order !== undefined && strays.size === 0),
    records: () => recordsIn(index, reader, ranges, order === 'backwards', strays),
    score: prefixes.depth * 10 + (range ? 5 : 0) + (order ? orderScore : 0) + uniqueScore,
  };
}

/** The beginnings of the keys that the equalities of a filter allow, and of how many fields they are. */
function equalPrefixes(
  { pattern }: CollectionIndex,
  bounds: Map<string, Bounds>,
): { keys: string[]; depth: number } {
  let keys = [''];
  for (const [depth, { name }] of pattern.fields.entries()) {
    const values = bounds.get(name)?.equals;
    if (values === undefined || values.length * keys.length > maxRanges) return { keys, depth };
    const parts = [...new Set(values.map((value) => pattern.encode(depth, value)))];
    keys = keys.flatMap((prefix) => parts.map((part) => prefix + part));
  }
  return { keys, depth: pattern.fields.length };
}

/** Bounds on an array may be met by different elements, so of a multikey index only one of them is used. */
function rangeOf(
  { low, high }: Bounds,
  isDescending: boolean,
  isMultikey: boolean,
): [string, string] | undefined {
  if (low === undefined && high === undefined) return undefined;
  const top = isMultikey && low !== undefined ? undefined : high;
  const type = typeRank(low ?? high);
  const from = low === undefined ? type : sortKey(low);
  const to = top === undefined ? type + afterAll : sortKey(top);
  return isDescending ? [invert(to), invert(from)] : [from, to];
}

/** Does the index, after its fields that are fixed, go in the order of the sort, or exactly against it? */
function sortDirection(
  index: CollectionIndex,
  fixed: number,
  sort: Doc,
): 'forwards' | 'backwards' | undefined {
  if (index.isMultikey || index.definition.sparse) return undefined;
  const { fields } = index.pattern;
  const isFixed = (name: string): boolean => fields.slice(0, fixed).some((one) => one.name === name);
  const wanted = Object.entries(sort).filter(([name]) => !isFixed(name));
  const directions = wanted.map(([name, direction], i) => {
    const field = fields[fixed + i];
    if (field?.name !== name) return undefined;
    return field.descending === Number(direction) < 0 ? 'forwards' : 'backwards';
  });
  const [first = 'forwards'] = directions;
  return directions.every((direction) => direction === first) ? first : undefined;
}

function* recordsIn(
  index: CollectionIndex,
  reader: Transaction,
  ranges: readonly [string, string][],
  backwards: boolean,
  strays: ReadonlySet<Record>,
): Generator<[Record, StoredDoc]> {
  const seen = new Set<Record>(strays);
  const remembers = index.isMultikey || strays.size > 0;
  for (const [low, high] of ranges) {
    for (const record of index.list.between(low, high, backwards)) {
      if (remembers && seen.has(record)) continue;
      if (index.isMultikey) seen.add(record);
      const stored = record.seenBy(reader);
      if (stored) yield [record, stored];
    }
  }
  for (const record of strays) {
    const stored = record.seenBy(reader);
    if (stored) yield [record, stored];
  }
}
