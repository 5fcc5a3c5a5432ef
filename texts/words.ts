/** Amounts in words, as they stand on a cheque: nobody takes a zero too many for a word. */
import { numberToWords } from '@persian-tools/persian-tools';
import type { Language } from './formats.ts';

/** `هفتصد و پنجاه هزار` or `seven hundred fifty thousand`; whole numbers from 1 up to a billion. */
export function numberInWords(language: Language, value: number): string {
  return language === 'fa' ? inPersian(value) : inEnglish(value);
}

/** The library parts the hundreds ("هفت صد"), which are written in one. */
function inPersian(value: number): string {
  return String(numberToWords(value))
    .replace(/(چهار|شش|هفت|هشت|نه) صد/g, '$1صد')
    .replaceAll('سه صد', 'سیصد');
}

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const LARGE: readonly [size: number, word: string][] = [
  [1_000_000_000, 'billion'],
  [1_000_000, 'million'],
  [1_000, 'thousand'],
  [100, 'hundred'],
];

function inEnglish(value: number): string {
  const [size, word] = LARGE.find(([size]) => value >= size) ?? [1, ''];
  if (size > 1) {
    const rest = value % size;
    const head = `${inEnglish(Math.floor(value / size))} ${word}`;
    return rest === 0 ? head : `${head} ${inEnglish(rest)}`;
  }
  if (value < 20) return SMALL[value] ?? '';
  const units = value % 10;
  const tens = TENS[Math.floor(value / 10)] ?? '';
  return units === 0 ? tens : `${tens}-${SMALL[units]}`;
}
