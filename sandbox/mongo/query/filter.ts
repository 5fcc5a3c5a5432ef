/** The query language of find, `$match` and partial indexes, compiled once and run on many documents. */
import { badValue, notImplemented } from '../errors.ts';
import { type Doc, isDocument, isNumeric, toNumber } from '../values.ts';
import { parsePath, someValue } from './paths.ts';
import {
  equalTo,
  isRegExp,
  knownButMissing,
  ofType,
  oneOf,
  type ValueTest,
  valueTest,
  withElements,
} from './value-tests.ts';

export type DocumentTest = (doc: Doc) => boolean;

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
