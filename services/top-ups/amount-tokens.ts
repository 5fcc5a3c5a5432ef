/** Takes a text apart into runs of digits and words, whatever keyboard wrote it. Pure. */

import { NUMBER_WORDS } from './amount-words.ts';

/** What is often written without a space before or behind it. */
const GLUED = /(هزار|میلیون|ملیون|میلیارد|تومان|تومن|تمن|ریال|﷼)/g;

/** One spelling for what keyboards write in several ways: digits, letters, invisible marks. */
export function simplified(raw: string): string {
  return raw
    .normalize('NFC')
    .replace(/\p{Nd}/gu, asciiDigit)
    .replaceAll('ي', 'ی')
    .replaceAll('ك', 'ک')
    .replaceAll('\u200c', ' ')
    .replace(/[\p{Cf}\p{Mn}\u0640]/gu, '')
    .toLowerCase()
    .replace(/(?<=\p{L})-(?=\p{L})/gu, ' ')
    .replace(GLUED, ' $1 ')
    .replace(/\s+/g, ' ')
    .replace(/[ .,:;!?،؛؟]+$/, '')
    .trim();
}

/** Unicode keeps the ten digits of each script in a row, and some rows right behind each other. */
export function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((code - first) % 10);
}

const TOKEN = /(\d(?:[\d٬،,'’_ ./٫]*\d)?)|([\p{L}﷼]+)|[^ ]/gu;

/** Null when something is neither digits nor a word. */
export function tokensOf(text: string): string[] | null {
  const matches = [...text.matchAll(TOKEN)];
  const isUnderstood = matches.every(([, digits, word]) => (digits ?? word) !== undefined);
  return isUnderstood ? matches.flatMap(([, digits, word]) => digits ?? apart(word ?? '')) : null;
}

/** `بیست وپنج` */
function apart(word: string): string[] {
  const behind = word.slice(1);
  return word.startsWith('و') && NUMBER_WORDS.has(behind) ? ['و', behind] : [word];
}
