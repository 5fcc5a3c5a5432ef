import { badValue } from '../errors.ts';
import { type Doc, isDocument } from '../values.ts';
import { compileFilter, elementTest, hasOperators } from './filter.ts';
import { type Path, valueAt } from './paths.ts';

/**
 * The position that `$` means: of the first element of the array that meets what the filter asks of the array. When
 * no element meets all of it, because several conditions were met by several elements, the first that meets one.
 */
export function matchedPosition(doc: Doc, path: Path, filter: Doc): number {
  const array = valueAt(doc, path);
  const tests = Array.isArray(array) ? elementTests(path.join('.'), filter) : [];
  if (Array.isArray(array) && tests.length > 0) {
    const all = array.findIndex((element) => tests.every((test) => test(element)));
    const position = all >= 0 ? all : array.findIndex((element) => tests.some((test) => test(element)));
    if (position >= 0) return position;
  }
  throw badValue('The positional operator did not find the match needed from the query.');
}

function elementTests(name: string, filter: Doc): ((element: unknown) => boolean)[] {
  return Object.entries(filter).flatMap(([key, condition]) => {
    if ((key === '$and' || key === '$or') && Array.isArray(condition)) {
      return condition.filter(isDocument).flatMap((part) => elementTests(name, part));
    }
    if (key === name && hasOperators(condition) && '$elemMatch' in condition)
      return [elementTest(condition.$elemMatch)];
    if (key === name) {
      const test = compileFilter({ value: condition });
      return [(element: unknown) => test({ value: element })];
    }
    if (!key.startsWith(`${name}.`)) return [];
    const test = compileFilter({ [`value.${key.slice(name.length + 1)}`]: condition });
    return [(element: unknown) => isDocument(element) && test({ value: element })];
  });
}
