/** National codes and mobiles: how they are read, checked, compared and shown. Pure. */
import { bareDigits, runsOfDigits } from './digits.ts';

export type ReadNationalCode =
  | { type: 'national-code'; nationalCode: string }
  /** Different codes stand in the text, so which one is meant is to be asked. */
  | { type: 'several' }
  /** Eight or nine digits that are this code once their leading zeros, which spreadsheets drop, are put back. */
  | { type: 'zeros-missing'; digits: number; nationalCode: string }
  | { type: 'wrong-length'; digits: number }
  /** Ten digits; also ten equal ones. */
  | { type: 'wrong-check-digit'; typed: string }
  /** No number, or numbers of which none is nearer to a code than the others. */
  | { type: 'no-number' };

const CODE_DIGITS = 10;
/** More than two leading zeros no code has. */
const DIGITS_WITHOUT_ZEROS = [8, 9];
/** Digits of a code, a mobile and some more; a longer run is no pair of both. */
const LONGEST_RUN = 48;
/** No messenger carries a longer text. */
const LONGEST_TEXT = 4_096;

/**
 * The one door for national codes: digits of any script, with anything between them, alone or among words and beside a
 * mobile. Nothing is filled up silently: who has lost leading zeros is told, and may say yes to them.
 */
export function readNationalCode(raw: string): ReadNationalCode {
  if (raw.length > LONGEST_TEXT) return { type: 'no-number' };
  const runs = runsOfDigits(raw);
  const codes = codesIn(runs);
  if (codes.length > 1) return { type: 'several' };
  const [nationalCode] = codes;
  return nationalCode === undefined ? whatIsWrong(runs) : { type: 'national-code', nationalCode };
}

/** Every different national code in a text, in the order in which they stand there. */
export const nationalCodesIn = (text: string): string[] => codesIn(runsOfDigits(text));

/** Whether these ten ASCII digits can be somebody's national code. */
export const isNationalCode = (digits: string): boolean =>
  digits.length === CODE_DIGITS && hasValidCheckDigit(digits);

function codesIn(runs: readonly string[][]): string[] {
  const codes = [...new Set(runs.flatMap(codesOfRun))];
  // Ten digits that begin with 9 may be a mobile without its zero: beside a code they are.
  const others = codes.filter((code) => readMobile(code) === null);
  return others.length > 0 ? others : codes;
}

function codesOfRun(groups: readonly string[]): string[] {
  return numbersOf(withoutMobile(groups), [CODE_DIGITS]).filter(isNationalCode);
}

/** What neighbouring groups give when read as one number, as far as it has one of these lengths. */
export function numbersOf(groups: readonly string[], lengths: readonly number[]): string[] {
  const longest = Math.max(...lengths);
  return groups.flatMap((_group, start) => {
    const found: string[] = [];
    let number = '';
    for (let at = start; at < groups.length && number.length < longest; at += 1) {
      number += groups[at];
      if (lengths.includes(number.length)) found.push(number);
    }
    return found;
  });
}

/** What is left of a run when the mobile with which it begins or ends is taken away, as people write both in a row. */
function withoutMobile(groups: readonly string[]): readonly string[] {
  if (groups.join('').length > LONGEST_RUN) return groups;
  const rests = groups.flatMap((_group, at) => {
    const [before, after] = [groups.slice(0, at), groups.slice(at)];
    return [...(isLongMobile(after) ? [before] : []), ...(isLongMobile(before) ? [after] : [])];
  });
  return rests.find((rest) => isNationalCode(rest.join(''))) ?? rests[0] ?? groups;
}

/** With its 0 or 98; ten digits that begin with 9 may as well be a code. */
function isLongMobile(groups: readonly string[]): boolean {
  const digits = groups.join('');
  return digits.length > CODE_DIGITS && readMobile(digits) !== null;
}

/** Judges the number that is nearest to a code: ten digits, else eight or nine, else the only one there is. */
function whatIsWrong(runs: readonly string[][]): ReadNationalCode {
  const numbers = runs.map((groups) => withoutMobile(groups).join('') || groups.join(''));
  for (const lengths of [[CODE_DIGITS], DIGITS_WITHOUT_ZEROS]) {
    const near = numbers.filter((number) => lengths.includes(number.length));
    if (near.length > 0) return judge(near);
  }
  return judge(numbers);
}

function judge([number, ...others]: readonly string[]): ReadNationalCode {
  if (number === undefined || others.length > 0) return { type: 'no-number' };
  if (number.length === CODE_DIGITS) return { type: 'wrong-check-digit', typed: number };
  const digits = number.length;
  const nationalCode = number.padStart(CODE_DIGITS, '0');
  return DIGITS_WITHOUT_ZEROS.includes(digits) && isNationalCode(nationalCode)
    ? { type: 'zeros-missing', digits, nationalCode }
    : { type: 'wrong-length', digits };
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

/** `0912***4567`. */
export function maskMobile(mobile: string): string {
  return `${mobile.slice(0, 4)}***${mobile.slice(7)}`;
}

/** `سارا ا…`: the first name and an initial, to tell whose wallet it is (N5) without telling all. */
export function maskName(firstName: string, lastName: string): string {
  return `${firstName} ${[...lastName][0] ?? ''}…`;
}
