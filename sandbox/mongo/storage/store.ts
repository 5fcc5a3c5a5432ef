import { type Binary, UUID } from 'bson';
import { MongoError } from '../errors.ts';
import { sortKey } from '../query/order.ts';
import type { Doc } from '../values.ts';
import { Collection } from './collection.ts';
import { CollectionIndex, type IndexDefinition } from './collection-index.ts';
import { Log } from './log.ts';
import { type Entry, note, put, readEntries } from './log-entries.ts';
import { StoredDoc } from './record.ts';
import { RetryMemory } from './retry-memory.ts';
import { Transaction } from './transaction.ts';

/** A file that is mostly history is rewritten when it is larger than this. */
const compactFromBytes = 32 * 1024 * 1024;
const snapshotFrameBytes = 256 * 1024;

/** All collections of a data folder, and the only place where they come into being and go. */
export class Store {
  readonly collections = new Map<string, Collection>();
  /** The open transactions that read a snapshot of the past. */
  readonly snapshots = new Set<Transaction>();
  readonly retries = new RetryMemory();
  readonly log: Log;
  lastCommit = 1;
  #compacting: Promise<void> | undefined;

  constructor(folder: string) {
    this.log = new Log(folder);
    this.log.open((frame) => {
      for (const entry of readEntries(frame)) this.#restore(entry);
    });
    for (const collection of this.collections.values()) collection.rebuildIndexes();
  }

  begin(isMultiStatement: boolean): Transaction {
    const transaction = new Transaction(this, isMultiStatement);
    if (isMultiStatement) this.snapshots.add(transaction);
    return transaction;
  }

  oldestSnapshot(): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (const { snapshot } of this.snapshots) oldest = Math.min(oldest, snapshot);
    return oldest;
  }

  /** The collection, made now if there is none. */
  obtain(namespace: string): Collection {
    return this.collections.get(namespace) ?? this.create(namespace);
  }

  create(namespace: string): Collection {
    checkNamespace(namespace);
    const collection = new Collection(namespace);
    this.log.append(note(creation(collection)));
    this.collections.set(namespace, collection);
    return collection;
  }

  drop(namespace: string): void {
    this.log.append(note({ type: 'drop', namespace }));
    this.collections.delete(namespace);
  }

  rename(from: string, to: string): void {
    checkNamespace(to);
    this.log.append(note({ type: 'rename', from, to }));
    this.#rename(from, to);
  }

  addIndex(collection: Collection, definition: IndexDefinition): void {
    collection.buildIndex(definition);
    try {
      this.log.append(note(indexCreation(collection, definition)));
    } catch (error) {
      collection.indexes.delete(definition.name);
      throw error;
    }
  }

  /** Gives an index options that do not concern its keys. */
  changeIndex(collection: Collection, definition: IndexDefinition): void {
    this.log.append(note(indexCreation(collection, definition)));
    const index = collection.indexes.get(definition.name);
    if (index) index.definition = definition;
  }

  dropIndex(collection: Collection, name: string): void {
    this.log.append(note({ type: 'dropIndex', namespace: collection.namespace, name }));
    collection.indexes.delete(name);
  }

  /** Rewrites the files when most of their bytes are history. Goes on beside all else; one at a time. */
  compactIfWorthwhile(): Promise<void> {
    const isWorthwhile = this.log.bytes > Math.max(compactFromBytes, this.log.snapshotBytes);
    if (!this.#compacting && isWorthwhile)
      this.#compacting = this.compact().finally(() => (this.#compacting = undefined));
    return this.#compacting ?? Promise.resolve();
  }

  async compact(): Promise<void> {
    const reader = this.begin(true);
    try {
      await this.log.compact(this.#frames(reader), () => new Promise((resolve) => setImmediate(resolve)));
    } finally {
      reader.abort();
    }
  }

  async close(): Promise<void> {
    await this.#compacting?.catch(() => undefined);
    await this.log.close();
  }

  /** The state that a transaction sees, as frames of a log. What is made of notes is taken at the first step. */
  *#frames(reader: Transaction): Generator<Uint8Array[]> {
    const collections = [...this.collections.values()];
    const notes = collections.flatMap((collection) => [
      creation(collection),
      ...[...collection.indexes.values()].map(({ definition }) => indexCreation(collection, definition)),
    ]);
    yield [...notes, ...this.retries.notes()].flatMap(note);
    for (const collection of collections) yield* documentFrames(collection, reader);
  }

  #restore(entry: Entry): void {
    if (entry.type === 'note') {
      this.#restoreNote(entry.note);
      return;
    }
    const collection = this.collections.get(entry.namespace);
    if (entry.type === 'put') collection?.restore(new StoredDoc(entry.raw));
    else collection?.records.delete(sortKey(entry.id));
  }

  /** Of indexes only the definitions: they are built when all documents are there. */
  #restoreNote(content: Doc): void {
    const { type, namespace, name } = content as { type: string; namespace: string; name: string };
    const indexes = this.collections.get(namespace)?.indexes;
    if (type === 'create')
      this.collections.set(namespace, new Collection(namespace, new UUID((content.uuid as Binary).value())));
    else if (type === 'drop') this.collections.delete(namespace);
    else if (type === 'rename') this.#rename(content.from as string, content.to as string);
    else if (type === 'retry') this.retries.restore(content);
    else if (type === 'index') indexes?.set(name, new CollectionIndex(content.definition as IndexDefinition));
    else if (type === 'dropIndex') indexes?.delete(name);
  }

  #rename(from: string, to: string): void {
    const collection = this.collections.get(from);
    if (collection === undefined) return;
    this.collections.delete(from);
    collection.namespace = to;
    this.collections.set(to, collection);
  }
}

function creation({ namespace, uuid }: Collection): Doc {
  return { type: 'create', namespace, uuid };
}

function indexCreation({ namespace }: Collection, definition: IndexDefinition): Doc {
  return { type: 'index', namespace, name: definition.name, definition };
}

function* documentFrames(collection: Collection, reader: Transaction): Generator<Uint8Array[]> {
  let frame: Uint8Array[] = [];
  let bytes = 0;
  for (const [, stored] of collection.seenBy(reader)) {
    frame.push(...put(collection.namespace, stored.raw));
    bytes += stored.raw.length;
    if (bytes < snapshotFrameBytes) continue;
    yield frame;
    frame = [];
    bytes = 0;
  }
  if (frame.length > 0) yield frame;
}

function checkNamespace(namespace: string): void {
  const name = namespace.slice(namespace.indexOf('.') + 1);
  if (!/^[^$\0]+$/.test(name) || name.startsWith('.') || name.endsWith('.'))
    throw new MongoError(73, `Invalid namespace specified '${namespace}'`);
  if (Buffer.byteLength(namespace) > 255)
    throw new MongoError(73, `Fully qualified namespace is too long: ${namespace}`);
}
