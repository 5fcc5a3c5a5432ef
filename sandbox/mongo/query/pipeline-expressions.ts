/** Expressions that depend on the types of values, on their order, or on what the server holds for true. */
import { Decimal128, Long, ObjectId } from 'bson';
import { evalExpr } from 'mingo/core';
import type { Options } from 'mingo/types';
import { badValue, MongoError, notImplemented } from '../errors.ts';
import { asDouble, type Doc, field, isNumeric, isTrue, type Numeric, toNumber, typeName } from '../values.ts';
import { add, multiply, negate } from './arithmetic.ts';
import { compare, equal } from './order.ts';

type Expression = (doc: unknown, operand: never, options: Options) => unknown;

/** An operator that looks at the values of its arguments only. */
function of(compute: (...values: unknown[]) => unknown): Expression {
  return (doc, operand: unknown, options) => {
    const values = evalExpr(doc, operand, options);
    return Array.isArray(operand) && Array.isArray(values) ? compute(...values) : compute(values);
  };
}

/** As `of`, and null when an argument is null or missing. */
function unlessNull(compute: (...values: unknown[]) => unknown): Expression {
  return of((...values) => (values.some((value) => (value ?? null) === null) ? null : compute(...values)));
}

function comparing(accepts: (order: number) => unknown): Expression {
  return of((...values) => {
    if (values.length !== 2) throw badValue('Expression takes exactly 2 arguments');
    return accepts(compare(values[0], values[1]));
  });
}

function typeMismatch(name: string, value: unknown): MongoError {
  return new MongoError(14, `${name} only supports numeric or date types, not ${typeName(value)}`);
}

/** Sums keep the types of their arguments; what leaves the range of a long becomes a double. */
function sumOf(...values: unknown[]): unknown {
  const date = values.find((value) => value instanceof Date);
  const total = values
    .filter((value) => value !== date)
    .reduce<Numeric>((result, value) => {
      if (!isNumeric(value)) throw typeMismatch('$add', value);
      return add(result, value) ?? asDouble(toNumber(result) + toNumber(value));
    }, 0);
  return date instanceof Date ? new Date(date.getTime() + Math.round(toNumber(total))) : total;
}

function product(...values: unknown[]): unknown {
  return values.reduce<Numeric>((result, value) => {
    if (!isNumeric(value)) throw typeMismatch('$multiply', value);
    return multiply(result, value) ?? asDouble(toNumber(result) * toNumber(value));
  }, 1);
}

function difference(a: unknown, b: unknown): unknown {
  if (a instanceof Date && b instanceof Date) return Long.fromNumber(a.getTime() - b.getTime());
  if (a instanceof Date && isNumeric(b)) return new Date(a.getTime() - Math.round(toNumber(b)));
  if (!isNumeric(a) || !isNumeric(b)) throw typeMismatch('$subtract', isNumeric(a) ? b : a);
  return add(a, negate(b)) ?? asDouble(toNumber(a) - toNumber(b));
}

function quotient(a: unknown, b: unknown): unknown {
  if (!isNumeric(a) || !isNumeric(b)) throw typeMismatch('$divide', isNumeric(a) ? b : a);
  if ([a, b].some((value) => typeName(value) === 'decimal')) throw notImplemented('$divide of decimals');
  if (toNumber(b) === 0) throw badValue("can't $divide by zero");
  return asDouble(toNumber(a) / toNumber(b));
}

function text(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  const type = typeName(value);
  if (!['string', 'bool', 'int', 'long', 'double', 'decimal', 'objectId'].includes(type))
    throw new MongoError(14, `Unsupported conversion from ${type} to string in $convert`);
  return String(type === 'double' ? toNumber(value) : value);
}

function wholeNumber(value: unknown): Long {
  if (value instanceof Date) return Long.fromNumber(value.getTime());
  if (typeof value === 'boolean') return Long.fromNumber(Number(value));
  const isLong = typeName(value) === 'long';
  const digits = isNumeric(value) && !isLong ? String(Math.trunc(toNumber(value))) : String(value);
  if (!/^-?\d+$/.test(digits)) throw badValue(`Failed to parse number '${digits}' in $convert`);
  return Long.fromString(digits);
}

/** One of several expressions is computed, the others are not. */
const condition: Expression = (doc, operand: unknown, options) => {
  const { if: test, then: yes, else: no } = operand as Doc;
  const [asked, first, second] = Array.isArray(operand) ? operand : [test, yes, no];
  return evalExpr(doc, isTrue(evalExpr(doc, asked, options)) ? first : second, options);
};

const choice: Expression = (doc, operand: Doc, options) => {
  const { branches, default: otherwise } = operand as { branches: Doc[]; default?: unknown };
  const taken = branches.find((branch) => isTrue(evalExpr(doc, field(branch, 'case'), options)));
  if (taken === undefined && otherwise === undefined)
    throw badValue('$switch could not find a matching branch for an input, and no default was specified.');
  return evalExpr(doc, taken ? taken.then : otherwise, options);
};

/** The arguments are computed one after the other, as far as they are needed. */
function logical(decides: (parts: unknown[], holds: (part: unknown) => boolean) => boolean): Expression {
  return (doc, operand: unknown, options) =>
    decides([operand].flat(), (part) => isTrue(evalExpr(doc, part, options)));
}

export const expressions: { [name: `$${string}`]: Expression } = {
  $cond: condition,
  $switch: choice,
  $and: logical((parts, holds) => parts.every(holds)),
  $or: logical((parts, holds) => parts.some(holds)),
  $not: of((value) => !isTrue(value)),
  $eq: comparing((order) => order === 0),
  $ne: comparing((order) => order !== 0),
  $gt: comparing((order) => order > 0),
  $gte: comparing((order) => order >= 0),
  $lt: comparing((order) => order < 0),
  $lte: comparing((order) => order <= 0),
  $cmp: comparing((order) => Math.sign(order)),
  $in: of((value, list) => {
    if (!Array.isArray(list)) throw badValue(`$in requires an array, found: ${typeName(list)}`);
    return list.some((element) => equal(element, value));
  }),
  $add: unlessNull(sumOf),
  $multiply: unlessNull(product),
  $subtract: unlessNull(difference),
  $divide: unlessNull(quotient),
  $toString: unlessNull(text),
  $toObjectId: unlessNull((value) => new ObjectId(String(value))),
  $toLong: unlessNull(wholeNumber),
  $toDouble: unlessNull((value) => asDouble(isNumeric(value) ? toNumber(value) : Number(value))),
  $toDecimal: unlessNull((value) => Decimal128.fromStringWithRounding(String(value))),
  $type: of((value) => (value === undefined ? 'missing' : typeName(value))),
  $isNumber: of(isNumeric),
};
