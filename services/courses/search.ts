/** The form in which texts are compared: how people spell and how keyboards write must not matter. Pure. */
import { autoConvertDigitsToEN } from '@persian-tools/persian-tools';

/** Longer input is cut: nobody searches by an essay. */
const LONGEST_INPUT = 500;

/** Arabic letters as Persian ones, half-spaces as spaces, no diacritics, digits in ASCII, lower case, single spaces. */
export function comparable(text: string): string {
  return autoConvertDigitsToEN(text.slice(0, LONGEST_INPUT))
    .normalize('NFC')
    .replace(/[يى]/g, 'ی')
    .replace(/ك/g, 'ک')
    .replace(/[ةۀ]/g, 'ه')
    .replace(/[أإآ]/g, 'ا')
    .replace(/[\p{M}\u0640]/gu, '')
    .replace(/\p{Cf}|\s+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .toLowerCase();
}
