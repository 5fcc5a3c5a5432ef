/** What the operators of the query language ask of one value. */
import { badValue, MongoError, notImplemented } from '../errors.ts';
import { BSONRegExp, bsonType, type Doc, isNumeric, toNumber, toRegExp, typeOf } from '../values.ts';
import { compare, equal, sortKey, typeRank } from './order.ts';

export type ValueTest = (value: unknown) => boolean;

export const knownButMissing = new Set(
  [
    '$where',
    '$text',
    '$jsonSchema',
    '$geoWithin',
    '$geoIntersects',
    '$near',
    '$nearSphere',
    '$sampleRate',
    '$alwaysTrue',
    '$alwaysFalse',
  ].concat(['$bitsAllSet', '$bitsAnySet', '$bitsAllClear', '$bitsAnyClear', '$rand', '$where']),
);

/** A condition holds for an array also when it holds for one of its elements. */
export function withElements(test: ValueTest): ValueTest {
  return (value) => test(value) || (Array.isArray(value) && value.some(test));
}

export function valueTest(operator: string, operand: unknown, siblings: Doc): ValueTest {
  switch (operator) {
    case '$eq':
      return isRegExp(operand) ? (value) => equal(value, operand) : equalTo(operand);
    case '$in':
      return oneOf(operand, '$in');
    case '$gt':
      return inRange(operand, (order) => order > 0, false);
    case '$gte':
      return inRange(operand, (order) => order >= 0, true);
    case '$lt':
      return inRange(operand, (order) => order < 0, false);
    case '$lte':
      return inRange(operand, (order) => order <= 0, true);
    case '$mod':
      return remainder(operand);
    case '$regex':
      return matching(regexOf(operand, siblings.$options));
    default:
      if (knownButMissing.has(operator)) throw notImplemented(operator);
      throw badValue(`unknown operator: ${operator}`);
  }
}

export function equalTo(operand: unknown): ValueTest {
  if (isRegExp(operand)) {
    const matches = matching(operand);
    return (value) => matches(value) || equal(value, operand);
  }
  if (operand === null || operand === undefined) return (value) => value === null || value === undefined;
  if (typeof operand !== 'object') return (value) => value === operand || equal(value, operand);
  const key = sortKey(operand);
  return (value) =>
    value !== undefined && typeof value === 'object' ? sortKey(value) === key : equal(value, operand);
}

export function oneOf(operand: unknown, operator: string): ValueTest {
  if (!Array.isArray(operand)) throw badValue(`${operator} needs an array`);
  const patterns = operand.filter(isRegExp).map(matching);
  const keys = new Set(operand.map(sortKey));
  const hasNull = operand.includes(null);
  return (value) => {
    if (value === undefined) return hasNull;
    return keys.has(sortKey(value)) || patterns.some((matches) => matches(value));
  };
}

function inRange(operand: unknown, accepts: (order: number) => boolean, includesEqual: boolean): ValueTest {
  if (isRegExp(operand)) throw badValue("Can't have RegEx as arg to predicate over field");
  if (operand === null || operand === undefined)
    return (value) => includesEqual && (value === null || value === undefined);
  const type = bsonType(operand);
  if (type === 'MinKey' || type === 'MaxKey') return (value) => accepts(compare(value ?? null, operand));
  const rank = typeRank(operand);
  const wantsNaN = isNumeric(operand) && Number.isNaN(toNumber(operand));
  return (value) => {
    if (value === undefined || typeRank(value) !== rank) return false;
    if (isNumeric(value) && (wantsNaN || Number.isNaN(toNumber(value))))
      return includesEqual && equal(value, operand);
    return accepts(compare(value, operand));
  };
}

function remainder(operand: unknown): ValueTest {
  if (!Array.isArray(operand) || operand.length !== 2) throw badValue('malformed mod, not enough elements');
  const [divisor, expected] = operand.map((part) => Math.trunc(toNumber(part))) as [number, number];
  if (divisor === 0) throw badValue('divisor cannot be 0');
  return (value) => isNumeric(value) && Math.trunc(toNumber(value)) % divisor === expected;
}

export function ofType(operand: unknown): ValueTest {
  const wanted = (Array.isArray(operand) ? operand : [operand]).map((type) =>
    typeof type === 'string' ? type : toNumber(type),
  );
  const unknown = wanted.find((type) => typeof type === 'string' && !typeAliases.has(type));
  if (unknown !== undefined) throw badValue(`Unknown type name alias: ${unknown}`);
  const isWanted = (value: unknown): boolean => {
    if (value === undefined) return false;
    const { number, alias } = typeOf(value);
    return wanted.some(
      (type) => type === number || type === alias || (type === 'number' && isNumeric(value)),
    );
  };
  return withElements(isWanted);
}

const typeAliases = new Set(
  'double string object array binData undefined objectId bool date null regex dbPointer javascript symbol javascriptWithScope int timestamp long decimal minKey maxKey number'.split(
    ' ',
  ),
);

export function isRegExp(value: unknown): value is BSONRegExp | RegExp {
  return (
    typeof value === 'object' &&
    value !== null &&
    (bsonType(value) === 'BSONRegExp' || value instanceof RegExp)
  );
}

function regexOf(operand: unknown, options: unknown): BSONRegExp | RegExp {
  if (typeof operand === 'string') return new BSONRegExp(operand, typeof options === 'string' ? options : '');
  if (!isRegExp(operand)) throw badValue('$regex has to be a string');
  return typeof options === 'string' && operand instanceof BSONRegExp
    ? new BSONRegExp(operand.pattern, options)
    : operand;
}

function matching(expression: BSONRegExp | RegExp): ValueTest {
  const compiled = compileRegExp(expression);
  return (value) => typeof value === 'string' && compiled.test(value);
}

function compileRegExp(expression: BSONRegExp | RegExp): RegExp {
  if (expression instanceof BSONRegExp && expression.options.includes('x'))
    throw notImplemented('the regex option x');
  try {
    const { source, flags } = toRegExp(expression);
    return new RegExp(source, flags.replace(/[gy]/g, '').replace('u', '').concat('u'));
  } catch {
    try {
      return toRegExp(expression);
    } catch (error) {
      throw new MongoError(2, `Regular expression is invalid: ${String(error)}`);
    }
  }
}
