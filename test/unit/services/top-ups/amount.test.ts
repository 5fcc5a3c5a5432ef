/** What people write and say for an amount is read as what they mean, asked about, or explained; never guessed. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readAmount } from '../../../../services/top-ups/amount.ts';
import { asciiDigit } from '../../../../services/top-ups/amount-tokens.ts';
import { LANGUAGES, loadTexts } from '../../../../texts/texts.ts';
import { numberInWords } from '../../../../texts/words.ts';
import { inScript } from '../../../support/scripts.ts';

const LIMITS = { leastRials: 10_000, mostRials: 1_000_000_000, dailyRials: 2_000_000_000 };
const read = (typed: string) => readAmount(typed, LIMITS);

describe('an amount with its unit', () => {
  test.each([
    ['500000 ریال', 500_000],
    ['۵۰۰۰۰۰ریال', 500_000],
    ['٧٥٠٠٠٠ ريال', 750_000],
    ['750000 Rials', 750_000],
    ['500000﷼', 500_000],
    ['۵۰ هزار تومان', 500_000],
    ['پنجاه هزار تومان', 500_000],
    ['پنجاه‌هزار تومان', 500_000],
    ['۵۰۰هزارتومن', 5_000_000],
    ['یک میلیون و دویست هزار ریال', 1_200_000],
    ['1.5 میلیون تومان', 15_000_000],
    ['۱٫۵ میلیون تومان', 15_000_000],
    ['۱/۵ میلیون تومن', 15_000_000],
    ['نیم میلیون تومن', 5_000_000],
    ['یک و نیم میلیون تومان', 15_000_000],
    ['یه میلیون و نیم تومن', 15_000_000],
    ['2 و نیم میلیون تومن', 25_000_000],
    ['دو میلیون و پونصد هزار تومن', 25_000_000],
    ['۱۲ میلیون و ۵۰۰ هزار تومان', 125_000_000],
    ['هفتاد‌و‌پنج هزار تومان', 750_000],
    ['بیست وپنج هزار تومان', 250_000],
    ['چهار صد هزار ریال', 400_000],
    ['هزار تومان', 10_000],
    ['۵۰۰/۰۰۰ ریال', 500_000],
    ['500.000 ریال', 500_000],
    ['1,500 هزار تومان', 15_000_000],
    ['1000.1 تومان', 10_001],
    ['fifty thousand tomans', 500_000],
    ['1.5 million tomans', 15_000_000],
    ['one hundred and twenty-five thousand rials', 125_000],
    ['۵۰۰٬۰۰۰ ریال (۵۰٬۰۰۰ تومان)', 500_000],
    ['پنجاه هزار تومان.', 500_000],
  ])('%j is %i rials', (typed, amountRials) => {
    expect(read(typed)).toEqual({ type: 'amount', amountRials });
  });
});

describe('an amount without a unit', () => {
  test.each([
    ['500000', 500_000],
    ['۷۵۰٬۰۰۰', 750_000],
    ['750,000', 750_000],
    ["750'000", 750_000],
    ['۷۵۰ ۰۰۰', 750_000],
    ['\u200f۷۵۰٬۰۰۰\u200f', 750_000],
    ['1000000000', 1_000_000_000],
  ])('%j is %i rials, as the question asks for', (typed, amountRials) => {
    expect(read(typed)).toEqual({ type: 'amount', amountRials });
  });

  test.each([
    ['50000', [50_000, 500_000], 'that could be tomans'],
    ['۴۹۹۹۹۹', [499_999, 4_999_990], 'that could be tomans'],
    ['5000', [50_000], 'of which only one reading can be charged'],
    ['پنجاه هزار', [50_000, 500_000], 'in words, as tomans are said'],
    ['۲ میلیون', [2_000_000, 20_000_000], 'in words, as tomans are said'],
    ['دو میلیون و پانصد تومان', [20_005_000, 25_000_000], 'that leaves thousands unsaid'],
    [
      'دو میلیون و پانصد',
      [2_000_500, 2_500_000, 20_005_000, 25_000_000],
      'that leaves unit and thousands unsaid',
    ],
  ])('%j is asked about as %j: one %s', (typed, readings) => {
    expect(read(typed)).toEqual({ type: 'unclear', readings });
  });
});

test('just outside the limits is told which way', () => {
  for (const typed of ['0', '9999 ریال', 'صد تومان', '12.5']) {
    expect([typed, read(typed)]).toEqual([
      typed,
      typed === '12.5' ? { type: 'not-a-number' } : { type: 'too-small', leastRials: 10_000 },
    ]);
  }
  for (const typed of ['1000000001', 'صد میلیون و یک تومان', '9'.repeat(15), 'یک میلیارد تومان']) {
    expect([typed, read(typed)]).toEqual([typed, { type: 'too-large', mostRials: 1_000_000_000 }]);
  }
});

test.each([
  '',
  '   ',
  'سلام',
  '-5',
  '−500000',
  'منفی پنج هزار تومان',
  '1e9',
  '5e5',
  '۱۰^۹',
  '10⁹',
  '10.5.5',
  '.5 میلیون تومان',
  '1.500 میلیون تومان',
  '1,5 میلیون تومان',
  '12abc',
  '500000.5',
  '۱۲٫۵',
  '5000 6000',
  '100000 + 5',
  'پنجاه صد تومان',
  'دو دو هزار تومان',
  'هزار و هزار تومان',
  'پنجاه هزار و یک میلیون تومان',
  'میلیون تومان',
  'پنجاه هزار و تومان',
  'تومان',
  'نیم تومان و نیم',
  '۵۰۰٬۰۰۰ ریال (۵۰۰٬۰۰۰ تومان)',
  '👛',
  '\u200c\u200c\u200b\u200f',
  '9'.repeat(16),
  '1'.repeat(10_000),
  'هزار '.repeat(2_000),
])('%j is not an amount', (typed) => {
  expect(read(typed)).toEqual({ type: 'not-a-number' });
});

const amounts = fc.oneof(
  fc.integer({ min: LIMITS.leastRials, max: LIMITS.mostRials }),
  fc.integer({ min: 1, max: 1_000 }).map((thousands) => thousands * 100_000),
);

/** People would say otherwise what this says as well; then it is asked which was meant. */
function isReadAs(typed: string, amountRials: number): void {
  const found = read(typed);
  const readings =
    found.type === 'unclear' ? found.readings : found.type === 'amount' ? [found.amountRials] : [];
  expect([typed, readings[0]]).toEqual([typed, amountRials]);
}

