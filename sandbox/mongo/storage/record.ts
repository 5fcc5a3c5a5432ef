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
interface Version {
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
    return this.pending?.owner === reader ? this.pending.doc : this.#versionAt(reader.snapshot)?.doc;
  }

  /** Forgets versions that no snapshot from `oldest` on can see. True when nothing at all is left. */
  prune(oldest: number): boolean {
    const version = this.#versionAt(oldest);
    if (version) version.previous = undefined;
    const { committed, pending } = this;
    return !committed?.doc && !committed?.previous && !pending;
  }

  #versionAt(snapshot: number): Version | undefined {
    let version = this.committed;
    while (version !== undefined && version.commit > snapshot) version = version.previous;
    return version;
  }
}
