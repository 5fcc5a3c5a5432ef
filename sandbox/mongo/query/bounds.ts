/** What a filter says about the fields of an index. */
import type { CollectionIndex } from '../storage/collection-index.ts';
import { bsonType, type Doc, isDocument } from '../values.ts';
import { compileFilter, hasOperators } from './filter.ts';
import { equal } from './order.ts';
import { isRegExp } from './value-tests.ts';

/** What a filter asks of one field, as far as an index can help. */
export interface Bounds {
  equals?: readonly unknown[];
  low?: unknown;
  high?: unknown;
}

export function collectBounds(filter: Doc, bounds = new Map<string, Bounds>()): Map<string, Bounds> {
  for (const [name, condition] of Object.entries(filter)) {
    if (name === '$and' && Array.isArray(condition)) {
      for (const part of condition.filter(isDocument)) collectBounds(part, bounds);
    } else if (!name.startsWith('$')) {
      const found = { ...bounds.get(name), ...boundsOf(condition) };
      if (Object.keys(found).length > 0) bounds.set(name, found);
    }
  }
  return bounds;
}

function boundsOf(condition: unknown): Bounds {
  if (isIndexable(condition)) return { equals: [condition] };
  const bounds: Bounds = {};
  if (!hasOperators(condition)) return bounds;
  for (const [operator, operand] of Object.entries(condition)) {
    if (operator === '$eq' && isIndexable(operand)) bounds.equals = [operand];
    if (operator === '$in' && Array.isArray(operand) && operand.every(isIndexable)) bounds.equals ??= operand;
    if ((operator === '$gt' || operator === '$gte') && isRangeOperand(operand)) bounds.low = operand;
    if ((operator === '$lt' || operator === '$lte') && isRangeOperand(operand)) bounds.high = operand;
  }
  return bounds;
}

/** Arrays and expressions match by more than their own key; undefined is no value at all. */
export function isIndexable(value: unknown): boolean {
  return value !== undefined && !Array.isArray(value) && !hasOperators(value) && !isRegExp(value);
}

function isRangeOperand(value: unknown): boolean {
  return isIndexable(value) && value !== null && !/^M..Key$/.test(bsonType(value) ?? '');
}

/** Is every document that matches the filter certainly in the index? Sparse and partial ones leave some out. */
export function coversFilter(index: CollectionIndex, filter: Doc, bounds: Map<string, Bounds>): boolean {
  const { sparse, partialFilterExpression: partial = {} } = index.definition;
  const excludesNull = (name: string): boolean => {
    const { equals, low, high } = bounds.get(name) ?? {};
    return low !== undefined || high !== undefined || (equals?.every((value) => value !== null) ?? false);
  };
  if (sparse && !index.pattern.fields.some(({ name }) => excludesNull(name))) return false;
  return Object.entries(partial).every(([name, condition]) => implies(filter, bounds, name, condition));
}

/** Does the filter say at least what the clause of a partial index says? */
function implies(filter: Doc, bounds: Map<string, Bounds>, name: string, clause: unknown): boolean {
  if (name in filter && equal(filter[name], clause)) return true;
  const values = bounds.get(name)?.equals;
  if (values === undefined || values.length === 0 || name.startsWith('$')) return false;
  // Whoever asks for null asks for documents without the field, too.
  if (values.includes(null)) return false;
  const holds = compileFilter({ value: clause });
  return values.every((value) => holds({ value }));
}
