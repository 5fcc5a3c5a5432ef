/** What each update operator makes of the value at its target. */
import { Timestamp } from 'bson';
import { badValue, MongoError } from '../errors.ts';
import { KeyPattern } from '../storage/key-pattern.ts';
import {
  bsonType,
  copyDeep,
  type Doc,
  isDocument,
  isInt32,
  isNumeric,
  toNumber,
  typeOf,
  valueForAnswer,
} from '../values.ts';
import { add, multiply } from './arithmetic.ts';
import { compileFilter, elementTest, hasOperators } from './filter.ts';
import { compare, equal, sortKey } from './order.ts';

/** Says that the field shall go. */
export const absent = Symbol('absent');

export interface OperatorContext {
  readonly now: Date;
}

export interface TargetContext extends OperatorContext {
  readonly name: string;
  readonly doc: Doc;
}

export interface UpdateOperator {
  /** Does it make the field, and what leads to it, when they are missing? */
  readonly creates: boolean;
  /** Throws when the operand cannot be meant so, whatever the document. */
  check?(operand: unknown, name: string, operator: string): void;
  /** The new value; `absent` to remove the field; undefined to leave everything as it is. */
  apply(value: unknown, operand: unknown, context: TargetContext): unknown;
}

export const updateOperators: { [name: string]: UpdateOperator } = {
  $set: { creates: true, apply: (_value, operand) => copyDeep(operand) },
  /** Applied to the new document of an upsert only. */
  $setOnInsert: { creates: true, apply: (_value, operand) => copyDeep(operand) },
  $unset: { creates: false, apply: () => absent },
  $rename: { creates: false, check: checkRename, apply: () => undefined },
  $inc: {
    creates: true,
    check: checkNumber,
    apply: (value, operand, context) => calculate('$inc', value, operand, context),
  },
  $mul: {
    creates: true,
    check: checkNumber,
    apply: (value, operand, context) => calculate('$mul', value, operand, context),
  },
  $min: {
    creates: true,
    apply: (value, operand) => (value === undefined || compare(operand, value) < 0 ? operand : undefined),
  },
  $max: {
    creates: true,
    apply: (value, operand) => (value === undefined || compare(operand, value) > 0 ? operand : undefined),
  },
  $currentDate: {
    creates: true,
    check: checkDate,
    apply: (_value, operand, { now }) => currentDate(operand, now),
  },
  $bit: { creates: true, apply: bitwise },
  $push: { creates: true, check: checkPush, apply: push },
  $addToSet: { creates: true, apply: addToSet },
  $pop: { creates: false, apply: pop },
  $pull: { creates: false, apply: (value, operand, context) => keep(value, context, pullTest(operand)) },
  $pullAll: { creates: false, apply: pullAll },
};

function checkNumber(operand: unknown, name: string, operator: string): void {
  if (!isNumeric(operand))
    throw new MongoError(
      14,
      `Cannot ${operator === '$inc' ? 'increment' : 'multiply'} with non-numeric argument: {${name}: ${valueForAnswer(operand)}}`,
    );
}

function checkRename(operand: unknown, name: string): void {
  if (typeof operand !== 'string') throw badValue(`The 'to' field for $rename must be a string: ${name}`);
  if (operand === name) throw badValue(`The source and target field for $rename must differ: ${name}`);
}

function checkDate(operand: unknown): void {
  const type = isDocument(operand) ? operand.$type : 'date';
  if (typeof operand !== 'boolean' && type !== 'date' && type !== 'timestamp') {
    throw badValue(
      "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}",
    );
  }
}

function calculate(
  operator: '$inc' | '$mul',
  value: unknown,
  operand: unknown,
  { name, doc }: TargetContext,
): unknown {
  if (!isNumeric(operand)) return undefined;
  if (value === undefined) return operator === '$inc' ? operand : multiply(operand, 0);
  if (!isNumeric(value)) {
    throw new MongoError(
      14,
      `Cannot apply ${operator} to a value of non-numeric type. {_id: ${valueForAnswer(doc._id)}} has the field '${name}' of non-numeric type ${typeOf(value).alias}`,
    );
  }
  const result = operator === '$inc' ? add(value, operand) : multiply(value, operand);
  if (result === undefined) {
    throw badValue(
      `Failed to apply ${operator} operations to current value (${valueForAnswer(value)}) for document {_id: ${valueForAnswer(doc._id)}}`,
    );
  }
  return result;
}

let lastStamp = { seconds: 0, increment: 0 };

function currentDate(operand: unknown, now: Date): Date | Timestamp {
  if (!isDocument(operand) || operand.$type !== 'timestamp') return now;
  const seconds = Math.floor(now.getTime() / 1000);
  lastStamp = { seconds, increment: lastStamp.seconds === seconds ? lastStamp.increment + 1 : 1 };
  return new Timestamp({ t: lastStamp.seconds, i: lastStamp.increment });
}

