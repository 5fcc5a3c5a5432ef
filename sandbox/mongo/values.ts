/**
 * How BSON values live in memory.
 *
 * A number is a plain JavaScript number when `bson` would write it back with the type it came with: an
 * int32 as itself, a double as itself unless it is a whole number in the range of an int32. Such a double
 * stays wrapped in `Double`, so nothing changes its type by being stored. int64 and decimal128 stay `Long` and
 * `Decimal128`; dates are `Date`; regular expressions are `BSONRegExp`, which keeps every option.
 */
import {
  type Binary,
  BSONRegExp,
  type Decimal128,
  Double,
  deserialize,
  type Long,
  type ObjectId,
  serialize,
} from 'bson';

export type Doc = { [key: string]: unknown };
export type Numeric = number | Double | Long | Decimal128;

const exactTypes = { promoteValues: false, promoteLongs: false, bsonRegExp: true } as const;

export function decode(bytes: Uint8Array): Doc {
  return unwrapNumbers(deserialize(bytes, exactTypes)) as Doc;
}

/** Decodes an insert command, leaving its `documents` as the bytes that were sent. */
export function decodeInsert(bytes: Uint8Array): Doc {
  return unwrapNumbers(deserialize(bytes, { ...exactTypes, fieldsAsRaw: { documents: true } })) as Doc;
}

export function encode(doc: Doc): Uint8Array {
  return serialize(doc, { ignoreUndefined: true });
}

function unwrapNumbers(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = unwrapNumbers(value[i]);
    return value;
  }
  const type = bsonType(value);
  if (type === 'Int32') return (value as { value: number }).value;
  if (type === 'Double') {
    const { value: number } = value as Double;
    return isInt32(number) ? value : number;
  }
  if (type === 'DBRef') return plainReference(value as Doc);
  if (type !== undefined || value instanceof Date || value instanceof Uint8Array) return value;
  const doc = value as Doc;
  for (const key in doc) {
    const field = doc[key];
    if (typeof field === 'object') doc[key] = unwrapNumbers(field);
  }
  return doc;
}

/** `bson` reads `{$ref, $id}` as a class of its own; to the server it is a document like any other. */
function plainReference(reference: Doc): Doc {
  const { collection, oid, db, fields } = reference as {
    collection: string;
    oid: unknown;
    db?: string;
    fields: Doc;
  };
  return {
    $ref: collection,
    $id: unwrapNumbers(oid),
    ...(db ? { $db: db } : {}),
    ...(unwrapNumbers(fields ?? {}) as Doc),
  };
}

export function isInt32(value: number): boolean {
  return value === (value | 0) && !Object.is(value, -0);
}

/** A double of this value, whatever it is; a plain number where that says the same. */
export function asDouble(value: number): number | Double {
  return isInt32(value) ? new Double(value) : value;
}

/** The name of the BSON class of a value, or undefined for plain JavaScript values. */
export function bsonType(value: unknown): string | undefined {
  return (value as { _bsontype?: string })._bsontype;
}

/** Is this an embedded document: an object that is no array, date or BSON class? */
export function isDocument(value: unknown): value is Doc {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === Object.prototype || prototype === null;
}

export function isNumeric(value: unknown): value is Numeric {
  if (typeof value === 'number') return true;
  if (typeof value !== 'object' || value === null) return false;
  const type = bsonType(value);
  return type === 'Double' || type === 'Long' || type === 'Decimal128';
}

/** The value as a JavaScript number, rounded when it has more digits; NaN when it is no number. */
export function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  if (!isNumeric(value)) return Number.NaN;
  const type = bsonType(value);
  if (type === 'Double') return (value as Double).value;
  return type === 'Long' ? (value as Long).toNumber() : Number((value as Decimal128).toString());
}

/** Reads an own field only, so that a field named `constructor` is missing unless somebody stored it. */
export function field(doc: Doc, name: string): unknown {
  const value = doc[name];
  return value === undefined || Object.hasOwn(doc, name) ? value : undefined;
}

/** A copy that shares no document and no array with the original. BSON values are never changed, so they are shared. */
export function copyDeep<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyDeep) as T;
  if (!isDocument(value)) return value;
  const copy: Doc = {};
  for (const key of Object.keys(value)) setField(copy, key, copyDeep(value[key]));
  return copy as T;
}

/** Sets a field by its name, whatever the name is. */
export function setField(doc: Doc, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(doc, name, { value, writable: true, enumerable: true, configurable: true });
  else doc[name] = value;
}

/** The server's number and name for the type of a value, as `$type` knows them. */
export function typeOf(value: unknown): { number: number; alias: string } {
  const [number, alias] = typeNumberAndAlias(value);
  return { number, alias };
}

function typeNumberAndAlias(value: unknown): [number, string] {
  if (value === undefined) return [6, 'undefined'];
  if (value === null) return [10, 'null'];
  if (typeof value === 'string') return [2, 'string'];
  if (typeof value === 'boolean') return [8, 'bool'];
  if (typeof value === 'number') return isInt32(value) ? [16, 'int'] : [1, 'double'];
  if (Array.isArray(value)) return [4, 'array'];
  if (value instanceof Date) return [9, 'date'];
  if (value instanceof RegExp) return [11, 'regex'];
  if (value instanceof Uint8Array) return [5, 'binData'];
  return classTypes[bsonType(value) ?? ''] ?? [3, 'object'];
}

const classTypes: { [bsonType: string]: [number, string] } = {
  Double: [1, 'double'],
  Binary: [5, 'binData'],
  ObjectId: [7, 'objectId'],
  BSONRegExp: [11, 'regex'],
  Code: [13, 'javascript'],
  BSONSymbol: [14, 'symbol'],
  Int32: [16, 'int'],
  Timestamp: [17, 'timestamp'],
  Long: [18, 'long'],
  Decimal128: [19, 'decimal'],
  MinKey: [-1, 'minKey'],
  MaxKey: [127, 'maxKey'],
};

/** A JavaScript expression for a BSON one. Options that JavaScript lacks are refused by its constructor. */
export function toRegExp(value: BSONRegExp | RegExp): RegExp {
  if (value instanceof RegExp) return value;
  return new RegExp(value.pattern, value.options.replace('x', ''));
}

export type { Binary, ObjectId };
export { BSONRegExp };

/** A value as the server's messages show it. */
export function valueForAnswer(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || value === undefined) return 'null';
  if (bsonType(value) === 'ObjectId') return `ObjectId('${String(value)}')`;
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (Array.isArray(value)) return `[ ${value.map(valueForAnswer).join(', ')} ]`;
  if (isDocument(value)) {
    return `{ ${Object.entries(value)
      .map(([name, inner]) => `${name}: ${valueForAnswer(inner)}`)
      .join(', ')} }`;
  }
  return String(value);
}
