import type { Collection } from './collection.ts';
import type { CollectionIndex } from './collection-index.ts';
import type { Record } from './record.ts';
import type { Transaction } from './transaction.ts';

interface Superseded {
  readonly collection: Collection;
  readonly record: Record;
  readonly commit: number;
  readonly removed: readonly { index: CollectionIndex; keys: string[] }[];
}

/** Knows which snapshots are open, and drops old versions and index keys when none of them can see them any more. */
export class History {
  readonly #open = new Set<Transaction>();
  #waiting: Superseded[] = [];

  open(transaction: Transaction): void {
    this.#open.add(transaction);
  }

  /** In order of commits. Without open snapshots, which is the rule, the old version goes at once. */
  add(superseded: Superseded): void {
    if (this.#open.size === 0) drop(superseded, superseded.commit);
    else this.#waiting.push(superseded);
  }

  close(transaction: Transaction): void {
    if (!this.#open.delete(transaction) || this.#waiting.length === 0) return;
    const oldest = this.#oldest();
    let done = 0;
    for (const superseded of this.#waiting) {
      if (superseded.commit > oldest) break;
      drop(superseded, oldest);
      done += 1;
    }
    this.#waiting = this.#waiting.slice(done);
  }

  #oldest(): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (const { snapshot } of this.#open) oldest = Math.min(oldest, snapshot);
    return oldest;
  }
}

function drop({ collection, record, removed }: Superseded, oldest: number): void {
  const isEmpty = record.prune(oldest);
  for (const { index, keys } of removed) index.forget(record, keys);
  if (isEmpty && collection.records.get(record.idKey) === record) collection.records.delete(record.idKey);
}
