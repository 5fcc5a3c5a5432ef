/** The places in a document that an update's path means. */
import { badValue, MongoError } from '../errors.ts';
import { type Doc, field, isDocument, setField, valueForAnswer } from '../values.ts';
import type { DocumentTest } from './filter.ts';
import { arrayPosition, type Path } from './paths.ts';

export interface Targeting {
  /** Does the operator make what is missing on the way to its target? */
  readonly creates?: boolean;
  /** The array filters by their identifiers. */
  readonly filters?: Map<string, DocumentTest>;
  /** Where the query has matched in the array at this path: the meaning of `$`. */
  position?(array: Path): number;
}

type Container = Doc | unknown[];
type Visit = (container: Container, key: string | number, value: unknown) => void;

/** Calls `visit` for each place that an update's path means, with what is there now. */
export function eachTarget(
  container: unknown,
  path: Path,
  targeting: Targeting,
  visit: Visit,
  depth = 0,
): void {
  for (const key of keysFor(container, path, depth, targeting)) {
    const parent = container as Container;
    const value = Array.isArray(parent) ? parent[Number(key)] : field(parent, String(key));
    if (value === undefined && !targeting.creates) continue;
    if (depth === path.length - 1) visit(parent, key, value);
    else if (value !== undefined) eachTarget(value, path, targeting, visit, depth + 1);
    else {
      const made: Doc = {};
      eachTarget(made, path, targeting, visit, depth + 1);
      setAt(parent, key, made);
    }
  }
}

function keysFor(
  container: unknown,
  path: Path,
  depth: number,
  targeting: Targeting,
): readonly (string | number)[] {
  const part = path[depth] as string;
  if (part === '$' && targeting.position) return [targeting.position(path.slice(0, depth))];
  if (part.startsWith('$[')) return positions(container, part.slice(2, -1), path, targeting);
  if (isDocument(container)) return [part];
  const position = Array.isArray(container) ? arrayPosition(part) : undefined;
  if (position !== undefined) return [position];
  if (!targeting.creates) return [];
  const element = `{${path[depth - 1]}: ${valueForAnswer(container)}}`;
  throw new MongoError(28, `Cannot create field '${part}' in element ${element}`);
}

function positions(container: unknown, identifier: string, path: Path, { filters }: Targeting): number[] {
  if (!Array.isArray(container))
    throw badValue(`Cannot apply array updates to non-array element: ${valueForAnswer(container)}`);
  const all = [...container.keys()];
  if (identifier === '') return all;
  const test = filters?.get(identifier);
  if (test === undefined)
    throw badValue(`No array filter found for identifier '${identifier}' in path '${path.join('.')}'`);
  return all.filter((position) => test({ [identifier]: container[position] }));
}

/** An array that is too short is filled up with null. */
export function setAt(container: Container, key: string | number, value: unknown): void {
  if (!Array.isArray(container)) setField(container, String(key), value);
  else {
    while (container.length < Number(key)) container.push(null);
    container[Number(key)] = value;
  }
}

/** An element of an array is not taken out but becomes null, as `$unset` does. */
export function removeAt(container: Container, key: string | number): void {
  if (Array.isArray(container)) container[Number(key)] = null;
  else delete container[key];
}
