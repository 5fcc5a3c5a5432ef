import { MongoError, writeConflict } from '../errors.ts';
import type { Collection } from './collection.ts';
import type { CollectionIndex } from './collection-index.ts';
import { deletion, put } from './log-entries.ts';
import type { Record, StoredDoc } from './record.ts';
import type { Store } from './store.ts';

/** A record that a transaction has written, and the index keys that this added and made superfluous. */
interface Write {
  readonly collection: Collection;
  readonly record: Record;
  readonly added: { index: CollectionIndex; keys: string[] }[];
  readonly removed: { index: CollectionIndex; keys: string[] }[];
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
  readonly #notes: Uint8Array[] = [];
  #ended: { promise: Promise<void>; resolve: () => void } | undefined;

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
    if (this.state !== 'open') return Promise.resolve();
    this.#ended ??= deferred();
    return this.#ended.promise;
  }

  /** Another writer was first: throws what this kind of transaction does about it. */
  collideWith(other: Transaction | undefined): never {
    if (other === undefined || this.isMultiStatement) throw writeConflict();
    throw new HeldByTransaction(other.ended);
  }

  /** Throws unless this transaction may write the record now. */
  claim(record: Record): void {
    if (record.pending !== undefined && record.pending.owner !== this) this.collideWith(record.pending.owner);
    if (record.committed !== undefined && record.committed.commit > this.snapshot)
      this.collideWith(undefined);
  }

  /** Notes a write. All checks are done; nothing here may fail. */
  hold(collection: Collection, record: Record, doc: StoredDoc | undefined): Write {
    if (record.pending) record.pending.doc = doc;
    else record.pending = { owner: this, doc };
    let write = this.#writes.get(record);
    if (write === undefined) {
      write = { collection, record, added: [], removed: [] };
      this.#writes.set(record, write);
    }
    return write;
  }

  /** Adds an entry to what the commit writes to the log. */
  note(entry: readonly Uint8Array[]): void {
    this.#notes.push(...entry);
  }

  /** On disk first, then visible. When the log cannot be written, nothing has happened. */
  commit(): void {
    if (this.state !== 'open') throw new MongoError(251, 'the transaction is not open');
    const entries: Uint8Array[] = [];
    for (const { collection, record } of this.#writes.values()) {
      const stored = record.pending?.doc;
      if (stored) entries.push(...put(collection.namespace, stored.raw));
      else if (record.committed?.doc) entries.push(...deletion(collection.namespace, record.committed.doc));
    }
    entries.push(...this.#notes);
    try {
      if (entries.length > 0) this.#store.log.append(entries);
    } catch (error) {
      this.abort();
      throw error;
    }
    this.state = 'committed';
    if (this.#writes.size > 0) this.#publish();
    this.#end();
  }

  abort(): void {
    if (this.state !== 'open') return;
    this.state = 'aborted';
    for (const { collection, record, added } of this.#writes.values()) {
      record.pending = undefined;
      for (const { index, keys } of added) index.forget(record, keys);
      if (record.committed === undefined) collection.records.delete(record.idKey);
    }
    this.#end();
  }

  #publish(): void {
    const commit = ++this.#store.lastCommit;
    for (const { collection, record, removed } of this.#writes.values()) {
      const { committed, pending } = record;
      collection.count += Number(pending?.doc !== undefined) - Number(committed?.doc !== undefined);
      record.committed = { doc: pending?.doc, commit, previous: committed };
      record.pending = undefined;
      this.#store.history.add({ collection, record, commit, removed });
    }
  }

  #end(): void {
    this.#writes.clear();
    this.#store.history.close(this);
    this.#ended?.resolve();
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
