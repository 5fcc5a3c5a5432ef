import { MongoError } from '../errors.ts';
import { compileFilter, type DocumentTest } from '../query/filter.ts';
import { valueAt } from '../query/paths.ts';
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
 * An index points from keys to records, not to versions: a record stays under the keys of every version that
 * somebody may still see, so who reads by an index checks the version that he sees.
 */
export class CollectionIndex {
  definition: IndexDefinition;
  readonly pattern: KeyPattern;
  readonly list = new SortedList<Record>();
  /** Has ever a document had several keys? Then bounds from two conditions may not be combined. */
  isMultikey = false;
  readonly #covers: DocumentTest | undefined;

  constructor(definition: IndexDefinition) {
    this.definition = definition;
    this.pattern = new KeyPattern(definition.key);
    this.#covers = definition.partialFilterExpression && compileFilter(definition.partialFilterExpression);
  }

  keys(stored: StoredDoc | undefined): string[] {
    if (stored === undefined) return [];
    if (this.#covers && !this.#covers(stored.doc)) return [];
    if (this.definition.sparse && this.pattern.isAbsent(stored.doc)) return [];
    const keys = this.pattern.keys(stored.doc);
    if (keys.length > 1) this.isMultikey = true;
    return keys;
  }

  /** Throws when the document may not have these keys beside what the transaction sees and what others are writing. */
  checkUnique(
    writer: Transaction,
    namespace: string,
    record: Record,
    keys: readonly string[],
    stored: StoredDoc,
  ): void {
    for (const key of keys) {
      for (const other of this.list.at(key)) {
        if (other !== record && this.#holds(writer, other, key))
          throw duplicateKey(namespace, this.definition, stored.doc);
      }
    }
  }

  /** Removes the record from keys that none of its remaining documents has. */
  forget(record: Record, keys: readonly string[]): void {
    if (keys.length === 0) return;
    const held = new Set<string>();
    for (const stored of record.documents()) for (const key of this.keys(stored)) held.add(key);
    for (const key of keys) if (!held.has(key)) this.list.remove(key, record);
  }

  /** Does another record hold the key for this writer? What a concurrent transaction decides is a conflict. */
  #holds(writer: Transaction, other: Record, key: string): boolean {
    const has = (stored: StoredDoc | undefined): boolean => this.keys(stored).includes(key);
    const { pending, committed } = other;
    if (pending?.owner === writer) return has(pending.doc);
    if (pending !== undefined && (has(pending.doc) || has(committed?.doc))) writer.collideWith(pending.owner);
    if (committed !== undefined && committed.commit > writer.snapshot) writer.collideWith(undefined);
    return has(committed?.doc);
  }
}

export function duplicateKey(namespace: string, definition: IndexDefinition, doc: Doc): MongoError {
  const keyValue: Doc = {};
  for (const [name] of Object.entries(definition.key)) keyValue[name] = valueAt(doc, name.split('.')) ?? null;
  const shown = Object.entries(keyValue).map(([name, value]) => `${name}: ${valueForAnswer(value)}`);
  return new MongoError(
    11000,
    `E11000 duplicate key error collection: ${namespace} index: ${definition.name} dup key: { ${shown.join(', ')} }`,
    { keyPattern: definition.key, keyValue },
  );
}
