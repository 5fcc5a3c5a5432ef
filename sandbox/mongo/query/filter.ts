/** The query language of find, `$match` and partial indexes, compiled once and run on many documents. */
import { badValue, MongoError, notImplemented } from '../errors.ts';
import {
  BSONRegExp,
  bsonType,
  type Doc,
  isDocument,
  isNumeric,
  toNumber,
  toRegExp,
  typeOf,
} from '../values.ts';
import { compare, equal, sortKey, typeRank } from './order.ts';
import { parsePath, someValue } from './paths.ts';

export type DocumentTest = (doc: Doc) => boolean;
type ValueTest = (value: unknown) => boolean;
/** Makes a function out of an aggregation expression. Given by who has an evaluator, so that `$expr` works. */
export type ExpressionCompiler = (expression: unknown) => (doc: Doc) => unknown;

const noExpressions: ExpressionCompiler = () => {
  throw badValue('$expr is not allowed in this context');
};

export function compileFilter(filter: Doc, expressions: ExpressionCompiler = noExpressions): DocumentTest {
  const tests = Object.entries(filter).flatMap(([name, condition]) => {
    const test = name.startsWith('$')
      ? compileTopLevel(name, condition, expressions)
      : compileField(name, condition, expressions);
    return test ? [test] : [];
  });
  const [only] = tests;
  if (tests.length === 1 && only) return only;
  return (doc) => tests.every((test) => test(doc));
}

function compileTopLevel(
  name: string,
  condition: unknown,
  expressions: ExpressionCompiler,
): DocumentTest | undefined {
  if (name === '$comment') return undefined;
  if (name === '$expr') {
    const evaluate = expressions(condition);
    return (doc) => isTrue(evaluate(doc));
  }
  if (name === '$and' || name === '$or' || name === '$nor') {
    if (!Array.isArray(condition) || condition.length === 0)
      throw badValue(`${name} argument must be a non-empty array`);
    const tests = condition.map((part) => {
      if (!isDocument(part)) throw badValue(`${name} argument's entries must be objects`);
      return compileFilter(part, expressions);
    });
    if (name === '$and') return (doc) => tests.every((test) => test(doc));
    if (name === '$or') return (doc) => tests.some((test) => test(doc));
    return (doc) => !tests.some((test) => test(doc));
  }
  if (knownButMissing.has(name)) throw notImplemented(name);
  throw badValue(
    `unknown top level operator: ${name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
  );
}

const knownButMissing = new Set(
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

/** As the server sees truth in expressions: all but false, null, missing and zero. */
export function isTrue(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false;
  return !isNumeric(value) || toNumber(value) !== 0;
}

/** Does the value of a field consist of operators, such as `{$gt: 1}`? */
export function hasOperators(condition: unknown): condition is Doc {
  if (!isDocument(condition)) return false;
  for (const key in condition) return key.startsWith('$') && key !== '$ref' && key !== '$id' && key !== '$db';
  return false;
}

function compileField(name: string, condition: unknown, expressions: ExpressionCompiler): DocumentTest {
  if (!hasOperators(condition)) return onField(name, withElements(equalTo(condition)));
  const tests = Object.entries(condition).flatMap(([operator, operand]) => {
    if (operator === '$options') return [];
    return [compileOperator(name, operator, operand, condition, expressions)];
  });
  const [only] = tests;
  if (tests.length === 1 && only) return only;
  return (doc) => tests.every((test) => test(doc));
}

function onField(name: string, test: ValueTest): DocumentTest {
  const path = parsePath(name);
  const [first] = path;
  if (path.length === 1 && first !== undefined) {
    return (doc) => test(Object.hasOwn(doc, first) ? doc[first] : undefined);
  }
  return (doc) => someValue(doc, path, test);
}

/** A condition holds for an array also when it holds for one of its elements. */
function withElements(test: ValueTest): ValueTest {
  return (value) => test(value) || (Array.isArray(value) && value.some(test));
}

function compileOperator(
  name: string,
  operator: string,
  operand: unknown,
  siblings: Doc,
  expressions: ExpressionCompiler,
): DocumentTest {
  switch (operator) {
    case '$ne':
      return negated(onField(name, withElements(equalTo(operand))));
    case '$nin':
      return negated(onField(name, withElements(oneOf(operand, '$nin'))));
    case '$not':
      if (!hasOperators(operand) && !isRegExp(operand)) throw badValue('$not needs a regex or a document');
      return negated(compileField(name, operand, expressions));
    case '$all':
      return everyOf(name, operand, expressions);
    case '$exists': {
      const exists = onField(name, (value) => value !== undefined);
      return isTrue(operand) ? exists : negated(exists);
    }
    case '$size': {
      if (!Number.isInteger(toNumber(operand)) || toNumber(operand) < 0)
        throw badValue(`Failed to parse $size. Expected a non-negative integer`);
      return onField(name, (value) => Array.isArray(value) && value.length === toNumber(operand));
    }
    case '$elemMatch': {
      const matches = elementTest(operand, expressions);
      return onField(name, (value) => Array.isArray(value) && value.some(matches));
    }
    case '$type':
      return onField(name, ofType(operand));
    default:
      return onField(name, withElements(valueTest(operator, operand, siblings)));
  }
}

function negated(test: DocumentTest): DocumentTest {
  return (doc) => !test(doc);
}

function valueTest(operator: string, operand: unknown, siblings: Doc): ValueTest {
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

function equalTo(operand: unknown): ValueTest {
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

function oneOf(operand: unknown, operator: string): ValueTest {
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

function everyOf(name: string, operand: unknown, expressions: ExpressionCompiler): DocumentTest {
  if (!Array.isArray(operand)) throw badValue('$all needs an array');
  const tests = operand.map((part) =>
    isDocument(part) && '$elemMatch' in part
      ? compileOperator(name, '$elemMatch', part.$elemMatch, {}, expressions)
      : onField(name, withElements(equalTo(part))),
  );
  return (doc) => tests.length > 0 && tests.every((test) => test(doc));
}

/** The test of `$elemMatch` and `$pull`: operators look at the element itself, field names inside it. */
export function elementTest(condition: unknown, expressions: ExpressionCompiler = noExpressions): ValueTest {
  if (!isDocument(condition)) throw badValue('$elemMatch needs an Object');
  if (hasOperators(condition) && !['$and', '$or', '$nor'].includes(Object.keys(condition)[0] ?? '')) {
    const test = compileFilter({ value: condition }, expressions);
    return (element) => test({ value: element });
  }
  const test = compileFilter(condition, expressions);
  return (element) => (isDocument(element) ? test(element) : Array.isArray(element) && test({ ...element }));
}

function ofType(operand: unknown): ValueTest {
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

function isRegExp(value: unknown): value is BSONRegExp | RegExp {
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
