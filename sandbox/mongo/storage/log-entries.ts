/**
 * What the log says. A frame of the log is one commit: entries that happen together or not at all. An entry is a
 * byte for its kind, for documents the namespace, and one BSON document.
 */
import { type Doc, decode, encode, field } from '../values.ts';
import type { StoredDoc } from './record.ts';

const kinds = { put: 1, delete: 2, note: 3 } as const;

export type Entry =
  | { type: 'put'; namespace: string; raw: Uint8Array }
  | { type: 'delete'; namespace: string; id: unknown }
  | { type: 'note'; note: Doc };

const noteKind = Uint8Array.of(kinds.note);
const headers = new Map<string, Uint8Array>();
const maxRememberedHeaders = 1000;

export function put(namespace: string, raw: Uint8Array): Uint8Array[] {
  return [header(kinds.put, namespace), raw];
}

export function deletion(namespace: string, stored: StoredDoc): Uint8Array[] {
  return [header(kinds.delete, namespace), encode({ _id: field(stored.doc, '_id') })];
}

/** Anything that is no document: a collection or index made or dropped, the outcome of a retryable write. */
export function note(content: Doc): Uint8Array[] {
  return [noteKind, encode(content)];
}

function header(kind: number, namespace: string): Uint8Array {
  const key = String.fromCharCode(kind) + namespace;
  let bytes = headers.get(key);
  if (bytes === undefined) {
    bytes = Buffer.from(`${key}\0`);
    if (headers.size >= maxRememberedHeaders) headers.clear();
    headers.set(key, bytes);
  }
  return bytes;
}

/** The entries of a frame, whose checksum has been verified. */
export function* readEntries(frame: Buffer): Generator<Entry> {
  let at = 0;
  while (at < frame.length) {
    const kind = frame[at];
    at += 1;
    let namespace = '';
    if (kind === kinds.put || kind === kinds.delete) {
      const end = frame.indexOf(0, at);
      namespace = frame.toString('utf8', at, end);
      at = end + 1;
    } else if (kind !== kinds.note) throw new Error(`unknown kind of log entry: ${kind}`);
    const raw = frame.subarray(at, at + frame.readInt32LE(at));
    at += raw.length;
    if (kind === kinds.put) yield { type: 'put', namespace, raw };
    else if (kind === kinds.delete) yield { type: 'delete', namespace, id: decode(raw)._id };
    else yield { type: 'note', note: decode(raw) };
  }
}
