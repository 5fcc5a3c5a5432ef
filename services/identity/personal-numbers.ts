/** Finds in any text the numbers that should not stay in a chat: national codes and bank cards. Pure. */
import { autoConvertDigitsToEN } from '@persian-tools/persian-tools';
import { NO_PART_OF_NUMBER, readMobile, readNationalCode } from './rules.ts';

export interface PersonalNumbers {
  /** The first national code with a valid check digit. */
  nationalCode: string | null;
  hasCardNumber: boolean;
}

const CODE_DIGITS = 10;
const CARD_DIGITS = 16;

/** Reads digits of any script, whole or in groups (`6037-9911-…`), alone or among words. */
export function personalNumbersIn(text: string): PersonalNumbers {
  const numbers = runsOfDigits(text).flatMap(numbersIn);
  return {
    nationalCode: numbers.find(isNationalCode) ?? null,
    hasCardNumber: numbers.some(isCardNumber),
  };
}

const isNationalCode = (number: string) =>
  number.length === CODE_DIGITS && readNationalCode(number).type === 'national-code';

/** Luhn's rule. The library's own takes a number, which cannot hold every sixteen digits. */
function isCardNumber(number: string): boolean {
  if (number.length !== CARD_DIGITS || /^0+$/.test(number)) return false;
  const sum = [...number].map(Number).reduce((total, digit, index) => {
    const doubled = index % 2 === 0 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/** Groups of digits with nothing between them but what people put between digits. A mobile is no code, however grouped. */
function runsOfDigits(text: string): string[][] {
  return autoConvertDigitsToEN(text)
    .split(NO_PART_OF_NUMBER)
    .filter((run) => !isLongMobile(run))
    .map((run) => run.match(/\d+/g) ?? []);
}

/** With its 0 or 98; ten digits that begin with 9 may as well be a code. */
const isLongMobile = (run: string) =>
  readMobile(run) !== null && (run.match(/\d/g)?.length ?? 0) > CODE_DIGITS;

/** What neighbouring groups give when read as one number, as far as it has a length that matters. */
function numbersIn(groups: string[]): string[] {
  return groups.flatMap((_group, start) => {
    const found: string[] = [];
    let number = '';
    for (let at = start; at < groups.length && number.length < CARD_DIGITS; at += 1) {
      number += groups[at];
      if (number.length === CODE_DIGITS || number.length === CARD_DIGITS) found.push(number);
    }
    return found;
  });
}
