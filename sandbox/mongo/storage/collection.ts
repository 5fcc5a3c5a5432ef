import { UUID } from 'bson';
import { MongoError } from '../errors.ts';
import { sortKey } from '../query/order.ts';
import { CollectionIndex, duplicateKey, type IndexDefinition } from './collection-index.ts';
import { Record, type StoredDoc } from './record.ts';
import type { KeyChange, Transaction } from './transaction.ts';

const maxDocumentBytes = 16 * 1024 * 1024;

const idIndex: IndexDefinition = { v: 2, key: { _id: 1 }, name: '_id_' };

let nextSequence = 1;

/** The documents of one collection and their indexes. */
export class Collection {
  namespace: string;
  readonly uuid: UUID;
  readonly records = new Map<string, Record>();
  readonly indexes = new Map<string, CollectionIndex>();
  /** Committed documents. */
  count = 0;

  constructor(namespace: string, uuid = new UUID()) {
    this.namespace = namespace;
    this.uuid = uuid;
    this.indexes.set(idIndex.name, new CollectionIndex(idIndex));
  }

  /** The documents that a transaction sees, in the order in which they came. */
  *seenBy(reader: Transaction): Generator<[Record, StoredDoc]> {
    for (const record of this.records.values()) {
      const stored = record.seenBy(reader);
      if (stored) yield [record, stored];
    }
  }

  insert(writer: Transaction, stored: StoredDoc): void {
    const idKey = sortKey(stored.doc._id);
    const existing = this.records.get(idKey);
    if (existing) writer.claim(existing);
    if (existing?.seenBy(writer)) throw duplicateKey(this.namespace, idIndex, stored.doc);
    this.write(writer, existing ?? new Record(nextSequence++, idKey), stored);
  }

  /**
   * Replaces what a record holds; without a document, deletes it. Either all of it is done or it throws and
   * nothing is: the checks come first.
   */
  write(writer: Transaction, record: Record, stored: StoredDoc | undefined): void {
    writer.claim(record);
    const size = stored?.raw.byteLength ?? 0;
    if (size > maxDocumentBytes)
      throw new MongoError(
        10334,
        `BSONObj size: ${size} is invalid. Size must be between 0 and 16793600(16MB)`,
      );
    const changes = this.#keyChanges(record.committed?.doc, stored);
    for (const { index, added } of changes) {
      if (index.definition.unique && stored)
        index.checkUnique(this.namespace, record, added, writer, stored.doc);
    }
    writer.hold(this, record, stored, changes);
    if (stored) this.records.set(record.idKey, record);
  }

  #keyChanges(before: StoredDoc | undefined, after: StoredDoc | undefined): KeyChange[] {
    const changes: KeyChange[] = [];
    for (const index of this.indexes.values()) {
      if (index.definition.name === idIndex.name && before && after) continue;
      const old = index.keys(before);
      const now = index.keys(after);
      if (old.length === 1 && now.length === 1 && old[0] === now[0]) continue;
      const added = now.filter((key) => !old.includes(key));
      changes.push({ index, added, removed: old.filter((key) => !now.includes(key)) });
    }
    return changes;
  }

  /** Builds an index over all that is committed, and adds it. Throws when a document does not fit it. */
  buildIndex(definition: IndexDefinition): void {
    const index = new CollectionIndex(definition);
    index.build(this.namespace, this.records.values());
    this.indexes.set(definition.name, index);
  }

  /** Puts a document back as the log tells it. Indexes follow when all of the log is read. */
  restore(stored: StoredDoc): void {
    const idKey = sortKey(stored.doc._id);
    const record = this.records.get(idKey) ?? new Record(nextSequence++, idKey);
    record.committed = { doc: stored, commit: 0, previous: undefined };
    this.records.set(idKey, record);
  }

  rebuildIndexes(): void {
    this.count = this.records.size;
    for (const { definition } of [...this.indexes.values()]) this.buildIndex(definition);
  }

  /** A transaction that has written here and is still open, if there is one. */
  openWriter(): Transaction | undefined {
    for (const record of this.records.values()) if (record.pending) return record.pending.owner;
    return undefined;
  }
}
