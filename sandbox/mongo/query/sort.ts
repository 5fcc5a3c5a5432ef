import { badValue } from '../errors.ts';
import { KeyPattern } from '../storage/key-pattern.ts';
import { type Doc, isDocument, toNumber } from '../values.ts';

/** Sorts by a specification such as `{name: 1, age: -1}`; equals keep their order. */
export function sortBy<T>(items: readonly T[], spec: Doc, docOf: (item: T) => Doc): T[] {
  checkSort(spec);
  const pattern = new KeyPattern(spec);
  const keyed = items.map((item) => ({ item, key: pattern.sortKey(docOf(item)) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ item }) => item);
}

export function checkSort(spec: Doc): void {
  for (const [name, direction] of Object.entries(spec)) {
    if (isDocument(direction) || Math.abs(toNumber(direction)) !== 1) {
      throw badValue(`$sort key ordering must be 1 (for ascending) or -1 (for descending): ${name}`);
    }
  }
}
