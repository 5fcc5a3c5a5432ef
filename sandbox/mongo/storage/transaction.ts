import { MongoError, writeConflict } from '../errors.ts';
import type { Collection } from './collection.ts';
import type { CollectionIndex } from './collection-index.ts';
import { deletion, put } from './log-entries.ts';
import type { Record, StoredDoc } from './record.ts';
import type { Store } from './store.ts';

/** What becomes of a record's keys in one index when a write is committed. */
export interface KeyChange {
  readonly index: CollectionIndex;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

interface Write {
  readonly collection: Collection;
  readonly changes: readonly KeyChange[];
}

/** Thrown to a single write that meets a record held by a transaction: wait for its end, then try again. */
export class HeldByTransaction extends Error {
  readonly ended: Promise<void>;

  constructor(ended: Promise<void>) {
    super('the document is being written by a transaction');
    this.ended = ended;
  }
}

/**
 * Writes that become visible together. States: open → committed or aborted, by `commit` and `abort` only.
 *
 * A client's transaction reads the snapshot of its beginning and fails at once where another was faster. A single
 * command outside of one is a transaction too, but a short one: it reads what is committed now, and where a
 * client's transaction holds a record it waits instead of failing.
 */
export class Transaction {
  /** The last commit that it sees. */
  readonly snapshot: number;
  readonly isMultiStatement: boolean;
  state: 'open' | 'committed' | 'aborted' = 'open';
  readonly #store: Store;
  readonly #writes = new Map<Record, Write>();
  readonly #strays = new Map<Collection, Set<Record>>();
  readonly #notes: Uint8Array[] = [];
  readonly #waiting: (() => void)[] = [];

  constructor(store: Store, isMultiStatement: boolean) {
    this.#store = store;
    this.isMultiStatement = isMultiStatement;
    this.snapshot = isMultiStatement ? store.lastCommit : Number.POSITIVE_INFINITY;
  }

  get hasWritten(): boolean {
    return this.#writes.size > 0;
  }

  /** Resolves when the transaction has committed or aborted. */
  get ended(): Promise<void> {
    return this.state === 'open' ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve();
  }

  /**
   * The records that it may see otherwise than the indexes show them: its own writes, and what others have committed
   * since its snapshot.
   */
  strays(collection: Collection): ReadonlySet<Record> {
    return this.#strays.get(collection) ?? nothing;
  }

  addStray(collection: Collection, record: Record): void {
    const known = this.#strays.get(collection);
    if (known) known.add(record);
    else this.#strays.set(collection, new Set([record]));
  }

  /** Another writer was first: throws what this kind of transaction does about it. */
  collideWith(other: Transaction | undefined): never {
    if (other === undefined || this.isMultiStatement) throw writeConflict();
    throw new HeldByTransaction(other.ended);
  }

  /** Throws unless this transaction may write the record now. */
  claim({ pending, committed }: Record): void {
    if (pending && pending.owner !== this) this.collideWith(pending.owner);
    if (committed && committed.commit > this.snapshot) this.collideWith(undefined);
  }

  /** Notes a write. All checks are done; nothing here may fail. */
  hold(
    collection: Collection,
    record: Record,
    doc: StoredDoc | undefined,
    changes: readonly KeyChange[],
  ): void {
    if (record.pending) record.pending.doc = doc;
    else record.pending = { owner: this, doc };
    releaseClaims(record, this.#writes.get(record));
    this.#writes.set(record, { collection, changes });
    for (const { index, added } of changes)
      if (index.definition.unique) for (const key of added) index.claims.set(key, record);
    this.addStray(collection, record);
  }

  /** Adds an entry to what the commit writes to the log. */
  note(entry: readonly Uint8Array[]): void {
    this.#notes.push(...entry);
  }

  /** On disk first, then visible. When the log cannot be written, nothing has happened. */
  commit(): void {
    if (this.state !== 'open') throw new MongoError(251, 'the transaction is not open');
    const entries: Uint8Array[] = [];
    for (const [{ pending, committed }, { collection }] of this.#writes) {
      if (pending?.doc) entries.push(...put(collection.namespace, pending.doc.raw));
      else if (committed?.doc) entries.push(...deletion(collection.namespace, committed.doc));
    }
    entries.push(...this.#notes);
    try {
      if (entries.length > 0) this.#store.log.append(entries);
    } catch (error) {
      this.abort();
      throw error;
    }
    if (this.hasWritten) this.#publish();
    this.#end('committed');
  }

  abort(): void {
    if (this.state === 'open') this.#end('aborted');
  }

  #publish(): void {
    const commit = ++this.#store.lastCommit;
    for (const [record, { collection, changes }] of this.#writes) {
      const { committed, pending } = record;
      collection.count += Number(pending?.doc !== undefined) - Number(committed?.doc !== undefined);
      for (const { index, added, removed } of changes) {
        for (const key of removed) {
          index.list.remove(key, record);
          if (index.definition.unique && this.#store.snapshots.size > 0) index.freed.set(key, commit);
        }
        for (const key of added) index.list.add(key, record);
      }
      record.committed = { doc: pending?.doc, commit, previous: committed };
      for (const other of this.#store.snapshots) if (other !== this) other.addStray(collection, record);
    }
  }

  #end(state: 'committed' | 'aborted'): void {
    this.state = state;
    for (const [record, write] of this.#writes) {
      record.pending = undefined;
      releaseClaims(record, write);
    }
    this.#store.snapshots.delete(this);
    const oldest = this.#store.oldestSnapshot();
    for (const [collection, records] of this.#strays) {
      if (this.#store.snapshots.size === 0)
        for (const { freed } of collection.indexes.values()) freed.clear();
      for (const record of records) {
        const isEmpty = record.prune(oldest);
        if (isEmpty && collection.records.get(record.idKey) === record)
          collection.records.delete(record.idKey);
      }
    }
    this.#writes.clear();
    this.#strays.clear();
    for (const resolve of this.#waiting) resolve();
  }
}

const nothing: ReadonlySet<Record> = new Set();

function releaseClaims(record: Record, write: Write | undefined): void {
  for (const { index, added } of write?.changes ?? []) {
    for (const key of added) if (index.claims.get(key) === record) index.claims.delete(key);
  }
}
