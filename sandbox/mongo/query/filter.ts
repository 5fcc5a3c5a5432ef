/** The query language of find, `$match` and partial indexes, compiled once and run on many documents. */
import { badValue, notImplemented } from '../errors.ts';
import { type Doc, isDocument, isTrue, toNumber } from '../values.ts';
import { parsePath, someValue } from './paths.ts';
import { equalTo, isRegExp, ofType, type ValueTest, valueTests } from './value-tests.ts';

export type DocumentTest = (doc: Doc) => boolean;

/** Makes a function out of an aggregation expression. Given by who has an evaluator, so that `$expr` works. */
export type ExpressionCompiler = (expression: unknown) => (doc: Doc) => unknown;

const noExpressions: ExpressionCompiler = () => {
  throw badValue('$expr is not allowed in this context');
};

/** Operators of the real server that this one does not do. */
const refused = new Set([
  ...['$where', '$text', '$jsonSchema', '$geoWithin', '$geoIntersects', '$near', '$nearSphere', '$rand'],
  ...['$sampleRate', '$bitsAllSet', '$bitsAnySet', '$bitsAllClear', '$bitsAnyClear'],
]);

export function compileFilter(filter: Doc, expressions: ExpressionCompiler = noExpressions): DocumentTest {
  const conditions = Object.entries(filter).filter(([name]) => name !== '$comment');
  return allOf(
    conditions.map(([name, condition]) =>
      isOperator(name)
        ? compileTopLevel(name, condition, expressions)
        : compileField(name, condition, expressions),
    ),
  );
}

function allOf(tests: readonly DocumentTest[]): DocumentTest {
  const [only] = tests;
  return tests.length === 1 && only ? only : (doc) => tests.every((test) => test(doc));
}

function compileTopLevel(name: string, condition: unknown, expressions: ExpressionCompiler): DocumentTest {
  if (refused.has(name)) throw notImplemented(name);
  if (name === '$expr') {
    const evaluate = expressions(condition);
    return (doc) => isTrue(evaluate(doc));
  }
  if (name !== '$and' && name !== '$or' && name !== '$nor')
    throw badValue(`unknown top level operator: ${name}.`);
  if (!Array.isArray(condition) || condition.length === 0 || !condition.every(isDocument))
    throw badValue(`${name} argument must be a non-empty array of objects`);
  const tests = condition.map((part) => compileFilter(part, expressions));
  if (name === '$and') return allOf(tests);
  const isOneMet: DocumentTest = (doc) => tests.some((test) => test(doc));
  return name === '$or' ? isOneMet : not(isOneMet);
}

/** A reference to another document has fields that begin with a dollar, too. */
function isOperator(name: string): boolean {
  return name.startsWith('$') && name !== '$ref' && name !== '$id' && name !== '$db';
}

/** Does the value of a field consist of operators, such as `{$gt: 1}`? */
export function hasOperators(condition: unknown): condition is Doc {
  if (!isDocument(condition)) return false;
  for (const key in condition) return isOperator(key);
  return false;
}

function compileField(name: string, condition: unknown, expressions: ExpressionCompiler): DocumentTest {
  if (!hasOperators(condition)) return onField(name, orElement(equalTo(condition)));
  const operators = Object.entries(condition).filter(([operator]) => operator !== '$options');
  return allOf(
    operators.map(([operator, operand]) =>
      compileOperator(name, operator, operand, condition.$options, expressions),
    ),
  );
}

function onField(name: string, test: ValueTest): DocumentTest {
  const path = parsePath(name);
  if (path.length > 1) return (doc) => someValue(doc, path, test);
  return (doc) => test(Object.hasOwn(doc, name) ? doc[name] : undefined);
}

/** A condition holds for an array also when it holds for one of its elements. */
function orElement(test: ValueTest): ValueTest {
  return (value) => test(value) || (Array.isArray(value) && value.some(test));
}

function not(test: DocumentTest): DocumentTest {
  return (doc) => !test(doc);
}

function compileOperator(
  name: string,
  operator: string,
  operand: unknown,
  options: unknown,
  expressions: ExpressionCompiler,
): DocumentTest {
  const compileSame = (condition: unknown): DocumentTest => compileField(name, condition, expressions);
  switch (operator) {
    case '$ne':
      return not(onField(name, orElement(equalTo(operand))));
    case '$nin':
      return not(compileSame({ $in: operand }));
    case '$not':
      if (!hasOperators(operand) && !isRegExp(operand)) throw badValue('$not needs a regex or a document');
      return not(compileSame(operand));
    case '$all':
      if (!Array.isArray(operand)) throw badValue('$all needs an array');
      return operand.length === 0 ? () => false : allOf(operand.map(compileSame));
    case '$exists': {
      const exists = onField(name, (value) => value !== undefined);
      return isTrue(operand) ? exists : not(exists);
    }
    case '$size': {
      const size = toNumber(operand);
      if (!Number.isInteger(size) || size < 0) throw badValue('$size must be a whole number, not negative');
      return onField(name, (value) => Array.isArray(value) && value.length === size);
    }
    case '$elemMatch': {
      const matches = elementTest(operand, expressions);
      return onField(name, (value) => Array.isArray(value) && value.some(matches));
    }
    case '$type':
      return onField(name, orElement(ofType(operand)));
    default: {
      const compile = valueTests[operator];
      if (compile) return onField(name, orElement(compile(operand, options)));
      throw refused.has(operator) ? notImplemented(operator) : badValue(`unknown operator: ${operator}`);
    }
  }
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
