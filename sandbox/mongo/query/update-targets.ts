import { badValue, MongoError } from '../errors.ts';
import { type Doc, field, isDocument, setField, valueForAnswer } from '../values.ts';
import type { DocumentTest } from './filter.ts';
import { arrayPosition, type Path } from './paths.ts';

export interface Targeting {
  /** Does the operator make what is missing on the way to its target? */
  readonly creates: boolean;
  /** The array filters by their identifiers. */
  readonly filters: Map<string, DocumentTest>;
  /** Where the query has matched in the array at this path: the meaning of `$`. */
  position(array: Path): number;
}

type Visit = (container: Doc | unknown[], key: string | number, value: unknown) => void;

/** Calls `visit` for each place that an update's path means, with what is there now. */
export function eachTarget(
  container: unknown,
  path: Path,
  targeting: Targeting,
  visit: Visit,
  depth = 0,
): void {
  const part = path[depth] as string;
  for (const key of keysFor(container, part, path, depth, targeting)) {
    const parent = container as Doc | unknown[];
    const value = Array.isArray(parent) ? parent[Number(key)] : field(parent, String(key));
    if (depth === path.length - 1) {
      if (value !== undefined || targeting.creates) visit(parent, key, value);
    } else if (value !== undefined) {
      eachTarget(value, path, targeting, visit, depth + 1);
    } else if (targeting.creates) {
      const made: Doc = {};
      eachTarget(made, path, targeting, visit, depth + 1);
      place(parent, key, made);
    }
  }
}

function keysFor(
  container: unknown,
  part: string,
  path: Path,
  depth: number,
  targeting: Targeting,
): (string | number)[] {
  if (part === '$' || part.startsWith('$[')) return positions(container, part, path, depth, targeting);
  if (isDocument(container)) return [part];
  if (Array.isArray(container)) {
    const position = arrayPosition(part);
    if (position !== undefined) return [position];
  }
  if (!targeting.creates) return [];
  throw new MongoError(
    28,
    `Cannot create field '${part}' in element {${path[depth - 1]}: ${valueForAnswer(container)}}`,
  );
}

function positions(
  container: unknown,
  part: string,
  path: Path,
  depth: number,
  targeting: Targeting,
): number[] {
  if (part === '$') return [targeting.position(path.slice(0, depth))];
  if (!Array.isArray(container)) {
    throw badValue(
      `Cannot apply array updates to non-array element ${path[depth - 1]}: ${valueForAnswer(container)}`,
    );
  }
  const identifier = part.slice(2, -1);
  if (identifier === '') return [...container.keys()];
  const test = targeting.filters.get(identifier);
  if (test === undefined)
    throw badValue(`No array filter found for identifier '${identifier}' in path '${path.join('.')}'`);
  return [...container.keys()].filter((position) => test({ [identifier]: container[position] }));
}

function place(container: Doc | unknown[], key: string | number, value: unknown): void {
  if (!Array.isArray(container)) setField(container, String(key), value);
  else {
    while (container.length < Number(key)) container.push(null);
    container[Number(key)] = value;
  }
}
