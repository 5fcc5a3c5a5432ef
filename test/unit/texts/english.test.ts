/** English as it is to be written: British spelling, its own quotes, and not a word of Persian but the language's name. */
import { describe, expect, test } from '@jest/globals';
import { writtenTexts } from '../../support/locale-texts.ts';

const texts = writtenTexts('en');

/** The way to Persian is shown in Persian. */
const LANGUAGE_NAME = new Set(['command-language', 'button-other-language']);

const MISTAKES: [name: string, pattern: RegExp, wrong: string, right: string][] = [
  ['Persian letters or digits', /[\p{Script=Arabic}۰-۹،؛؟]/u, 'search جوشکاری', 'search ICDL'],
  ['straight quotes', /["']/, "don't", 'don’t'],
  ['three dots for one sign', /\.\.\./, 'wait...', 'wait…'],
  ['American spelling', /\b(?:enroll|enrollment|center|cancelation|canceled)\b/i, 'enrollment', 'enrolment'],
  ['a space before punctuation', / [,;:.!?)]/, 'Hello , you', 'Hello, you'],
  ['two spaces', / {2}/, 'a  b', 'a b'],
  [
    'words of no native speaker',
    /\bdo the needful\b|\bkindly\b|\bregarding to\b|\bthe most one can\b/i,
    'Kindly wait',
    'Please wait',
  ],
];

describe.each(MISTAKES)('%s', (_name, pattern, wrong, right) => {
  test('would be found', () => {
    expect(wrong).toMatch(pattern);
    expect(right).not.toMatch(pattern);
  });

  test('is in no text', () => {
    const found = texts.filter(({ key, words }) => !LANGUAGE_NAME.has(key) && pattern.test(words));
    expect(found.map(({ key, words }) => `${key}: ${words}`)).toEqual([]);
  });
});
