import { evalExpr } from 'mingo/core';
import type { Options } from 'mingo/types';
import { notImplemented } from '../errors.ts';
import { asDouble, bsonType, isNumeric, toNumber } from '../values.ts';
import { sum } from './arithmetic.ts';
import { compare, sortKey } from './order.ts';
import { plainNumbers } from './pipeline-expressions.ts';

type Accumulator = (members: unknown[], expression: unknown, options: Options) => unknown;

/** The values of the expression for each member. Used as expressions, accumulators get the values themselves. */
function valuesOf(members: unknown[], expression: unknown, options: Options): unknown[] {
  if (expression === null || expression === undefined) return members;
  return members.map((member) => evalExpr(member, expression, { ...outside(options) }));
}

/** Without the place of the group, so that `$$ROOT` means each member. */
function outside(options: Options): Options {
  return (options as { options?: Options }).options ?? options;
}

/** A single array among the values of `{$sum: '$scores'}` used as an expression is summed itself. */
function unwrapped(members: unknown[], expression: unknown, options: Options): unknown[] {
  const values = valuesOf(members, expression, options);
  const isExpression = expression === null || expression === undefined;
  return isExpression && values.length === 1 && Array.isArray(values[0]) ? values[0] : values;
}

function average(values: readonly unknown[]): unknown {
  const numbers = values.filter(isNumeric);
  if (numbers.length === 0) return null;
  const total = sum(numbers);
  if (bsonType(total) === 'Decimal128') throw notImplemented('$avg of decimals');
  return asDouble(toNumber(total) / numbers.length);
}

function extreme(values: readonly unknown[], sign: 1 | -1): unknown {
  let found: unknown = null;
  for (const value of values) {
    if (value === null || value === undefined) continue;
    if (found === null || sign * compare(value, found) > 0) found = value;
  }
  return found;
}

function distinct(values: readonly unknown[]): unknown[] {
  const found = new Map<string, unknown>();
  for (const value of values) {
    const key = sortKey(value);
    if (value !== undefined && !found.has(key)) found.set(key, value);
  }
  return [...found.values()];
}

export const accumulators: { [name: `$${string}`]: Accumulator } = {
  $sum: (members, expression, options) =>
    isNumeric(expression) && typeof expression === 'number' && Array.isArray(members)
      ? sum([members.length * expression])
      : sum(unwrapped(members, expression, options)),
  $avg: (members, expression, options) => average(unwrapped(members, expression, options)),
  $min: (members, expression, options) => extreme(unwrapped(members, expression, options), -1),
  $max: (members, expression, options) => extreme(unwrapped(members, expression, options), 1),
  $addToSet: (members, expression, options) => distinct(valuesOf(members, expression, options)),
  $push: (members, expression, options) =>
    valuesOf(members, expression, options).filter((value) => value !== undefined),
  $first: (members, expression, options) => valuesOf(members.slice(0, 1), expression, options)[0] ?? null,
  $last: (members, expression, options) => valuesOf(members.slice(-1), expression, options)[0] ?? null,
};

const byJavaScriptRules = [
  ...['$maxN', '$minN', '$top', '$topN', '$bottom', '$bottomN', '$median', '$percentile'],
  ...['$stdDevPop', '$stdDevSamp', '$covariancePop', '$covarianceSamp'],
];

/** mingo's own accumulators, over numbers that mean to it what they mean to the server. Others are refused. */
export function guardedAccumulators(all: { [name: string]: unknown }): { [name: `$${string}`]: Accumulator } {
  const guarded: { [name: `$${string}`]: Accumulator } = {};
  for (const name of byJavaScriptRules) {
    const original = all[name] as Accumulator | undefined;
    if (original === undefined) continue;
    guarded[name as `$${string}`] = (members, expression, options) =>
      original(plainNumbers(name, members) as unknown[], expression, options);
  }
  return guarded;
}
