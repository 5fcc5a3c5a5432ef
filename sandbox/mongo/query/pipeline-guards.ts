/**
 * What mingo computes with JavaScript's numbers, or finds equal and sorts by JavaScript's rules: right for int32 and
 * double, refused for int64 and decimals.
 */
import { Long } from 'bson';
import { evalExpr } from 'mingo/core';
import type { Options } from 'mingo/types';
import { notImplemented } from '../errors.ts';
import {
  asDouble,
  bsonType,
  type Doc,
  isDocument,
  isInt32,
  isNumeric,
  toNumber,
  typeName,
} from '../values.ts';

type Operator = (input: never, operand: unknown, options: Options) => unknown;
type Operators = { [name: `$${string}`]: Operator };

/** What is of the type of the widest argument. */
const ofArgumentsType = ['$abs', '$ceil', '$floor', '$round', '$trunc', '$mod', '$pow'];
const alwaysDouble = [
  ...['$exp', '$ln', '$log', '$log10', '$sqrt', '$sin', '$cos', '$tan', '$asin', '$acos', '$atan', '$atan2'],
  ...['$stdDevPop', '$stdDevSamp', '$covariancePop', '$covarianceSamp'],
];
const numericExpressions = [
  ...ofArgumentsType,
  ...alwaysDouble,
  ...['$range', '$toBool', '$bitAnd', '$bitOr', '$bitXor', '$bitNot', '$setUnion', '$setIntersection'],
  ...['$setDifference', '$setEquals', '$setIsSubset', '$indexOfArray', '$arrayElemAt'],
];
/** Other types, another order of fields or other defaults than the server's. */
const refusedExpressions = ['$convert', '$dateFromParts', '$dateToParts', '$toHashedIndexKey'];
const sortingExpressions = ['$maxN', '$minN', '$median', '$percentile', '$sortArray'];
const sortingAccumulators = [
  '$maxN',
  '$minN',
  '$top',
  '$topN',
  '$bottom',
  '$bottomN',
  '$median',
  '$percentile',
];
const comparingStages = ['$bucket', '$bucketAuto', '$densify', '$fill', '$graphLookup'];

/** Puts a guard before each of the named operators. */
function guarded(
  all: object,
  names: readonly string[],
  guard: (name: string, original: Operator) => Operator,
): Operators {
  const known = names.filter((name) => name in all);
  return Object.fromEntries(known.map((name) => [name, guard(name, all[name as keyof typeof all])]));
}

export function guardedExpressions(all: object): Operators {
  return {
    ...guarded(all, numericExpressions, (name, original) => (doc, operand, options) => {
      const values = evalExpr(doc, operand, options);
      const literal = (value: unknown): Doc => ({ $literal: plainNumbers(name, value) });
      const isList = Array.isArray(operand) && Array.isArray(values);
      const result = original(doc, isList ? values.map(literal) : literal(values), options);
      return typed(name, result, [values].flat());
    }),
    ...guarded(all, ['$dateDiff'], (_name, original) => (doc, operand, options) => {
      const difference = original(doc, operand, options);
      return typeof difference === 'number' ? Long.fromNumber(difference) : difference;
    }),
    ...guarded(all, refusedExpressions, (name) => () => {
      throw notImplemented(name);
    }),
    ...guarded(all, sortingExpressions, guardInput),
    ...guarded(all, ['$filter'], (_name, original) => (doc, operand, options) => {
      const { cond } = operand as Doc;
      return original(doc, { ...(operand as Doc), cond: { $and: [cond] } }, options);
    }),
  };
}

export function guardedAccumulators(all: object): Operators {
  return {
    ...guarded(all, sortingAccumulators, guardInput),
    ...guarded(
      all,
      alwaysDouble,
      (name, original) => (input, operand, options) =>
        typed(name, guardInput(name, original)(input, operand, options), []),
    ),
  };
}

/** What mingo gives as a plain number, with the type that the server gives it. */
function typed(name: string, result: unknown, values: readonly unknown[]): unknown {
  if (typeof result !== 'number') return result;
  if (alwaysDouble.includes(name)) return asDouble(result);
  if (!ofArgumentsType.includes(name)) return result;
  if (values.some((value) => typeName(value) === 'double')) return asDouble(result);
  return isInt32(result) || !Number.isSafeInteger(result) ? result : Long.fromNumber(result);
}

export function guardedStages(all: object): Operators {
  return guarded(all, comparingStages, (name, original) => (docs, operand, options) => {
    const plain = (docs as { map(change: (doc: unknown) => unknown): never }).map((doc) =>
      plainNumbers(name, doc),
    );
    return original(plain, operand, options);
  });
}

function guardInput(name: string, original: Operator): Operator {
  return (input, operand, options) => original(plainNumbers(name, input) as never, operand, options);
}

/** The value with plain numbers for doubles. Throws for int64 and decimals, which a plain number cannot stand for. */
function plainNumbers(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((element) => plainNumbers(name, element));
  if (isDocument(value))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainNumbers(name, inner)]));
  if (!isNumeric(value) || typeof value === 'number') return value;
  if (bsonType(value) !== 'Double') throw notImplemented(`${name} of ${typeName(value)}`);
  return toNumber(value);
}
