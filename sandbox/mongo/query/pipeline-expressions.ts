import { Decimal128, Long, ObjectId } from 'bson';
import { evalExpr } from 'mingo/core';
import type { Options } from 'mingo/types';
import { badValue, MongoError, notImplemented } from '../errors.ts';
import {
  asDouble,
  bsonType,
  type Doc,
  field,
  isDocument,
  isNumeric,
  type Numeric,
  toNumber,
  typeOf,
} from '../values.ts';
import { add, multiply, negate } from './arithmetic.ts';
import { isTrue } from './filter.ts';
import { compare, sortKey } from './order.ts';

type Expression = (doc: unknown, operand: never, options: Options) => unknown;
type Expressions = { [name: `$${string}`]: Expression };

/** An operator of two arguments that only looks at their order. */
function comparing(accepts: (order: number) => unknown): Expression {
  return (doc, operand: unknown, options) => {
    if (!Array.isArray(operand) || operand.length !== 2)
      throw badValue('Expression takes exactly 2 arguments');
    return accepts(compare(evaluate(doc, operand[0], options), evaluate(doc, operand[1], options)));
  };
}

function evaluate(doc: unknown, expression: unknown, options: Options): unknown {
  return evalExpr(doc, expression, options);
}

function args(doc: unknown, operand: unknown, options: Options): unknown[] {
  const values = evaluate(doc, operand, options);
  return Array.isArray(operand) && Array.isArray(values) ? values : [values];
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}

/** Sums and products keep the types of their arguments; what leaves the range of a long becomes a double. */
function folding(
  name: string,
  combine: (a: Numeric, b: Numeric) => Numeric | undefined,
  start: number,
): Expression {
  return (doc, operand: unknown, options) => {
    const values = args(doc, operand, options);
    if (values.some(isNothing)) return null;
    let date: Date | undefined;
    let result: Numeric = start;
    for (const value of values) {
      if (value instanceof Date && name === '$add' && date === undefined) date = value;
      else if (!isNumeric(value)) throw typeMismatch(name, value);
      else
        result =
          combine(result, value) ??
          asDouble(name === '$add' ? toNumber(result) + toNumber(value) : toNumber(result) * toNumber(value));
    }
    return date ? new Date(date.getTime() + Math.round(toNumber(result))) : result;
  };
}

function subtract(doc: unknown, operand: unknown, options: Options): unknown {
  const [a, b] = args(doc, operand, options);
  if (isNothing(a) || isNothing(b)) return null;
  if (a instanceof Date && b instanceof Date) return Long.fromNumber(a.getTime() - b.getTime());
  if (a instanceof Date && isNumeric(b)) return new Date(a.getTime() - Math.round(toNumber(b)));
  if (!isNumeric(a) || !isNumeric(b)) throw typeMismatch('$subtract', isNumeric(a) ? b : a);
  return add(a, negate(b)) ?? asDouble(toNumber(a) - toNumber(b));
}

function typeMismatch(name: string, value: unknown): MongoError {
  return new MongoError(14, `${name} only supports numeric or date types, not ${typeOf(value).alias}`);
}

function divide(doc: unknown, operand: unknown, options: Options): unknown {
  const [a, b] = args(doc, operand, options);
  if (isNothing(a) || isNothing(b)) return null;
  if (!isNumeric(a) || !isNumeric(b)) throw typeMismatch('$divide', isNumeric(a) ? b : a);
  if ([a, b].some((value) => bsonType(value) === 'Decimal128')) throw notImplemented('$divide of decimals');
  if (toNumber(b) === 0) throw badValue("can't $divide by zero");
  return asDouble(toNumber(a) / toNumber(b));
}

function toText(doc: unknown, operand: unknown, options: Options): unknown {
  const value = evaluate(doc, operand, options);
  if (isNothing(value)) return null;
  if (value instanceof Date) return value.toISOString();
  const type = typeOf(value).alias;
  if (['string', 'bool', 'int', 'long', 'double', 'decimal', 'objectId'].includes(type)) {
    return String(type === 'double' ? toNumber(value) : value);
  }
  throw new MongoError(14, `Unsupported conversion from ${type} to string in $convert with no onError value`);
}

/** Conversions that end in a type of BSON which JavaScript has not. */
function converting(make: (value: unknown) => unknown): Expression {
  return (doc, operand: unknown, options) => {
    const value = evaluate(doc, operand, options);
    return isNothing(value) ? null : make(value);
  };
}

function wholeNumberText(value: unknown): string {
  if (value instanceof Date) return String(value.getTime());
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (isNumeric(value) && bsonType(value) !== 'Long') return String(Math.trunc(toNumber(value)));
  if (!/^-?\d+$/.test(String(value)))
    throw badValue(`Failed to parse number '${String(value)}' in $convert with no onError value`);
  return String(value);
}

function isMember(doc: unknown, operand: unknown, options: Options): boolean {
  const [value, list] = args(doc, operand, options);
  if (!Array.isArray(list))
    throw badValue(`$in requires an array as a second argument, found: ${typeOf(list).alias}`);
  const key = sortKey(value);
  return list.some((element) => sortKey(element) === key);
}

