/** Sums and products with the types that the server gives them: int → long → double, decimal over all. */
import { Decimal128, Long } from 'bson';
import { asDouble, isInt32, isNumeric, type Numeric, toNumber, typeName } from '../values.ts';
import { digits } from './order.ts';

const widths = ['int', 'long', 'double', 'decimal'];

function wider(a: Numeric, b: Numeric): string {
  return widths[Math.max(widths.indexOf(typeName(a)), widths.indexOf(typeName(b)))] ?? 'double';
}

/** @returns undefined when the sum of two whole numbers does not fit 64 bits; the caller knows what that means */
export function add(a: Numeric, b: Numeric): Numeric | undefined {
  const width = wider(a, b);
  if (width === 'decimal') return decimal(a, b, sumOfDecimals);
  const sum = toNumber(a) + toNumber(b);
  if (width === 'double') return asDouble(sum);
  if (width === 'int') return isInt32(sum) ? sum : Long.fromNumber(sum);
  return long(BigInt(a.toString()) + BigInt(b.toString()));
}

/** @returns undefined when the product of two whole numbers does not fit 64 bits */
export function multiply(a: Numeric, b: Numeric): Numeric | undefined {
  const width = wider(a, b);
  if (width === 'decimal') return decimal(a, b, ([x, p], [y, q]) => [x * y, p + q]);
  if (width === 'double') return asDouble(toNumber(a) * toNumber(b));
  const product = BigInt(a.toString()) * BigInt(b.toString());
  return width === 'int' && isInt32(Number(product)) ? Number(product) : long(product);
}

export function negate(value: Numeric): Numeric {
  return multiply(value, -1) ?? asDouble(-toNumber(value));
}

/** The sum of what is numeric in a list; what overflows a long goes on as a double, as in `$sum`. */
export function sum(values: readonly unknown[]): Numeric {
  return values
    .filter(isNumeric)
    .reduce<Numeric>((total, value) => add(total, value) ?? asDouble(toNumber(total) + toNumber(value)), 0);
}

function long(value: bigint): Long | undefined {
  return value === BigInt.asIntN(64, value) ? Long.fromBigInt(value) : undefined;
}

type Decimal = [coefficient: bigint, exponent: number];

function decimal(a: Numeric, b: Numeric, combine: (x: Decimal, y: Decimal) => Decimal): Decimal128 {
  const [x, y] = [decimalText(a), decimalText(b)];
  if (/nan|inf/i.test(x + y)) return Decimal128.fromString(String(toNumber(a) + toNumber(b)));
  const [coefficient, exponent] = combine(digits(x), digits(y));
  return Decimal128.fromStringWithRounding(`${coefficient}E${exponent}`);
}

/** A double becomes a decimal with the 15 digits that it can be trusted with. */
function decimalText(value: Numeric): string {
  return typeName(value) === 'double' ? String(Number(toNumber(value).toPrecision(15))) : value.toString();
}

function sumOfDecimals([x, p]: Decimal, [y, q]: Decimal): Decimal {
  const exponent = Math.min(p, q);
  return [x * 10n ** BigInt(p - exponent) + y * 10n ** BigInt(q - exponent), exponent];
}
