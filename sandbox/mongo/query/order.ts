/**
 * The order of BSON values, as strings.
 *
 * `sortKey(value)` is a string such that comparing two of them with `<` and `===` compares the values as the
 * server documents it: across types by type, numbers by value whatever their type, strings by their UTF-8 bytes.
 * No key is a prefix of another, so keys of several values may be joined to the key of a compound index. This one
 * order serves indexes, sorting, equality, `distinct` and grouping.
 */
import type { Binary, BSONRegExp, Code, Decimal128, Double, Long, ObjectId, Timestamp } from 'bson';
import { bsonType, type Doc, toNumber } from '../values.ts';

/** First character of a key: the rank of the value's type. */
const tag = {
  ...{ MinKey: '\x01', Undefined: '\x02', Null: '\x05', Number: '\x0a', String: '\x0f', Object: '\x14' },
  ...{ Array: '\x19', Binary: '\x1e', ObjectId: '\x23', Boolean: '\x28', Date: '\x2d', Timestamp: '\x2f' },
  ...{ RegExp: '\x32', Code: '\x3c', CodeWithScope: '\x41', MaxKey: '\x7f' },
};
const end = '\0';

/** Above every key that starts with what it is appended to. */
export const afterAll = '\uffff';

export function sortKey(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return tag.String + stringKey(value);
    case 'number':
      return tag.Number + doubleKey(value) + exact;
    case 'boolean':
      return tag.Boolean + (value ? '\x02' : '\x01');
    case 'undefined':
      return tag.Undefined;
    default:
      return value === null ? tag.Null : objectKey(value as object);
  }
}

function objectKey(value: object): string {
  if (value instanceof Date) return tag.Date + doubleKey(value.getTime());
  if (Array.isArray(value)) return `${tag.Array}${value.map(sortKey).join('')}${end}`;
  switch (bsonType(value)) {
    case 'ObjectId':
      return tag.ObjectId + rawBytes((value as ObjectId).id);
    case 'Double':
      return tag.Number + doubleKey((value as Double).value) + exact;
    case 'Long':
    case 'Decimal128':
      return tag.Number + wideNumberKey(value as Long | Decimal128);
    case 'Timestamp': {
      const stamp = value as Timestamp;
      return tag.Timestamp + unsigned32(stamp.getHighBitsUnsigned()) + unsigned32(stamp.getLowBitsUnsigned());
    }
    case 'Binary':
      return tag.Binary + bytesKey((value as Binary).value(), (value as Binary).sub_type);
    case 'BSONRegExp':
      return tag.RegExp + stringKey((value as BSONRegExp).pattern) + stringKey((value as BSONRegExp).options);
    case 'BSONSymbol':
      return tag.String + stringKey(String(value));
    case 'Code': {
      const { code, scope } = value as Code;
      return scope ? tag.CodeWithScope + stringKey(code) + sortKey(scope) : tag.Code + stringKey(code);
    }
    case 'MinKey':
      return tag.MinKey;
    case 'MaxKey':
      return tag.MaxKey;
    default:
      return tag.Object + fieldKeys(value as Doc) + end;
  }
}

/** Documents compare field by field: first the type, then the name, then the value. */
function fieldKeys(doc: Doc): string {
  let key = '';
  for (const name of Object.keys(doc)) {
    const value = sortKey(doc[name]);
    key += value[0] + stringKey(name) + value;
  }
  return key;
}

/** UTF-16 units of a string, moved so that they order as its UTF-8 bytes do, with an end mark below all else. */
function stringKey(text: string): string {
  const escaped = text.includes(end) ? text.replaceAll(end, '\0\uffff') : text;
  return (/[\ud800-\uffff]/.test(text) ? surrogatesLast(escaped) : escaped) + end;
}

function surrogatesLast(text: string): string {
  return text.replace(/[\ud800-\ufffe]/g, (unit) => {
    const code = unit.charCodeAt(0);
    return String.fromCharCode(code < 0xe000 ? code + 0x2000 : code - 0x800);
  });
}

const float = new DataView(new ArrayBuffer(8));

/** Four units that order as the doubles do; NaN below all numbers, and one zero. */
function doubleKey(value: number): string {
  if (Number.isNaN(value)) return '\0\0\0\0';
  float.setFloat64(0, value === 0 ? 0 : value);
  const flip = value < 0 ? 0xffff : 0;
  const first = float.getUint16(0) ^ flip;
  return String.fromCharCode(
    value < 0 ? first : first | 0x8000,
    float.getUint16(2) ^ flip,
    float.getUint16(4) ^ flip,
    float.getUint16(6) ^ flip,
  );
}

/** What follows the double nearest to a number: nothing more, or what the number has above or below it. */
const exact = '\x02';

function wideNumberKey(value: Long | Decimal128): string {
  const nearest = toNumber(value);
  const head = doubleKey(nearest);
  const isExact = !Number.isFinite(nearest) || (bsonType(value) === 'Long' && Number.isSafeInteger(nearest));
  const difference = isExact ? 0 : subtractExactly(value, nearest);
  return difference === 0 ? head + exact : head + (difference < 0 ? '\x01' : '\x03') + doubleKey(difference);
}

/** `value - nearest`, itself rounded to a double: enough to order any two 34-digit numbers in practice. */
function subtractExactly(value: Long | Decimal128, nearest: number): number {
  const [a, aExponent] = digits(value.toString());
  const [b, bExponent] = digits(nearest.toPrecision(100));
  const exponent = Math.min(aExponent, bExponent);
  if (Math.max(aExponent, bExponent) - exponent > 7000) return 0;
  const difference = a * 10n ** BigInt(aExponent - exponent) - b * 10n ** BigInt(bExponent - exponent);
  return difference === 0n ? 0 : Number(`${difference}e${exponent}`);
}

/** A decimal text as a whole number times a power of ten. */
export function digits(text: string): [coefficient: bigint, exponent: number] {
  const [mantissa = '0', power = '0'] = text.toLowerCase().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  return [BigInt(whole + fraction), Number(power) - fraction.length];
}

function bytesKey(bytes: Uint8Array, subtype: number): string {
  return unsigned32(bytes.length) + String.fromCharCode(subtype) + rawBytes(bytes);
}

function rawBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function unsigned32(value: number): string {
  return String.fromCharCode(value >>> 16, value & 0xffff);
}

/** Turns a key around: the greater comes first. */
export function invert(key: string): string {
  let inverted = '';
  for (let i = 0; i < key.length; i++) inverted += String.fromCharCode(0xffff - key.charCodeAt(i));
  return inverted;
}

/** The rank of a value's type: ranges such as `$gt` look only at values of the same rank. */
export function typeRank(value: unknown): string {
  if (typeof value === 'string') return tag.String;
  return typeof value === 'number' ? tag.Number : sortKey(value).charAt(0);
}

export function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number' && Number.isFinite(a - b)) return a - b;
  const left = sortKey(a);
  const right = sortKey(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

export function equal(a: unknown, b: unknown): boolean {
  return a === b || sortKey(a) === sortKey(b);
}
