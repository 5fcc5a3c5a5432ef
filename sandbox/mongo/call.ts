import { Long } from 'bson';
import type { CursorStore } from './cursors.ts';
import type { Sessions } from './sessions.ts';
import type { Collection } from './storage/collection.ts';
import type { Retry } from './storage/retry-memory.ts';
import type { Store } from './storage/store.ts';
import type { Transaction } from './storage/transaction.ts';
import { type Doc, documentOrEmpty, encode, toNumber } from './values.ts';

/** What all connections share. */
export interface Server {
  readonly store: Store;
  readonly sessions: Sessions;
  readonly cursors: CursorStore;
  /** `host:port`, as the members of the replica set are named. */
  readonly address: string;
  readonly startedAt: Date;
}

/** One client's connection. */
export interface Connection {
  readonly id: number;
}

/** A command on its way to an answer. */
export interface Call {
  readonly server: Server;
  readonly connection: Connection;
  readonly name: string;
  readonly body: Doc;
  readonly database: string;
  /** The key of the client's session, when it has named one. */
  readonly session: string | undefined;
  /** The client's transaction, when the command is part of one. */
  readonly transaction: Transaction | undefined;
  /** Names a write that the client may send again when it has lost the answer. */
  readonly retry: Retry | undefined;
}

/** An answer that is a batch of documents, kept as bytes. */
export class CursorReply {
  readonly field: 'firstBatch' | 'nextBatch';
  readonly namespace: string;
  readonly cursorId: Long;
  readonly docs: readonly Uint8Array[];

  constructor(field: CursorReply['field'], namespace: string, cursorId: Long, docs: readonly Uint8Array[]) {
    this.field = field;
    this.namespace = namespace;
    this.cursorId = cursorId;
    this.docs = docs;
  }
}

export type Reply = Doc | CursorReply;
export type Command = (call: Call) => Reply | Promise<Reply>;
export type Commands = { readonly [name: string]: Command };

/** The full name of the collection that a command speaks of. */
export function namespaceOf(call: Call, name: unknown = call.body[call.name]): string {
  return `${call.database}.${String(name)}`;
}

export function existingCollection(call: Call, name?: unknown): Collection | undefined {
  return call.server.store.collections.get(namespaceOf(call, name));
}

/** The transaction to read in: the client's, or one that sees all that is committed now. */
export function readerOf(call: Call): Transaction {
  return call.transaction ?? call.server.store.begin(false);
}

/** An answer of one batch for lists that are made on the spot, such as those of collections and indexes. */
export function wholeList({ body, server, session }: Call, namespace: string, docs: readonly Doc[]): Reply {
  const size = toNumber(documentOrEmpty(body.cursor).batchSize);
  const encoded = docs.map(encode);
  if (!(size < docs.length)) return new CursorReply('firstBatch', namespace, Long.ZERO, encoded);
  return server.cursors.open(namespace, encoded, { batchSize: size, session });
}
