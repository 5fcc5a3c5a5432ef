/** The accumulators of `$group`, with the server's types and order. */
import { evalExpr } from 'mingo/core';
import type { Options } from 'mingo/types';
import { notImplemented } from '../errors.ts';
import { asDouble, isNumeric, toNumber, typeName } from '../values.ts';
import { sum } from './arithmetic.ts';
import { compare, sortKey } from './order.ts';

type Accumulator = (members: unknown[], expression: unknown, options: Options) => unknown;

/** Makes an accumulator of what it does with the values of its expression for each member. */
function over(combine: (values: unknown[]) => unknown): Accumulator {
  return (members, expression, options) => {
    if (expression !== null && expression !== undefined)
      return combine(members.map((member) => evalExpr(member, expression, { ...outside(options) })));
    // As an expression it gets the values themselves, and of a single array its elements.
    return combine(members.length === 1 && Array.isArray(members[0]) ? members[0] : members);
  };
}

/** Without the place of the group, so that `$$ROOT` means each member. */
function outside(options: Options): Options {
  return (options as { options?: Options }).options ?? options;
}

function average(values: readonly unknown[]): unknown {
  const numbers = values.filter(isNumeric);
  if (numbers.length === 0) return null;
  const total = sum(numbers);
  if (typeName(total) === 'decimal') throw notImplemented('$avg of decimals');
  return asDouble(toNumber(total) / numbers.length);
}

function extreme(values: readonly unknown[], sign: 1 | -1): unknown {
  return values
    .filter((value) => value !== null && value !== undefined)
    .reduce<unknown>(
      (found, value) => (found === null || sign * compare(value, found) > 0 ? value : found),
      null,
    );
}

/** The values, each once; of equals the first. */
function distinct(values: readonly unknown[]): unknown[] {
  const found = new Map<string, unknown>();
  for (const value of values) if (!found.has(sortKey(value))) found.set(sortKey(value), value);
  return [...found.values()];
}

const isThere = (value: unknown): boolean => value !== undefined;

export const accumulators: { [name: `$${string}`]: Accumulator } = {
  $sum: over(sum),
  $avg: over(average),
  $min: over((values) => extreme(values, -1)),
  $max: over((values) => extreme(values, 1)),
  $addToSet: over((values) => distinct(values.filter(isThere))),
  $push: over((values) => values.filter(isThere)),
};
