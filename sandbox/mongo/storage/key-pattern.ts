/** Which fields a key is made of, and the making of it: for indexes and for sorting alike. */
import { MongoError } from '../errors.ts';
import { invert, sortKey } from '../query/order.ts';
import { arrayPosition, type Path, parsePath } from '../query/paths.ts';
import { type Doc, field, isDocument } from '../values.ts';

export interface PatternField {
  readonly name: string;
  readonly path: Path;
  readonly descending: boolean;
}

/** How far one field of the pattern has been followed into a document. */
interface Trail {
  value: unknown;
  depth: number;
  missing: boolean;
}

export class KeyPattern {
  readonly fields: readonly PatternField[];
  readonly #onlyName: string | undefined;

  /** @param spec field names with 1 (ascending) or -1 (descending), as given to createIndex and sort */
  constructor(spec: Doc) {
    this.fields = Object.entries(spec).map(([name, direction]) => ({
      name,
      path: parsePath(name),
      descending: Number(direction) < 0,
    }));
    const [first] = this.fields;
    this.#onlyName =
      this.fields.length === 1 && first?.path.length === 1 && !first.descending ? first.name : undefined;
  }

  /** The keys of a document: one, or one for each element when a field is an array. */
  keys(doc: Doc): string[] {
    if (this.#onlyName !== undefined) {
      const value = field(doc, this.#onlyName);
      if (!Array.isArray(value)) return [sortKey(value ?? null)];
    }
    const found: string[] = [];
    this.#collect(
      this.fields.map(() => ({ value: doc, depth: 0, missing: false })),
      found,
    );
    return found.length > 1 ? [...new Set(found)] : found;
  }

  /** What a document is sorted by: the least of its keys. */
  sortKey(doc: Doc): string {
    const [first = '', ...others] = this.keys(doc);
    let least = first;
    for (const key of others) if (key < least) least = key;
    return least;
  }

  /** Has the document a value in none of the fields? Sparse indexes leave such documents out. */
  isAbsent(doc: Doc): boolean {
    const trails: Trail[] = this.fields.map(() => ({ value: doc, depth: 0, missing: false }));
    this.#followAll(trails);
    return trails.every((trail) => trail.missing);
  }

  /** The part of a key that belongs to one field. */
  encode(position: number, value: unknown): string {
    const key = sortKey(value);
    return this.fields[position]?.descending ? invert(key) : key;
  }

  #followAll(trails: readonly Trail[]): void {
    for (const [i, trail] of trails.entries()) follow(trail, this.#path(i));
  }

  #path(position: number): Path {
    return this.fields[position]?.path ?? [];
  }

  /**
   * Follows every field to its value or to the first array on its way. Fields that meet the same array go into
   * each of its elements together; two different arrays would need a key for each pair, which the server refuses.
   */
  #collect(trails: Trail[], found: string[]): void {
    this.#followAll(trails);
    const array = trails.find((trail) => Array.isArray(trail.value) && trail.depth >= 0)?.value as
      | unknown[]
      | undefined;
    if (array === undefined) {
      found.push(trails.map((trail, i) => this.encode(i, trail.missing ? null : trail.value)).join(''));
      return;
    }
    const inside = trails.map((trail) => trail.value === array && trail.depth >= 0);
    if (trails.some((trail, i) => Array.isArray(trail.value) && trail.depth >= 0 && !inside[i])) {
      throw new MongoError(171, 'cannot index parallel arrays');
    }
    for (const element of array.length > 0 ? array : [undefined]) {
      this.#collect(
        trails.map((trail, i) => (inside[i] ? enter(trail, element, this.#path(i)) : { ...trail })),
        found,
      );
    }
  }
}

/** Goes on to the end of the path or to an array that must be entered. Depth -1 means: arrived. */
function follow(trail: Trail, path: Path): void {
  while (trail.depth >= 0) {
    const part = path[trail.depth];
    if (part === undefined) {
      if (!Array.isArray(trail.value)) trail.depth = -1;
      return;
    }
    if (Array.isArray(trail.value)) {
      const position = arrayPosition(part);
      if (position === undefined || position >= trail.value.length) return;
      trail.value = trail.value[position];
    } else {
      trail.value = isDocument(trail.value) ? field(trail.value, part) : undefined;
    }
    trail.depth += 1;
    if (trail.value === undefined) {
      trail.missing = true;
      trail.depth = -1;
    }
  }
}

function enter(trail: Trail, element: unknown, path: Path): Trail {
  if (trail.depth === path.length) return { value: element, depth: -1, missing: false };
  if (isDocument(element)) return { value: element, depth: trail.depth, missing: false };
  return { value: undefined, depth: -1, missing: true };
}
