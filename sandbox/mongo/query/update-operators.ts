/** What each update operator makes of the value at its target. */
import { Timestamp } from 'bson';
import { badValue, MongoError } from '../errors.ts';
import { copyDeep, type Doc, isDocument, isNumeric, toNumber, typeName, valueForAnswer } from '../values.ts';
import { add, multiply } from './arithmetic.ts';
import { elementTest, hasOperators } from './filter.ts';
import { compare, equal, sortKey } from './order.ts';
import { sortBy } from './sort.ts';
import { equalTo, isRegExp } from './value-tests.ts';

/** Says that the field shall go. */
export const absent = Symbol('absent');

/** For messages: the name of the field, and its document. */
interface Target {
  readonly name: string;
  readonly doc: Doc;
}

/** Gives the new value; `absent` to remove the field; undefined to leave everything as it is. */
type Operator = (value: unknown, operand: unknown, target: Target) => unknown;

/** All but `$rename`, which concerns two places. */
export const operators: { readonly [name: string]: Operator } = {
  $set: (_value, operand) => copyDeep(operand),
  $setOnInsert: (_value, operand) => copyDeep(operand),
  $unset: () => absent,
  $inc: (value, operand, target) =>
    value === undefined ? operand : calculate('$inc', value, operand, target),
  $mul: (value, operand, target) => calculate('$mul', value ?? 0, operand, target),
  $min: (value, operand) => (value === undefined || compare(operand, value) < 0 ? operand : undefined),
  $max: (value, operand) => (value === undefined || compare(operand, value) > 0 ? operand : undefined),
  $currentDate: (_value, operand) => currentDate(operand),
  $push: push,
  $addToSet: addToSet,
  $pop: (value, operand, target) =>
    toNumber(operand) > 0 ? arrayOf(value, target).slice(0, -1) : arrayOf(value, target).slice(1),
  $pull: (value, operand, target) => without(arrayOf(value, target), pullTest(operand)),
  $pullAll: (value, operand, target) =>
    without(arrayOf(value, target), (element) => (operand as unknown[]).some((one) => equal(element, one))),
};

export const changesOnlyWhatIsThere = new Set(['$unset', '$pop', '$pull', '$pullAll']);

/** Throw when an operand cannot be meant so, whatever the document. */
export const checks: { readonly [name: string]: (operand: unknown, name: string) => void } = {
  $inc: checkNumber,
  $mul: checkNumber,
  $rename: (operand, name) => {
    if (typeof operand !== 'string' || operand === name)
      throw badValue(`The 'to' field for $rename must be a string, and another field: ${name}`);
  },
  $currentDate: (operand) => {
    const type = isDocument(operand) ? operand.$type : 'date';
    if ((typeof operand !== 'boolean' && !isDocument(operand)) || (type !== 'date' && type !== 'timestamp'))
      throw badValue("$currentDate needs true or {$type: 'date'} or {$type: 'timestamp'}");
  },
  $push: (operand) => {
    if (!isDocument(operand) || !('$each' in operand)) return;
    const unknown = Object.keys(operand).find((key) => !/^\$(each|position|slice|sort)$/.test(key));
    if (unknown) throw badValue(`Unrecognized clause in $push: ${unknown}`);
    if (!Array.isArray(operand.$each)) throw badValue('The argument to $each in $push must be an array');
  },
  $addToSet: (operand) => {
    if (isDocument(operand) && '$each' in operand && !Array.isArray(operand.$each))
      throw new MongoError(14, 'The argument to $each in $addToSet must be an array');
  },
  $pop: (operand) => {
    if (Math.abs(toNumber(operand)) !== 1) throw new MongoError(9, '$pop expects 1 or -1');
  },
  $pullAll: (operand) => {
    if (!Array.isArray(operand)) throw badValue('$pullAll requires an array argument');
  },
};

function checkNumber(operand: unknown, name: string): void {
  if (isNumeric(operand)) return;
  const shown = `{${name}: ${valueForAnswer(operand)}}`;
  throw new MongoError(14, `Cannot increment or multiply with non-numeric argument: ${shown}`);
}

function calculate(operator: '$inc' | '$mul', value: unknown, operand: unknown, target: Target): unknown {
  if (!isNumeric(operand)) return undefined;
  const where = `the field '${target.name}' of the document {_id: ${valueForAnswer(target.doc._id)}}`;
  if (!isNumeric(value))
    throw new MongoError(14, `Cannot apply ${operator} to ${where}, of non-numeric type ${typeName(value)}`);
  const result = operator === '$inc' ? add(value, operand) : multiply(value, operand);
  if (result === undefined)
    throw badValue(`Failed to apply ${operator} to ${where}: the result is too large`);
  return result;
}

let lastStamp = { seconds: 0, increment: 0 };

function currentDate(operand: unknown): Date | Timestamp {
  const now = new Date();
  if (!isDocument(operand) || operand.$type !== 'timestamp') return now;
  const seconds = Math.floor(now.getTime() / 1000);
  lastStamp = { seconds, increment: lastStamp.seconds === seconds ? lastStamp.increment + 1 : 1 };
  return new Timestamp({ t: lastStamp.seconds, i: lastStamp.increment });
}

function arrayOf(value: unknown, { name, doc }: Target): unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  const where = `in document {_id: ${valueForAnswer(doc._id)}}`;
  throw badValue(`The field '${name}' must be an array but is of type ${typeName(value)} ${where}`);
}

function push(value: unknown, operand: unknown, target: Target): unknown[] {
  const array = [...arrayOf(value, target)];
  if (!isDocument(operand) || !Array.isArray(operand.$each)) return [...array, copyDeep(operand)];
  const { $each, $position, $sort, $slice } = operand;
  array.splice(
    $position === undefined ? array.length : toNumber($position),
    0,
    ...copyDeep($each as unknown[]),
  );
  const sorted = $sort === undefined ? array : sortElements(array, $sort);
  if ($slice === undefined) return sorted;
  const limit = toNumber($slice);
  return limit >= 0 ? sorted.slice(0, limit) : sorted.slice(limit);
}

function sortElements(array: unknown[], order: unknown): unknown[] {
  if (isDocument(order)) return sortBy(array, order, (element) => (isDocument(element) ? element : {}));
  return array.sort((a, b) => toNumber(order) * compare(a, b));
}

function addToSet(value: unknown, operand: unknown, target: Target): unknown[] | undefined {
  const array = arrayOf(value, target);
  const wanted = isDocument(operand) && '$each' in operand ? (operand.$each as unknown[]) : [operand];
  const known = new Set(array.map(sortKey));
  const added = wanted.filter((element) => {
    const key = sortKey(element);
    return !known.has(key) && known.add(key);
  });
  return added.length > 0 || value === undefined ? [...array, ...copyDeep(added)] : undefined;
}

function without(array: unknown[], isUnwanted: (element: unknown) => boolean): unknown[] | undefined {
  const kept = array.filter((element) => !isUnwanted(element));
  return kept.length === array.length ? undefined : kept;
}

/** A document is a condition on the fields of elements; a regex matches; anything else must be equal. */
function pullTest(operand: unknown): (element: unknown) => boolean {
  if (hasOperators(operand)) return elementTest(operand);
  if (isRegExp(operand)) return equalTo(operand);
  if (!isDocument(operand)) return (element) => equal(element, operand);
  const test = elementTest(operand);
  return (element) => isDocument(element) && test(element);
}