function bitwise(value: unknown, operand: unknown, { name }: TargetContext): unknown {
  let result = value ?? 0;
  for (const [operation, bits] of Object.entries(isDocument(operand) ? operand : {})) {
    if (typeof bits !== 'number' || typeof result !== 'number' || !isInt32(bits) || !isInt32(result)) {
      throw badValue(`The sandbox's MongoDB does $bit on int32 only: {${name}: ${valueForAnswer(operand)}}`);
    }
    if (operation === 'and') result = result & bits;
    else if (operation === 'or') result = result | bits;
    else if (operation === 'xor') result = result ^ bits;
    else throw badValue(`The $bit modifier only supports 'and', 'or', and 'xor', not '${operation}'`);
  }
  return result;
}

function arrayOf(value: unknown, operator: string, { name, doc }: TargetContext): unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  const article = operator === '$push' ? 'must be an array but is' : 'has non-array type';
  throw badValue(
    `The field '${name}' ${article} of type ${typeOf(value).alias} in document {_id: ${valueForAnswer(doc._id)}}`,
  );
}

const pushOptions = new Set(['$each', '$position', '$slice', '$sort']);

function checkPush(operand: unknown): void {
  if (!isDocument(operand) || !('$each' in operand)) return;
  if (!Array.isArray(operand.$each)) throw badValue('The argument to $each in $push must be an array');
  for (const option of Object.keys(operand)) {
    if (!pushOptions.has(option)) throw badValue(`Unrecognized clause in $push: ${option}`);
  }
}

function push(value: unknown, operand: unknown, context: TargetContext): unknown[] {
  const array = [...arrayOf(value, '$push', context)];
  if (!isDocument(operand) || !Array.isArray(operand.$each)) return [...array, copyDeep(operand)];
  const position = operand.$position === undefined ? array.length : toNumber(operand.$position);
  array.splice(position, 0, ...copyDeep(operand.$each));
  if (operand.$sort !== undefined) sortElements(array, operand.$sort);
  if (operand.$slice === undefined) return array;
  const limit = toNumber(operand.$slice);
  return limit >= 0 ? array.slice(0, limit) : array.slice(limit);
}

function sortElements(array: unknown[], order: unknown): void {
  if (!isDocument(order)) {
    const sign = Math.sign(toNumber(order));
    array.sort((a, b) => sign * compare(a, b));
    return;
  }
  const pattern = new KeyPattern(order);
  const key = (element: unknown): string => pattern.sortKey(isDocument(element) ? element : {});
  array.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function addToSet(value: unknown, operand: unknown, context: TargetContext): unknown[] | undefined {
  const array = arrayOf(value, '$addToSet', context);
  const isEach = isDocument(operand) && '$each' in operand;
  if (isEach && !Array.isArray(operand.$each))
    throw new MongoError(14, 'The argument to $each in $addToSet must be an array');
  const wanted = isEach ? (operand.$each as unknown[]) : [operand];
  const known = new Set(array.map(sortKey));
  const added = wanted.filter((element) => {
    const key = sortKey(element);
    return !known.has(key) && known.add(key);
  });
  return added.length > 0 || value === undefined ? [...array, ...copyDeep(added)] : undefined;
}

function pop(value: unknown, operand: unknown, context: TargetContext): unknown[] {
  const array = arrayOf(value, '$pop', context);
  const end = toNumber(operand);
  if (end !== 1 && end !== -1)
    throw new MongoError(9, `$pop expects 1 or -1, found: ${valueForAnswer(operand)}`);
  return end === 1 ? array.slice(0, -1) : array.slice(1);
}

function pullAll(value: unknown, operand: unknown, context: TargetContext): unknown {
  if (!Array.isArray(operand))
    throw badValue(`$pullAll requires an array argument but was given a ${typeOf(operand).alias}`);
  return keep(value, context, (element) => operand.some((unwanted) => equal(element, unwanted)));
}

function keep(value: unknown, { name }: TargetContext, isUnwanted: (element: unknown) => boolean): unknown {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw badValue(`Cannot apply $pull to a non-array value: ${name}`);
  const kept = value.filter((element) => !isUnwanted(element));
  return kept.length === value.length ? undefined : kept;
}

/** A document is a condition on the fields of elements; a regex matches; anything else must be equal. */
function pullTest(operand: unknown): (element: unknown) => boolean {
  if (hasOperators(operand)) return elementTest(operand);
  if (isDocument(operand)) {
    const test = compileFilter(operand);
    return (element) => isDocument(element) && test(element);
  }
  if (bsonType(operand ?? 0) !== 'BSONRegExp') return (element) => equal(element, operand);
  const test = compileFilter({ value: operand });
  return (element) => test({ value: element });
}
