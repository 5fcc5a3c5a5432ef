/** The arithmetic of the national code (کد ملی): nine digits and a check digit. */

const LENGTH = 10;

/** Completes the first nine digits of a code. */
export function withCheckDigit(nineDigits: string): string {
  const remainder = weightedSum(nineDigits) % 11;
  return nineDigits + (remainder < 2 ? remainder : 11 - remainder);
}

/** Ten ASCII digits, not all alike, with the right check digit. */
export function isNationalCode(text: string): boolean {
  if (!/^\d{10}$/.test(text) || /^(\d)\1{9}$/.test(text)) return false;
  return withCheckDigit(text.slice(0, LENGTH - 1)) === text;
}

/** The first digit counts ten times, the ninth twice. */
function weightedSum(nineDigits: string): number {
  return [...nineDigits].reduce((sum, digit, index) => sum + Number(digit) * (LENGTH - index), 0);
}
