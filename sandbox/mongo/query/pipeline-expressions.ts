/** Expressions that depend on the types of values, on their order, or on what the server holds for true. */
import { Decimal128, Long, ObjectId } from 'bson';
import { evalExpr } from 'mingo/core';
import type { Options } from 'mingo/types';
import { badValue, MongoError, notImplemented } from '../errors.ts';
import {
  asDouble,
  type Doc,
  field,
  isNumeric,
  isTrue,
  type Numeric,
  toNumber,
  typeName,
  valueForAnswer,
} from '../values.ts';
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

function failedConversion(value: unknown, type: string): MongoError {
  return new MongoError(
    241,
    `Failed to convert ${valueForAnswer(value)} of type ${typeName(value)} to ${type}`,
  );
}

function text(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  const type = typeName(value);
  if (!['string', 'bool', 'int', 'long', 'double', 'decimal', 'objectId'].includes(type))
    throw failedConversion(value, 'string');
  return String(type === 'double' ? toNumber(value) : value);
}

/** A number as text, to be read again as another type: of numbers, truths, dates and of texts that are numbers. */
function numberText(value: unknown, type: string): string {
  if (value instanceof Date) return String(value.getTime());
  if (typeof value === 'boolean') return String(Number(value));
  const number = typeName(value) === 'double' ? String(toNumber(value)) : String(value);
  if (!isNumeric(value) && (typeof value !== 'string' || !/^[-+]?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(value)))
    throw failedConversion(value, type);
  return number;
}

/** Of a number its whole part; of a text only a whole number, in the range of the type. */
function wholeNumber(value: unknown, type: 'int' | 'long'): Long | number {
  const number = numberText(value, type);
  const digits = isNumeric(value) && !/^-?\d+$/.test(number) ? String(Math.trunc(toNumber(value))) : number;
  if (!/^[-+]?\d+$/.test(digits)) throw failedConversion(value, type);
  const whole = BigInt(digits);
  if (whole !== BigInt.asIntN(type === 'int' ? 32 : 64, whole)) throw failedConversion(value, type);
  return type === 'int' ? Number(whole) : Long.fromBigInt(whole);
}

function date(value: unknown): Date {
  const isStamp = typeName(value) === 'objectId';
  const made = isStamp
    ? (value as ObjectId).getTimestamp()
    : new Date(isNumeric(value) ? toNumber(value) : (value as string | Date));
  if (Number.isNaN(made.getTime()) || typeof value === 'boolean') throw failedConversion(value, 'date');
  return made;
}

function objectId(value: unknown): unknown {
  if (typeName(value) === 'objectId') return value;
  if (typeof value === 'string' && /^[0-9a-f]{24}$/i.test(value)) return new ObjectId(value);
  throw failedConversion(value, 'objectId');
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
  $toObjectId: unlessNull(objectId),
  $toInt: unlessNull((value) => wholeNumber(value, 'int')),
  $toLong: unlessNull((value) => wholeNumber(value, 'long')),
  $toDouble: unlessNull((value) => asDouble(Number(numberText(value, 'double')))),
  $toDecimal: unlessNull((value) => Decimal128.fromStringWithRounding(numberText(value, 'decimal'))),
  $toDate: unlessNull(date),
  $type: of((value) => (value === undefined ? 'missing' : typeName(value))),
  $isNumber: of(isNumeric),
};
