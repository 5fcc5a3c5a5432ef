import { type Doc, decode } from '../values.ts';
import type { Ranked } from './sorted-list.ts';
import type { Transaction } from './transaction.ts';

/** A document as it lies on disk and goes over the wire, decoded when somebody looks inside. Never changed. */
export class StoredDoc {
  readonly raw: Uint8Array;
  #doc: Doc | undefined;

  constructor(raw: Uint8Array, doc?: Doc) {
    this.raw = raw;
    this.#doc = doc;
  }

  get doc(): Doc {
    this.#doc ??= decode(this.raw);
    return this.#doc;
  }
}

/** What a commit left in a record. A version without a document is a deletion. */
export interface Version {
  readonly doc: StoredDoc | undefined;
  /** Number of the commit that wrote it. */
  readonly commit: number;
  /** The version before, kept as long as an open snapshot may read it. */
  previous: Version | undefined;
}

/** The versions of the document with one `_id`. While a transaction writes it, the record is held by it. */
export class Record implements Ranked {
  readonly sequence: number;
  readonly idKey: string;
  committed: Version | undefined;
  pending: { readonly owner: Transaction; doc: StoredDoc | undefined } | undefined;

  constructor(sequence: number, idKey: string) {
    this.sequence = sequence;
    this.idKey = idKey;
  }

  /** What a transaction sees: its own write, else the newest version of its snapshot. */
  seenBy(reader: Transaction): StoredDoc | undefined {
    if (this.pending?.owner === reader) return this.pending.doc;
    let version = this.committed;
    while (version !== undefined && version.commit > reader.snapshot) version = version.previous;
    return version?.doc;
  }

  /** Every document that somebody may still see in this record. */
  *documents(): Generator<StoredDoc> {
    if (this.pending?.doc) yield this.pending.doc;
    for (let version = this.committed; version !== undefined; version = version.previous) {
      if (version.doc) yield version.doc;
    }
  }

  /** Forgets versions that no snapshot from `oldest` on can see. True when nothing at all is left. */
  prune(oldest: number): boolean {
    let version = this.committed;
    while (version !== undefined && version.commit > oldest) version = version.previous;
    if (version !== undefined) version.previous = undefined;
    return (
      this.committed?.doc === undefined &&
      this.committed?.previous === undefined &&
      this.pending === undefined
    );
  }
}
