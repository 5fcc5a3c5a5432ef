/** National codes that are right by arithmetic and belong to nobody in particular. */
import fc from 'fast-check';

/** The code whose first nine digits are `nine`, with its check digit. */
export function withCheckDigit(nine: string): string {
  const sum = [...nine].reduce((total, digit, index) => total + Number(digit) * (10 - index), 0);
  const remainder = sum % 11;
  return `${nine}${remainder < 2 ? remainder : 11 - remainder}`;
}

/** The `n`-th of many different codes. */
export function nationalCodeOf(n: number): string {
  return withCheckDigit(String(100_000_000 + n));
}

const digit = fc.integer({ min: 0, max: 9 });

/** Any code that the organisation's rule accepts. */
export const anyNationalCode = fc
  .array(digit, { minLength: 9, maxLength: 9 })
  .filter((nine) => new Set(nine).size > 1)
  .map((nine) => withCheckDigit(nine.join('')));
