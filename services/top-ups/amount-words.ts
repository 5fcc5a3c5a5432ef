/** The words in which people say amounts, in Persian as it is written and as it is spoken, and in English. Pure. */

/** Numbers below a thousand. */
export const NUMBER_WORDS: ReadonlyMap<string, number> = new Map([
  ...numbered(1, 'یک دو سه چهار پنج شش هفت هشت نه ده'),
  ...numbered(11, 'یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده'),
  ...numbered(1, 'one two three four five six seven eight nine ten'),
  ...numbered(11, 'eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'),
  ...tens('بیست سی چهل پنجاه شصت هفتاد هشتاد نود'),
  ...tens('twenty thirty forty fifty sixty seventy eighty ninety'),
  ...hundreds('صد دویست سیصد چهارصد پانصد ششصد هفتصد هشتصد نهصد'),
  ['یه', 1],
  ['چار', 4],
  ['شیش', 6],
  ['پونزده', 15],
  ['شونزده', 16],
  ['هیفده', 17],
  ['هیجده', 18],
  ['هژده', 18],
  ['یکصد', 100],
  ['چارصد', 400],
  ['پونصد', 500],
  ['شیشصد', 600],
]);

/** Behind one of the first nine: `چهار صد`, `four hundred`. */
export const HUNDRED_WORDS: ReadonlySet<string> = new Set(['صد', 'hundred']);

export const MULTIPLIERS: ReadonlyMap<string, bigint> = new Map([
  ['هزار', 1_000n],
  ['thousand', 1_000n],
  ['میلیون', 1_000_000n],
  ['ملیون', 1_000_000n],
  ['million', 1_000_000n],
  ['میلیارد', 1_000_000_000n],
  ['billion', 1_000_000_000n],
]);

export const AND_WORDS: ReadonlySet<string> = new Set(['و', 'and']);
export const HALF_WORD = 'نیم';

export const UNITS: ReadonlyMap<string, 'rial' | 'toman'> = new Map([
  ...['ریال', '﷼', 'rial', 'rials'].map((word) => [word, 'rial'] as const),
  ...['تومان', 'تومن', 'تمن', 'toman', 'tomans'].map((word) => [word, 'toman'] as const),
]);

function numbered(first: number, words: string): [string, number][] {
  return words.split(' ').map((word, index) => [word, first + index]);
}

function tens(words: string): [string, number][] {
  return words.split(' ').map((word, index) => [word, 10 * (index + 2)]);
}

function hundreds(words: string): [string, number][] {
  return words.split(' ').map((word, index) => [word, 100 * (index + 1)]);
}
