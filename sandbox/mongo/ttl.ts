import { select } from './query/select.ts';
import type { Collection } from './storage/collection.ts';
import type { CollectionIndex } from './storage/collection-index.ts';
import type { Store } from './storage/store.ts';
import { HeldByTransaction } from './storage/transaction.ts';

/** Deletes documents whose time has come by an index with `expireAfterSeconds`. */
export function removeExpired(store: Store, now = new Date()): void {
  for (const collection of store.collections.values()) {
    for (const index of collection.indexes.values()) {
      if (index.definition.expireAfterSeconds !== undefined) removeBy(store, collection, index, now);
    }
  }
}

function removeBy(store: Store, collection: Collection, { definition }: CollectionIndex, now: Date): void {
  const [name = ''] = Object.keys(definition.key);
  const latest = new Date(now.getTime() - (definition.expireAfterSeconds ?? 0) * 1000);
  const due = { [name]: { $lte: latest } };
  const filter = definition.partialFilterExpression
    ? { $and: [due, definition.partialFilterExpression] }
    : due;
  for (const [record] of select(collection, store.begin(false), { filter, hint: definition.name })) {
    const transaction = store.begin(false);
    try {
      collection.write(transaction, record, undefined);
      transaction.commit();
    } catch (error) {
      transaction.abort();
      if (!(error instanceof HeldByTransaction)) throw error;
    }
  }
}
