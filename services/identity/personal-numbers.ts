/** Finds in any text the numbers that should not stay in a chat: national codes and bank cards. Pure. */
import { runsOfDigits } from './digits.ts';
import { nationalCodesIn, numbersOf, readMobile } from './rules.ts';

export interface PersonalNumbers {
  /** The first national code with a valid check digit. */
  nationalCode: string | null;
  hasCardNumber: boolean;
}

const CARD_DIGITS = 16;

/** Reads digits of any script, whole or in groups (`6037-9911-…`), alone or among words. */
export function personalNumbersIn(text: string): PersonalNumbers {
  return {
    nationalCode: nationalCodesIn(text)[0] ?? null,
    hasCardNumber: runsOfDigits(text).some((groups) => numbersOf(groups, [CARD_DIGITS]).some(isCardNumber)),
  };
}

/** Something that may not go on record: a national code, a bank card, a mobile. */
export function hasPersonalNumber(text: string): boolean {
  const { nationalCode, hasCardNumber } = personalNumbersIn(text);
  const mobiles = runsOfDigits(text).flatMap((groups) => numbersOf(groups, [10, 11, 12]));
  return nationalCode !== null || hasCardNumber || mobiles.some((number) => readMobile(number) !== null);
}

/** Luhn's rule. The library's own takes a number, which cannot hold every sixteen digits. */
function isCardNumber(number: string): boolean {
  if (/^0+$/.test(number)) return false;
  const sum = [...number].map(Number).reduce((total, digit, index) => {
    const doubled = index % 2 === 0 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