describe.each(LANGUAGES)('whatever can be charged, as it is shown in %s', (language) => {
  const texts = loadTexts()[language];
  const shown = (key: string, params: Record<string, number>) => texts.plain(key, params);

  test('in rials and tomans is read back', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(read(shown('button-amount', { amount }))).toEqual({ type: 'amount', amountRials: amount });
        const [rials = '', tomans = ''] = shown('button-amount', { amount }).split(/[()]/);
        expect(read(rials)).toEqual({ type: 'amount', amountRials: amount });
        expect(read(tomans)).toEqual({ type: 'amount', amountRials: amount });
      }),
    );
  });

  test('in words is read back', () => {
    const [rial, toman] = language === 'fa' ? ['ریال', 'تومان'] : ['rials', 'tomans'];
    fc.assert(
      fc.property(amounts, (amount) => {
        isReadAs(`${numberInWords(language, amount)} ${rial}`, amount);
        if (amount % 10 === 0) isReadAs(`${numberInWords(language, amount / 10)} ${toman}`, amount);
      }),
    );
  });
});

test('is read in any script, with any separator between thousands', () => {
  const script = fc.constantFrom('latin', 'persian', 'arabic');
  const separator = fc.constantFrom(',', '٬', '،', ' ', "'", '_', '.');
  fc.assert(
    fc.property(amounts, script, separator, (amount, script, separator) => {
      const grouped = new Intl.NumberFormat('en-US').format(amount).split(',');
      const typed = grouped.map((digits) => inScript(digits, script as 'latin')).join(separator);
      expect(read(`${typed} ریال`)).toEqual({ type: 'amount', amountRials: amount });
    }),
  );
});

test('knows the digits of every script that Unicode has', () => {
  const digits: string[] = [];
  for (let code = 0; code <= 0x1ffff; code += 1) {
    const letter = String.fromCodePoint(code);
    if (/^\p{Nd}$/u.test(letter)) digits.push(letter);
  }
  expect(digits.length).toBeGreaterThan(500);
  // Unicode keeps each script's ten digits in order.
  expect(digits.map(asciiDigit)).toEqual(digits.map((_, index) => String(index % 10)));
});

test('whatever is typed, an amount is whole, positive and within the limits', () => {
  const word = fc.constantFrom(
    ...['پنجاه', 'هزار', 'میلیون', 'نیم', 'و', 'صد', 'تومان', 'ریال', '1.5', '500', '۰', '-', '.', '٬'],
  );
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(word).map((words) => words.join(' ')),
  );
  fc.assert(
    fc.property(typed, (text) => {
      const found = read(text);
      const readings =
        found.type === 'unclear' ? found.readings : found.type === 'amount' ? [found.amountRials] : [];
      for (const amount of readings) {
        expect(Number.isSafeInteger(amount)).toBe(true);
        expect(amount).toBeGreaterThanOrEqual(LIMITS.leastRials);
        expect(amount).toBeLessThanOrEqual(LIMITS.mostRials);
      }
    }),
    { numRuns: 500 },
  );
});
