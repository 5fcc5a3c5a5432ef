/** National codes and mobiles: how they are read, checked, compared and shown. Pure. */
import { autoConvertDigitsToEN } from '@persian-tools/persian-tools';

export type ReadNationalCode =
  | { type: 'national-code'; nationalCode: string }
  | { type: 'not-a-number' }
  | { type: 'wrong-length'; digits: number }
  | { type: 'wrong-check-digit' };

/** The longest text in which a national code is looked for; more is not a code. */
const LONGEST_INPUT = 64;

/**
 * What people (and keyboards) put between digits: white space, dashes, dots, slashes, commas of both scripts, brackets,
 * and marks that have no width and only steer direction or joining.
 */
const BETWEEN = '\\s\\p{Pd}\\p{Cf}_./\\\\,\\u060C\\u0640()';
const BETWEEN_DIGITS = new RegExp(`[${BETWEEN}]`, 'gu');
/** Where a number ends at the latest. */
export const NO_PART_OF_NUMBER = new RegExp(`[^\\d${BETWEEN}]+`, 'u');

/**
 * Reads a typed national code: digits of any script, spaces, dashes and invisible marks between them.
 * Eight or nine digits have lost their leading zeros (spreadsheets drop them) and get them back.
 */
export function readNationalCode(raw: string): ReadNationalCode {
  const digits = bareDigits(raw);
  if (digits === null) return { type: 'not-a-number' };
  if (digits.length < 8 || digits.length > 10) return { type: 'wrong-length', digits: digits.length };
  const nationalCode = digits.padStart(10, '0');
  return hasValidCheckDigit(nationalCode)
    ? { type: 'national-code', nationalCode }
    : { type: 'wrong-check-digit' };
}

/** The ASCII digits of a text that holds nothing but digits and what people put between them; else null. */
export function bareDigits(raw: string): string | null {
  if (raw.length > LONGEST_INPUT) return null;
  const compact = autoConvertDigitsToEN(raw).replace(BETWEEN_DIGITS, '');
  return /^\d+$/.test(compact) ? compact : null;
}

/** The organisation's rule (weights 10 to 2, modulo 11); ten equal digits pass it and are refused by name. */
function hasValidCheckDigit(nationalCode: string): boolean {
  if (/^(\d)\1{9}$/.test(nationalCode)) return false;
  const digits = [...nationalCode].map(Number);
  const sum = digits.slice(0, 9).reduce((total, digit, index) => total + digit * (10 - index), 0);
  const remainder = sum % 11;
  return digits[9] === (remainder < 2 ? remainder : 11 - remainder);
}

/** `09…` from any of the forms in which messengers give a number; null when it is not an Iranian mobile. */
export function readMobile(raw: string): string | null {
  const digits = bareDigits(raw.replace(/^\s*\+/, ''));
  const local = digits?.replace(/^(?:0098|98|0)?(?=9\d{9}$)/, '0');
  return local && /^09\d{9}$/.test(local) ? local : null;
}

/** `007****645`: enough for the owner to know it, for nobody else to use it. */
export function maskNationalCode(nationalCode: string): string {
  return `${nationalCode.slice(0, 3)}****${nationalCode.slice(7)}`;
}

/** `سارا ا…`: the first name and an initial, to tell whose wallet it is (N5) without telling all. */
export function maskName(firstName: string, lastName: string): string {
  return `${firstName} ${[...lastName][0] ?? ''}…`;
}