function condition(doc: unknown, operand: unknown, options: Options): unknown {
  const [test, yes, no] = Array.isArray(operand)
    ? operand
    : [field(operand as Doc, 'if'), field(operand as Doc, 'then'), field(operand as Doc, 'else')];
  return evaluate(doc, isTrue(evaluate(doc, test, options)) ? yes : no, options);
}

function choice(
  doc: unknown,
  { branches, default: otherwise }: { branches: Doc[]; default?: unknown },
  options: Options,
): unknown {
  const taken = branches.find((branch) => isTrue(evaluate(doc, branch.case, options)));
  if (taken === undefined && otherwise === undefined)
    throw badValue('$switch could not find a matching branch for an input, and no default was specified.');
  return evaluate(doc, taken ? taken.then : otherwise, options);
}

export const expressions: Expressions = {
  $cond: condition,
  $switch: choice,
  $and: (doc, operand: unknown, options) =>
    [operand].flat().every((part) => isTrue(evaluate(doc, part, options))),
  $or: (doc, operand: unknown, options) =>
    [operand].flat().some((part) => isTrue(evaluate(doc, part, options))),
  $not: (doc, operand: unknown, options) => !isTrue(args(doc, operand, options)[0]),
  $eq: comparing((order) => order === 0),
  $ne: comparing((order) => order !== 0),
  $gt: comparing((order) => order > 0),
  $gte: comparing((order) => order >= 0),
  $lt: comparing((order) => order < 0),
  $lte: comparing((order) => order <= 0),
  $cmp: comparing((order) => Math.sign(order)),
  $in: isMember,
  $add: folding('$add', add, 0),
  $multiply: folding('$multiply', multiply, 1),
  $subtract: subtract,
  $divide: divide,
  $toString: toText,
  $toObjectId: converting((value) =>
    bsonType(value as Doc) === 'ObjectId' ? value : new ObjectId(String(value)),
  ),
  $toLong: converting((value) => Long.fromString(wholeNumberText(value))),
  $toDouble: converting((value) => asDouble(isNumeric(value) ? toNumber(value) : Number(value))),
  $toDecimal: converting((value) =>
    Decimal128.fromStringWithRounding(String(isNumeric(value) ? value.toString() : Number(value))),
  ),
  $type: (doc, operand: unknown, options) => {
    const value = evaluate(doc, operand, options);
    return value === undefined ? 'missing' : typeOf(value).alias;
  },
  $isNumber: (doc, operand: unknown, options) => isNumeric(evaluate(doc, operand, options)),
};

/** What mingo computes with JavaScript's numbers, or finds equal and sorts by JavaScript's rules. */
const byJavaScriptRules = [
  ...[
    '$abs',
    '$ceil',
    '$exp',
    '$floor',
    '$ln',
    '$log',
    '$log10',
    '$mod',
    '$pow',
    '$round',
    '$sqrt',
    '$trunc',
    '$toInt',
  ],
  ...[
    '$sin',
    '$cos',
    '$tan',
    '$asin',
    '$acos',
    '$atan',
    '$atan2',
    '$bitAnd',
    '$bitOr',
    '$bitXor',
    '$bitNot',
    '$range',
  ],
  ...[
    '$setUnion',
    '$setIntersection',
    '$setDifference',
    '$setEquals',
    '$setIsSubset',
    '$indexOfArray',
    '$arrayElemAt',
    '$toBool',
  ],
];

const sortingMembers = ['$maxN', '$minN', '$median', '$percentile', '$sortArray'] as const;

/** mingo's own operators, given only numbers that mean to it what they mean to the server. Others are refused. */
export function guardedExpressions(all: { [name: string]: unknown }): Expressions {
  const guarded: Expressions = {};
  for (const name of byJavaScriptRules) {
    const original = all[name] as ((doc: unknown, operand: unknown, options: Options) => unknown) | undefined;
    if (original === undefined) continue;
    guarded[name as `$${string}`] = (doc, operand: unknown, options) => {
      const literal = (value: unknown): Doc => ({ $literal: plainNumbers(name, value) });
      const values = evaluate(doc, operand, options);
      const isList = Array.isArray(operand) && Array.isArray(values);
      return original(doc, isList ? values.map(literal) : literal(values), options);
    };
  }
  for (const name of sortingMembers) {
    const original = all[name] as ((doc: unknown, operand: unknown, options: Options) => unknown) | undefined;
    if (original)
      guarded[name] = (doc, operand: unknown, options) => original(plainNumbers(name, doc), operand, options);
  }
  const filter = all.$filter as (doc: unknown, operand: Doc, options: Options) => unknown;
  guarded.$filter = (doc, operand: Doc, options) =>
    filter(doc, { ...operand, cond: { $and: [operand.cond] } }, options);
  return guarded;
}

/** The value with plain numbers for doubles. Throws for int64 and decimals, which a plain number cannot stand for. */
export function plainNumbers(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((element) => plainNumbers(name, element));
  if (isDocument(value))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainNumbers(name, inner)]));
  if (!isNumeric(value) || typeof value === 'number') return value;
  if (bsonType(value) !== 'Double') throw notImplemented(`${name} of ${typeOf(value).alias}`);
  return toNumber(value);
}
