/** What a filter says about the fields of an index. */
import type { CollectionIndex } from '../storage/collection-index.ts';
import { bsonType, type Doc, isDocument } from '../values.ts';
import { compileFilter, hasOperators } from './filter.ts';
import { equal } from './order.ts';

/** What a filter asks of one field, as far as an index can help. */
export interface Bounds {
  equals?: unknown[];
  low?: unknown;
  high?: unknown;
}

export function collectBounds(filter: Doc, bounds = new Map<string, Bounds>()): Map<string, Bounds> {
  for (const [name, condition] of Object.entries(filter)) {
    if (name === '$and' && Array.isArray(condition)) {
      for (const part of condition) if (isDocument(part)) collectBounds(part, bounds);
    } else if (!name.startsWith('$')) {
      const merged = { ...bounds.get(name), ...boundsOf(condition) };
      if (merged.equals || merged.low !== undefined || merged.high !== undefined) bounds.set(name, merged);
    }
  }
  return bounds;
}

function boundsOf(condition: unknown): Bounds {
  if (isIndexable(condition)) return { equals: [condition] };
  if (!hasOperators(condition)) return {};
  const bounds: Bounds = {};
  for (const [operator, operand] of Object.entries(condition)) {
    if (operator === '$eq' && isIndexable(operand)) bounds.equals = [operand];
    else if (operator === '$in' && Array.isArray(operand) && operand.every(isIndexable))
      bounds.equals ??= operand;
    else if ((operator === '$gt' || operator === '$gte') && isRangeOperand(operand)) bounds.low = operand;
    else if ((operator === '$lt' || operator === '$lte') && isRangeOperand(operand)) bounds.high = operand;
  }
  return bounds;
}

/** Arrays and expressions match by more than their own key; undefined is no value at all. */
function isIndexable(value: unknown): boolean {
  if (value === null) return true;
  return (
    value !== undefined &&
    !Array.isArray(value) &&
    !hasOperators(value) &&
    bsonType(value) !== 'BSONRegExp' &&
    !(value instanceof RegExp)
  );
}

function isRangeOperand(value: unknown): boolean {
  return isIndexable(value) && value !== null && bsonType(value) !== 'MinKey' && bsonType(value) !== 'MaxKey';
}

/** Is every document that matches the filter certainly in the index? Sparse and partial ones leave some out. */
export function coversFilter(index: CollectionIndex, filter: Doc, bounds: Map<string, Bounds>): boolean {
  const { sparse, partialFilterExpression: partial } = index.definition;
  const excludesNull = (name: string): boolean => {
    const found = bounds.get(name);
    return (
      found?.low !== undefined ||
      found?.high !== undefined ||
      (found?.equals?.every((value) => value !== null) ?? false)
    );
  };
  if (sparse && !index.pattern.fields.some(({ name }) => excludesNull(name))) return false;
  return (
    !partial || Object.entries(partial).every(([name, condition]) => implies(filter, bounds, name, condition))
  );
}

/** Does the filter say at least what the clause of a partial index says? */
function implies(filter: Doc, bounds: Map<string, Bounds>, name: string, clause: unknown): boolean {
  if (name in filter && equal(filter[name], clause)) return true;
  const values = bounds.get(name)?.equals;
  if (values === undefined || values.length === 0 || name.startsWith('$')) return false;
  const holds = compileFilter({ value: clause });
  return values.every((value) => holds({ value }));
}
