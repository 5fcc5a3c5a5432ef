import { UUID } from 'bson';
import { MongoError } from '../errors.ts';
import { sortKey } from '../query/order.ts';
import { CollectionIndex, duplicateKey, type IndexDefinition } from './collection-index.ts';
import { Record, type StoredDoc } from './record.ts';
import type { Transaction } from './transaction.ts';

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

  insert(writer: Transaction, stored: StoredDoc): Record {
    const idKey = sortKey(stored.doc._id);
    const existing = this.records.get(idKey);
    if (existing) {
      writer.claim(existing);
      if (existing.seenBy(writer)) throw duplicateKey(this.namespace, idIndex, stored.doc);
    }
    const record = existing ?? new Record(nextSequence++, idKey);
    this.write(writer, record, stored);
    return record;
  }

  /**
   * Replaces what a record holds; without a document, deletes it. Either all of it is done or it throws and
   * nothing is: the checks come first.
   */
  write(writer: Transaction, record: Record, stored: StoredDoc | undefined): void {
    writer.claim(record);
    if (stored && stored.raw.byteLength > maxDocumentBytes) {
      throw new MongoError(
        10334,
        `BSONObj size: ${stored.raw.byteLength} is invalid. Size must be between 0 and 16793600(16MB)`,
      );
    }
    const before = record.seenBy(writer);
    const changes = this.#keyChanges(before, stored);
    for (const { index, added } of changes) {
      if (index.definition.unique && stored) index.checkUnique(writer, this.namespace, record, added, stored);
    }
    const write = writer.hold(this, record, stored);
    if (stored) this.records.set(record.idKey, record);
    for (const { index, added, removed } of changes) {
      for (const key of added) index.list.add(key, record);
      if (added.length > 0) write.added.push({ index, keys: added });
      if (removed.length > 0) write.removed.push({ index, keys: removed });
    }
  }

  #keyChanges(
    before: StoredDoc | undefined,
    after: StoredDoc | undefined,
  ): { index: CollectionIndex; added: string[]; removed: string[] }[] {
    const changes = [];
    for (const index of this.indexes.values()) {
      if (index.definition.name === idIndex.name && before && after) continue;
      const old = index.keys(before);
      const now = index.keys(after);
      if (old.length === 1 && now.length === 1 && old[0] === now[0]) continue;
      changes.push({
        index,
        added: now.filter((key) => !old.includes(key)),
        removed: old.filter((key) => !now.includes(key)),
      });
    }
    return changes;
  }

  /** Builds an index over all that is there. Throws when a document does not fit it. */
  buildIndex(writer: Transaction, definition: IndexDefinition): CollectionIndex {
    const index = new CollectionIndex(definition);
    for (const record of this.records.values()) {
      for (const stored of record.documents()) {
        const keys = index.keys(stored);
        if (definition.unique && stored === record.committed?.doc) {
          index.checkUnique(writer, this.namespace, record, keys, stored);
        }
        for (const key of keys) index.list.add(key, record);
      }
    }
    return index;
  }

  /** Puts a document back as the log tells it. Indexes follow when all of the log is read. */
  restore(stored: StoredDoc): void {
    const idKey = sortKey(stored.doc._id);
    const record = this.records.get(idKey) ?? new Record(nextSequence++, idKey);
    record.committed = { doc: stored, commit: 0, previous: undefined };
    this.records.set(idKey, record);
  }

  rebuildIndexes(builder: Transaction, definitions: readonly IndexDefinition[]): void {
    this.count = this.records.size;
    for (const definition of [idIndex, ...definitions.filter(({ name }) => name !== idIndex.name)]) {
      this.indexes.set(definition.name, this.buildIndex(builder, definition));
    }
  }

  /** A transaction that has written here and is still open, if there is one. */
  openWriter(): Transaction | undefined {
    for (const record of this.records.values()) if (record.pending) return record.pending.owner;
    return undefined;
  }
}
