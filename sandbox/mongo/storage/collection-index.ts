import { MongoError } from '../errors.ts';
import { compileFilter, type DocumentTest } from '../query/filter.ts';
import { parsePath, valueAt } from '../query/paths.ts';
import { type Doc, valueForAnswer } from '../values.ts';
import { KeyPattern } from './key-pattern.ts';
import type { Record, StoredDoc } from './record.ts';
import { SortedList } from './sorted-list.ts';
import type { Transaction } from './transaction.ts';

/** An index as createIndexes defines it and listIndexes shows it. */
export interface IndexDefinition extends Doc {
  v: number;
  key: Doc;
  name: string;
  unique?: boolean;
  sparse?: boolean;
  partialFilterExpression?: Doc;
  expireAfterSeconds?: number;
  hidden?: boolean;
}

/**
 * An index points from keys to records, for the documents that are committed now. Who sees other versions of some
 * records looks at those himself: they are the strays of his transaction.
 */
export class CollectionIndex {
  definition: IndexDefinition;
  readonly pattern: KeyPattern;
  list = new SortedList<Record>();
  /** The keys that open transactions are about to add, when each may be there once. */
  readonly claims = new Map<string, Record>();
  /** The keys that were unique and went while snapshots were open, which may still show them; by the commit. */
  readonly freed = new Map<string, number>();
  /** Has ever a document had several keys? Then bounds from two conditions may not be combined. */
  isMultikey = false;
  readonly #covers: DocumentTest | undefined;

  constructor(definition: IndexDefinition) {
    this.definition = definition;
    this.pattern = new KeyPattern(definition.key);
    this.#covers = definition.partialFilterExpression && compileFilter(definition.partialFilterExpression);
  }

  keys(stored: StoredDoc | undefined): string[] {
    if (stored === undefined || (this.#covers && !this.#covers(stored.doc))) return [];
    if (this.definition.sparse && this.pattern.isAbsent(stored.doc)) return [];
    const keys = this.pattern.keys(stored.doc);
    if (keys.length > 1) this.isMultikey = true;
    return keys;
  }

  /** Takes over the keys of all records. Throws when a key that must be unique is there twice. */
  build(namespace: string, records: Iterable<Record>): void {
    const entries: [string, Record][] = [];
    for (const record of records)
      for (const key of this.keys(record.committed?.doc)) entries.push([key, record]);
    entries.sort(([a, one], [b, other]) => (a < b ? -1 : a > b ? 1 : one.sequence - other.sequence));
    const twice = entries.find(([key], i) => entries[i - 1]?.[0] === key);
    if (this.definition.unique && twice)
      throw duplicateKey(namespace, this.definition, twice[1].committed?.doc?.doc ?? {});
    this.list = new SortedList(entries);
  }

  /**
   * Throws a duplicate key error when the writer sees another record with one of the keys. What depends on how another
   * transaction ends, or has ended since the writer's snapshot, is a conflict with it.
   */
  checkUnique(
    namespace: string,
    record: Record,
    keys: readonly string[],
    writer: Transaction,
    doc: Doc,
  ): void {
    for (const key of keys) {
      if ((this.freed.get(key) ?? 0) > writer.snapshot) writer.collideWith(undefined);
      const claimant = this.claims.get(key);
      for (const other of claimant ? [...this.list.at(key), claimant] : this.list.at(key)) {
        const { pending, committed } = other;
        if (other === record) continue;
        if (pending && pending.owner !== writer) writer.collideWith(pending.owner);
        if (committed && committed.commit > writer.snapshot) writer.collideWith(undefined);
        const isHeld = !pending || this.keys(pending.doc).includes(key);
        if (isHeld) throw duplicateKey(namespace, this.definition, doc);
      }
    }
  }
}

export function duplicateKey(namespace: string, { key, name }: IndexDefinition, doc: Doc): MongoError {
  const values = Object.keys(key).map((path) => [path, valueAt(doc, parsePath(path)) ?? null] as const);
  const shown = values.map(([path, value]) => `${path}: ${valueForAnswer(value)}`).join(', ');
  return new MongoError(
    11000,
    `E11000 duplicate key error collection: ${namespace} index: ${name} dup key: { ${shown} }`,
    { keyPattern: key, keyValue: Object.fromEntries(values) },
  );
}
