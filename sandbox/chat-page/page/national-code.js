/** National codes: nine digits and a check digit. */

/** A prefix that no real place of issue has been given, as far as is known; invented people belong to nobody. */
const INVENTED_PLACE = '999';

/** @param {string} nineDigits */
function checkDigit(nineDigits) {
  const sum = [...nineDigits].reduce((total, digit, index) => total + Number(digit) * (10 - index), 0);
  const remainder = sum % 11;
  return remainder < 2 ? remainder : 11 - remainder;
}

/** @param {string} code ten Latin digits */
export const isNationalCode = (code) =>
  /^\d{10}$/.test(code) && !/^(\d)\1{9}$/.test(code) && checkDigit(code.slice(0, 9)) === Number(code[9]);

/**
 * @param {() => number} [random]
 * @returns {string}
 */
export function inventNationalCode(random = Math.random) {
  const digits = INVENTED_PLACE + String(Math.floor(random() * 1_000_000)).padStart(6, '0');
  const code = digits + checkDigit(digits);
  return isNationalCode(code) ? code : inventNationalCode(random);
}
