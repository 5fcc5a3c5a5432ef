/** What the operators of the query language ask of one value. */
import { BSONRegExp } from 'bson';
import { badValue, notImplemented } from '../errors.ts';
import { bsonType, isNumeric, toNumber, typeName, typeNumbers } from '../values.ts';
import { compare, equal, sortKey, typeRank } from './order.ts';

export type ValueTest = (value: unknown) => boolean;

/** By operator. The options are those of a `$regex`. */
export const valueTests: { [operator: string]: (operand: unknown, options: unknown) => ValueTest } = {
  $eq: (operand) => (isRegExp(operand) ? (value) => equal(value, operand) : equalTo(operand)),
  $in: oneOf,
  $gt: (operand) => inRange(operand, (order) => order > 0, false),
  $gte: (operand) => inRange(operand, (order) => order >= 0, true),
  $lt: (operand) => inRange(operand, (order) => order < 0, false),
  $lte: (operand) => inRange(operand, (order) => order <= 0, true),
  $mod: remainder,
  $regex: (operand, options) => matching(regexOf(operand, options)),
};

export function isRegExp(value: unknown): value is BSONRegExp {
  return bsonType(value) === 'BSONRegExp';
}

export function equalTo(operand: unknown): ValueTest {
  if (isRegExp(operand)) {
    const matches = matching(operand);
    return (value) => matches(value) || equal(value, operand);
  }
  if (operand === null || operand === undefined) return (value) => value === null || value === undefined;
  const key = sortKey(operand);
  return (value) => value === operand || (value !== undefined && sortKey(value) === key);
}

function oneOf(operand: unknown): ValueTest {
  if (!Array.isArray(operand)) throw badValue('$in needs an array');
  const patterns = operand.filter(isRegExp).map(matching);
  const keys = new Set(operand.map(sortKey));
  return (value) => keys.has(sortKey(value ?? null)) || patterns.some((matches) => matches(value));
}

/** A range looks at values of its operand's own type only; `$gte: null` is met by null and what is missing. */
function inRange(operand: unknown, accepts: (order: number) => boolean, includesEqual: boolean): ValueTest {
  if (isRegExp(operand)) throw badValue("Can't have RegEx as arg to predicate over field");
  if (operand === null || operand === undefined)
    return (value) => includesEqual && (value === null || value === undefined);
  const type = bsonType(operand);
  if (type === 'MinKey' || type === 'MaxKey') return (value) => accepts(compare(value ?? null, operand));
  const rank = typeRank(operand);
  const isNotANumber = (value: unknown): boolean => isNumeric(value) && Number.isNaN(toNumber(value));
  const wantsNaN = isNotANumber(operand);
  return (value) => {
    if (value === undefined || typeRank(value) !== rank) return false;
    if (wantsNaN || isNotANumber(value)) return includesEqual && wantsNaN && isNotANumber(value);
    return accepts(compare(value, operand));
  };
}

function remainder(operand: unknown): ValueTest {
  if (!Array.isArray(operand) || operand.length !== 2) throw badValue('malformed mod, not enough elements');
  const [divisor, expected] = operand.map((part) => Math.trunc(toNumber(part))) as [number, number];
  if (!divisor) throw badValue('divisor cannot be 0');
  return (value) => isNumeric(value) && Math.trunc(toNumber(value)) % divisor === expected;
}

export function ofType(operand: unknown): ValueTest {
  const names = [operand].flat().map((type) => {
    const known = Object.entries(typeNumbers).find(
      ([name, number]) => name === type || number === toNumber(type),
    );
    if (!known && type !== 'number') throw badValue(`Unknown type name alias: ${String(type)}`);
    return known?.[0] ?? 'number';
  });
  return (value) =>
    value !== undefined &&
    (names.includes(typeName(value)) || (names.includes('number') && isNumeric(value)));
}

function regexOf(operand: unknown, options: unknown): BSONRegExp {
  if (typeof operand !== 'string' && !isRegExp(operand)) throw badValue('$regex has to be a string');
  if (typeof operand === 'string') return new BSONRegExp(operand, typeof options === 'string' ? options : '');
  return typeof options === 'string' ? new BSONRegExp(operand.pattern, options) : operand;
}

function matching({ pattern, options }: BSONRegExp): ValueTest {
  if (options.includes('x')) throw notImplemented('the regex option x');
  const compiled = compileRegExp(pattern, options.replace(/[^ims]/g, ''));
  return (value) => typeof value === 'string' && compiled.test(value);
}

/** With JavaScript's Unicode rules if the pattern allows them, so that a letter beyond 16 bits is one letter. */
function compileRegExp(pattern: string, flags: string): RegExp {
  try {
    return new RegExp(pattern, `${flags}u`);
  } catch {
    try {
      return new RegExp(pattern, flags);
    } catch (error) {
      throw badValue(`Regular expression is invalid: ${String(error)}`);
    }
  }
}
