/** Dotted field names, and the way the server follows them through documents and arrays. */
import { type Doc, field, isDocument } from '../values.ts';

export type Path = readonly string[];

export function parsePath(name: string): Path {
  return name.split('.');
}

/** The position that a part of a path means inside an array, or undefined when it means none. */
export function arrayPosition(part: string): number | undefined {
  return /^(0|[1-9]\d{0,8})$/.test(part) ? Number(part) : undefined;
}

/**
 * Does a value found along the path pass the test? Arrays in the middle are entered, by position and by each of
 * their documents; a path that ends nowhere is tested once as undefined. An array at the end is tested as it is.
 */
export function someValue(
  container: unknown,
  path: Path,
  test: (value: unknown) => boolean,
  depth = 0,
): boolean {
  const part = path[depth];
  if (part === undefined) return test(container);
  const goOn = (value: unknown): boolean => someValue(value, path, test, depth + 1);
  if (isDocument(container)) return goOn(field(container, part));
  if (!Array.isArray(container)) return test(undefined);
  const position = arrayPosition(part);
  if (position !== undefined && position < container.length && goOn(container[position])) return true;
  return container.some((item) => isDocument(item) && goOn(field(item, part)));
}

/** The value at a path without entering arrays other than by position; undefined when there is none. */
export function valueAt(doc: Doc, path: Path): unknown {
  let value: unknown = doc;
  for (const part of path) {
    if (Array.isArray(value)) value = value[arrayPosition(part) ?? -1];
    else value = isDocument(value) ? field(value, part) : undefined;
  }
  return value;
}
