/**
 * How BSON values live in memory.
 *
 * A number is a plain JavaScript number when `bson` would write it back with the type it came with: an
 * int32 as itself, a double as itself unless it is a whole number in the range of an int32. Such a double
 * stays wrapped in `Double`, so nothing changes its type by being stored. int64 and decimal128 stay `Long` and
 * `Decimal128`; dates are `Date`; regular expressions are `BSONRegExp`, which keeps every option.
 */
import { type Decimal128, Double, deserialize, type Long, serialize } from 'bson';

export type Doc = { [key: string]: unknown };
export type Numeric = number | Double | Long | Decimal128;

const exactTypes = { promoteValues: false, promoteLongs: false, bsonRegExp: true } as const;
const rawDocuments = { ...exactTypes, fieldsAsRaw: { documents: true } };

export function decode(bytes: Uint8Array): Doc {
  return unwrapNumbers(deserialize(bytes, exactTypes)) as Doc;
}

/** Decodes an insert command, leaving its `documents` as the bytes that were sent. */
export function decodeInsert(bytes: Uint8Array): Doc {
  return unwrapNumbers(deserialize(bytes, rawDocuments)) as Doc;
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
  if (type === 'Double') return isInt32((value as Double).value) ? value : (value as Double).value;
  if (type === 'DBRef') return plainReference(value as Reference);
  if (type !== undefined || value instanceof Date || value instanceof Uint8Array) return value;
  const doc = value as Doc;
  for (const key in doc) {
    const field = doc[key];
    if (typeof field === 'object') doc[key] = unwrapNumbers(field);
  }
  return doc;
}

interface Reference {
  readonly collection: string;
  readonly oid: unknown;
  readonly db?: string;
  readonly fields?: Doc;
}

/** `bson` reads `{$ref, $id}` as a class of its own; to the server it is a document like any other. */
function plainReference({ collection, oid, db, fields }: Reference): Doc {
  const others = unwrapNumbers(fields ?? {}) as Doc;
  return { $ref: collection, $id: unwrapNumbers(oid), ...(db ? { $db: db } : {}), ...others };
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
  return (value as { _bsontype?: string } | null | undefined)?._bsontype;
}

/** Is this an embedded document: an object that is no array, date or BSON class? */
export function isDocument(value: unknown): value is Doc {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === Object.prototype || prototype === null;
}

/** The document, or an empty one where the client has given none. */
export function documentOrEmpty(value: unknown): Doc {
  return isDocument(value) ? value : {};
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
  return type === 'Long' ? (value as Long).toNumber() : Number(value.toString());
}

/** As the server sees truth: all but false, null, missing and zero. */
export function isTrue(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false;
  return !isNumeric(value) || toNumber(value) !== 0;
}

/** Reads an own field only, so that a field named `constructor` is missing unless somebody stored it. */
export function field(doc: Doc, name: string): unknown {
  const value = doc[name];
  return value === undefined || Object.hasOwn(doc, name) ? value : undefined;
}

/** Sets a field by its name, whatever the name is. */
export function setField(doc: Doc, name: string, value: unknown): void {
  if (name !== '__proto__') doc[name] = value;
  else Object.defineProperty(doc, name, { value, writable: true, enumerable: true, configurable: true });
}

/** A copy that shares no document and no array with the original. BSON values are never changed, so they are shared. */
export function copyDeep<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyDeep) as T;
  if (!isDocument(value)) return value;
  const copy: Doc = {};
  for (const key of Object.keys(value)) setField(copy, key, copyDeep(value[key]));
  return copy as T;
}

/** The server's numbers for the types of values, by the names that `$type` knows them by. */
export const typeNumbers: { readonly [name: string]: number } = {
  ...{ double: 1, string: 2, object: 3, array: 4, binData: 5, undefined: 6, objectId: 7, bool: 8, date: 9 },
  ...{ null: 10, regex: 11, dbPointer: 12, javascript: 13, symbol: 14, javascriptWithScope: 15 },
  ...{ int: 16, timestamp: 17, long: 18, decimal: 19, minKey: -1, maxKey: 127 },
};

const namesOfClasses: { readonly [bsonType: string]: string } = {
  ...{ Double: 'double', Long: 'long', Decimal128: 'decimal', Timestamp: 'timestamp', Binary: 'binData' },
  ...{ ObjectId: 'objectId', BSONRegExp: 'regex', Code: 'javascript', BSONSymbol: 'symbol' },
  ...{ MinKey: 'minKey', MaxKey: 'maxKey' },
};

/** The name of a value's type, as `$type` and messages say it. */
export function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return isInt32(value) ? 'int' : 'double';
  if (typeof value !== 'object') return typeof value;
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  return namesOfClasses[bsonType(value) ?? ''] ?? 'object';
}

/** A value as the server's messages show it. */
export function valueForAnswer(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || value === undefined) return 'null';
  if (bsonType(value) === 'ObjectId') return `ObjectId('${String(value)}')`;
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (Array.isArray(value)) return `[ ${value.map(valueForAnswer).join(', ')} ]`;
  if (!isDocument(value)) return String(value);
  const fields = Object.entries(value).map(([name, inner]) => `${name}: ${valueForAnswer(inner)}`);
  return `{ ${fields.join(', ')} }`;
}
