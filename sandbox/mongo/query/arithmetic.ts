/** Sums and products with the types that the server gives them: int → long → double, decimal over all. */
import { Decimal128, Long } from 'bson';
import { asDouble, bsonType, isInt32, isNumeric, type Numeric, toNumber } from '../values.ts';
import { digits } from './order.ts';

type Width = 'int' | 'long' | 'double' | 'decimal';

function widthOf(value: Numeric): Width {
  if (typeof value === 'number') return isInt32(value) ? 'int' : 'double';
  const type = bsonType(value);
  return type === 'Long' ? 'long' : type === 'Double' ? 'double' : 'decimal';
}

/** @returns undefined when the sum of two whole numbers does not fit 64 bits; the caller knows what that means */
export function add(a: Numeric, b: Numeric): Numeric | undefined {
  const width = wider(widthOf(a), widthOf(b));
  if (width === 'decimal') return decimal(a, b, sumOfDecimals);
  if (width === 'double') return asDouble(toNumber(a) + toNumber(b));
  if (width === 'int') return wholeNumber(toNumber(a) + toNumber(b));
  return long(BigInt(a.toString()) + BigInt(b.toString()));
}

/** @returns undefined when the product of two whole numbers does not fit 64 bits */
export function multiply(a: Numeric, b: Numeric): Numeric | undefined {
  const width = wider(widthOf(a), widthOf(b));
  if (width === 'decimal') return decimal(a, b, ([x, p], [y, q]) => [x * y, p + q]);
  if (width === 'double') return asDouble(toNumber(a) * toNumber(b));
  const product = BigInt(a.toString()) * BigInt(b.toString());
  const isSmall = width === 'int' && isInt32(Number(product));
  return isSmall ? Number(product) : long(product);
}

export function negate(value: Numeric): Numeric {
  return multiply(value, -1) ?? asDouble(-toNumber(value));
}

/** The sum of what is numeric in a list; what overflows a long goes on as a double, as in `$sum`. */
export function sum(values: readonly unknown[]): Numeric {
  let total: Numeric = 0;
  for (const value of values) {
    if (isNumeric(value)) total = add(total, value) ?? asDouble(toNumber(total) + toNumber(value));
  }
  return total;
}

function wider(a: Width, b: Width): Width {
  const order: Width[] = ['int', 'long', 'double', 'decimal'];
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}

function wholeNumber(value: number): Numeric {
  return isInt32(value) ? value : Long.fromNumber(value);
}

function long(value: bigint): Long | undefined {
  return value === BigInt.asIntN(64, value) ? Long.fromBigInt(value) : undefined;
}

type Decimal = [coefficient: bigint, exponent: number];

function decimal(a: Numeric, b: Numeric, combine: (x: Decimal, y: Decimal) => Decimal): Decimal128 {
  const texts = [a, b].map(decimalText) as [string, string];
  if (texts.some((text) => /nan|inf/i.test(text)))
    return Decimal128.fromString(String(toNumber(a) + toNumber(b)));
  const [coefficient, exponent] = combine(digits(texts[0]), digits(texts[1]));
  return Decimal128.fromStringWithRounding(`${coefficient}E${exponent}`);
}

/** A double becomes a decimal with the 15 digits that it can be trusted with. */
function decimalText(value: Numeric): string {
  return widthOf(value) === 'double' ? String(Number(toNumber(value).toPrecision(15))) : value.toString();
}

function sumOfDecimals([x, p]: Decimal, [y, q]: Decimal): Decimal {
  const exponent = Math.min(p, q);
  return [x * 10n ** BigInt(p - exponent) + y * 10n ** BigInt(q - exponent), exponent];
}
