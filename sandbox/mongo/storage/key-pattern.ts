/** Which fields a key is made of, and the making of it: for indexes and for sorting alike. */
import { MongoError } from '../errors.ts';
import { invert, sortKey } from '../query/order.ts';
import { arrayPosition, type Path, parsePath } from '../query/paths.ts';
import { type Doc, field, isDocument } from '../values.ts';

interface PatternField {
  readonly name: string;
  readonly path: Path;
  readonly descending: boolean;
}

/** How far a field of the pattern has been followed into a document. */
interface Trail {
  readonly value: unknown;
  /** How many parts of the path are behind; `arrived` when there is nothing more to follow or to enter. */
  readonly depth: number;
}

const arrived = -1;

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
    const isSimple = this.fields.length === 1 && first?.path.length === 1 && !first.descending;
    this.#onlyName = isSimple ? first.name : undefined;
  }

  /** The keys of a document: one, or one for each element when a field is an array. */
  keys(doc: Doc): string[] {
    if (this.#onlyName !== undefined) {
      const value = field(doc, this.#onlyName);
      if (!Array.isArray(value)) return [sortKey(value ?? null)];
    }
    const found = this.#collect(this.#start(doc));
    return found.length > 1 ? [...new Set(found)] : found;
  }

  /** What a document is sorted by: the least of its keys. */
  sortKey(doc: Doc): string {
    return this.keys(doc).sort()[0] ?? '';
  }

  /** Has the document a value in none of the fields? Sparse indexes leave such documents out. */
  isAbsent(doc: Doc): boolean {
    return this.#start(doc).every(({ value }) => value === undefined);
  }

  /** The part of a key that belongs to one field. */
  encode(position: number, value: unknown): string {
    const key = sortKey(value);
    return this.fields[position]?.descending ? invert(key) : key;
  }

  #start(doc: Doc): Trail[] {
    return this.fields.map(({ path }) => follow({ value: doc, depth: 0 }, path));
  }

  /**
   * Fields that have met the same array go into each of its elements together; two different arrays would need a key
   * for each pair, which the server refuses.
   */
  #collect(trails: readonly Trail[]): string[] {
    const arrays = new Set(trails.filter(isAtArray).map(({ value }) => value));
    const [array] = arrays as Set<unknown[]>;
    if (array === undefined) return [trails.map(({ value }, i) => this.encode(i, value ?? null)).join('')];
    if (arrays.size > 1) throw new MongoError(171, 'cannot index parallel arrays');
    return (array.length > 0 ? array : [undefined]).flatMap((element) =>
      this.#collect(
        trails.map((trail, i) =>
          isAtArray(trail) ? enter(trail, element, this.fields[i]?.path ?? []) : trail,
        ),
      ),
    );
  }
}

function isAtArray({ value, depth }: Trail): boolean {
  return Array.isArray(value) && depth !== arrived;
}

/** Goes on to the end of the path or to an array that must be entered. */
function follow({ value, depth }: Trail, path: Path): Trail {
  const part = path[depth];
  if (part === undefined) return { value, depth: Array.isArray(value) ? depth : arrived };
  if (isDocument(value)) return next(field(value, part), depth + 1, path);
  if (!Array.isArray(value)) return { value: undefined, depth: arrived };
  const position = arrayPosition(part);
  if (position === undefined || position >= value.length) return { value, depth };
  return next(value[position], depth + 1, path);
}

function next(value: unknown, depth: number, path: Path): Trail {
  return value === undefined ? { value, depth: arrived } : follow({ value, depth }, path);
}

/** At the end of the path the element itself is the value; before it, only documents lead on. */
function enter({ depth }: Trail, element: unknown, path: Path): Trail {
  if (depth === path.length) return { value: element, depth: arrived };
  return isDocument(element) ? follow({ value: element, depth }, path) : { value: undefined, depth: arrived };
}
