import { Long } from 'bson';
import { CursorReply } from './call.ts';
import { MongoError } from './errors.ts';

interface Cursor {
  readonly namespace: string;
  readonly docs: readonly Uint8Array[];
  readonly session: string | undefined;
  position: number;
  usedAtMs: number;
}

interface CursorOptions {
  readonly batchSize?: number | undefined;
  readonly singleBatch?: boolean;
  readonly session: string | undefined;
}

const defaultBatch = 101;
const maxBatchBytes = 16 * 1024 * 1024;
const idleLimitMs = 10 * 60 * 1000;

/** Results that did not fit into one answer. They are complete when the cursor is made, so they never change. */
export class CursorStore {
  readonly #cursors = new Map<string, Cursor>();
  #nextId = Date.now() * 1000;

  /** The first batch of a result, and a cursor for the rest if there is one. */
  open(namespace: string, docs: readonly Uint8Array[], options: CursorOptions): CursorReply {
    const { batchSize = defaultBatch, singleBatch = false, session } = options;
    const cursor: Cursor = { namespace, docs, session, position: 0, usedAtMs: Date.now() };
    const batch = takeBatch(cursor, batchSize);
    const isDone = cursor.position >= docs.length || singleBatch;
    const id = isDone ? Long.ZERO : Long.fromNumber(this.#nextId++);
    if (!isDone) this.#cursors.set(id.toString(), cursor);
    return new CursorReply('firstBatch', namespace, id, batch);
  }

  /** @param batchSize 0 for as many as fit into an answer */
  more(id: Long, batchSize: number): CursorReply {
    const key = id.toString();
    const cursor = this.#cursors.get(key);
    if (cursor === undefined) throw new MongoError(43, `cursor id ${key} not found`);
    cursor.usedAtMs = Date.now();
    const batch = takeBatch(cursor, batchSize || Number.POSITIVE_INFINITY);
    const isDone = cursor.position >= cursor.docs.length;
    if (isDone) this.#cursors.delete(key);
    return new CursorReply('nextBatch', cursor.namespace, isDone ? Long.ZERO : id, batch);
  }

  /** @returns whether there was such a cursor */
  kill(id: Long): boolean {
    return this.#cursors.delete(id.toString());
  }

  endSession(session: string): void {
    for (const [key, cursor] of this.#cursors) if (cursor.session === session) this.#cursors.delete(key);
  }

  expire(nowMs = Date.now()): void {
    for (const [key, { usedAtMs }] of this.#cursors)
      if (usedAtMs < nowMs - idleLimitMs) this.#cursors.delete(key);
  }
}

function takeBatch(cursor: Cursor, size: number): Uint8Array[] {
  const batch: Uint8Array[] = [];
  let bytes = 0;
  while (cursor.position < cursor.docs.length && batch.length < size) {
    const doc = cursor.docs[cursor.position] as Uint8Array;
    if (batch.length > 0 && bytes + doc.length > maxBatchBytes) break;
    batch.push(doc);
    bytes += doc.length;
    cursor.position += 1;
  }
  return batch;
}
