import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { asciiDigits, bareDigits } from '../../../../services/identity/digits.ts';
import {
  maskName,
  maskNationalCode,
  nationalCodesIn,
  readMobile,
  readNationalCode,
} from '../../../../services/identity/rules.ts';
import { anyNationalCode, withCheckDigit } from '../../../support/national-codes.ts';
import { inScript, spelledAnyhow } from '../../../support/scripts.ts';

/** What people, keyboards and copied text put between digits. */
const BETWEEN = [
  ' ',
  '\u00a0',
  '\t',
  '-',
  '–',
  '_',
  '.',
  '/',
  '\u200c',
  '\u200e',
  '\u200f',
  '\u202b',
  '\ufeff',
];

describe('a national code', () => {
  test.each([
    ['0076229645', '0076229645', 'as it is on the card'],
    ['0012345679', '0012345679', 'as it is on the card'],
    ['1234567891', '1234567891', 'with remainder 1'],
    ['0012345830', '0012345830', 'with remainder 0'],
    ['۰۰۷۶۲۲۹۶۴۵', '0076229645', 'in Persian digits'],
    ['٠٠٧٦٢٢٩٦٤٥', '0076229645', 'in Arabic digits'],
    ['۰۰٧٦22۹٦45', '0076229645', 'in all scripts at once'],
    [' ۰۰۷-۶۲۲۹۶۴-۵\n', '0076229645', 'with the dashes of the card'],
    ['\u200f0076229645\u202c', '0076229645', 'with invisible marks of direction'],
    ['00７６２２９६४৫', '0076229645', 'in fullwidth, Devanagari and Bengali digits'],
    ['کد ملی من ۰۰۷۶۲۲۹۶۴۵ است', '0076229645', 'inside a sentence'],
    ['كد ملي:٠٠٧٦٢٢٩٦٤٥', '0076229645', 'after words with Arabic letters'],
    ['۰۰۷-۶۲۲۹۶۴-۵ ۰۹۱۲ ۱۲۳ ۴۵۶۷', '0076229645', 'in groups, before a mobile in groups'],
    ['9121234567 0076229645', '0076229645', 'after a mobile without its zero'],
    ['+98 912 123 4567\n0 0 7 6 2 2 9 6 4 5', '0076229645', 'below a mobile, digit by digit'],
    ['0076229645، باز هم 0076229645', '0076229645', 'twice'],
  ])('%j is read as %s: %s', (typed, nationalCode) => {
    expect(readNationalCode(typed)).toEqual({ type: 'national-code', nationalCode });
  });

  test.each([
    ['0076229646', 'a wrong last digit'],
    ['1234567890', 'a wrong last digit'],
  ])('%s is refused for %s', (typed) => {
    expect(readNationalCode(typed)).toEqual({ type: 'wrong-check-digit', typed });
  });

  test.each([
    ['684159414', 9, '0684159414'],
    ['۱۱۵۳۷۰۲۷', 8, '0011537027'],
    ['کدم 684-159-414 است', 9, '0684159414'],
    ['684159414 09121234567', 9, '0684159414'],
  ])('%s lacks leading zeros, and is not filled up without a word', (typed, digits, nationalCode) => {
    expect(readNationalCode(typed)).toEqual({ type: 'zeros-missing', digits, nationalCode });
  });

  test.each(['0076229645 0012345679', 'یا 0076229645 یا ۰۰۱۲۳۴۵۶۷۹', '0076229645 0012345679 09121234567'])(
    '%j holds two different ones',
    (typed) => {
      expect(readNationalCode(typed)).toEqual({ type: 'several' });
    },
  );

  test.each([...'0123456789'])('of ten times %s is refused, though the arithmetic accepts it', (digit) => {
    const typed = digit.repeat(10);
    expect(readNationalCode(typed)).toEqual({ type: 'wrong-check-digit', typed });
  });

  test.each([
    ['12345', 5],
    ['1234567', 7],
    ['01234567891', 11],
    ['684159415', 9],
    ['09121234567', 11],
    ['کد من 12345 است', 5],
  ])('%s is refused for its length, which is told', (typed, digits) => {
    expect(readNationalCode(typed)).toEqual({ type: 'wrong-length', digits });
  });

  test.each([
    '',
    '   ',
    '\u200c\u200f',
    '12a4567891',
    'کد ملی من',
    'دورهٔ 12 از 20 آذر',
    '👍',
    '-',
    '1'.repeat(5_000),
  ])('%j has no number that could be meant', (typed) => {
    expect(readNationalCode(typed)).toEqual({ type: 'no-number' });
  });

  test('is read (scenario 6) from any script with anything between its digits', () => {
    const spelled = anyNationalCode.chain((code) =>
      fc.tuple(fc.constant(code), spelledAnyhow(code, BETWEEN)),
    );
    fc.assert(
      fc.property(spelled, ([nationalCode, typed]) => {
        expect(readNationalCode(typed)).toEqual({ type: 'national-code', nationalCode });
      }),
    );
  });

  test('is read from a sentence, also beside a mobile', () => {
    const words = fc.constantFrom('', 'کد ملی من: ', 'كد ملي ', 'سلام! این است «', '🙂 ', '12 آبان، ');
    const mobile = fc
      .array(fc.integer({ min: 0, max: 9 }), { minLength: 9, maxLength: 9 })
      .map((digits) => ` 09${digits.join('')}`);
    const spelled = anyNationalCode.chain((code) =>
      fc.tuple(fc.constant(code), words, spelledAnyhow(code, BETWEEN), fc.oneof(fc.constant(' است'), mobile)),
    );
    fc.assert(
      fc.property(spelled, ([nationalCode, before, typed, after]) => {
        expect(readNationalCode(before + typed + after)).toEqual({ type: 'national-code', nationalCode });
      }),
    );
  });

  test('is never found where no ten digits stand together', () => {
    const short = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 9 });
    const text = fc.array(
      fc.tuple(
        short.map((digits) => digits.join('')),
        fc.constantFrom(' تا ', '؟', 'ي', ' : ', '🙂'),
      ),
    );
    fc.assert(
      fc.property(text, (parts) => {
        const { type } = readNationalCode(parts.flat().join(''));
        expect(['zeros-missing', 'wrong-length', 'no-number']).toContain(type);
      }),
    );
  });

  test('is nothing but ten digits of the text, with their check digit', () => {
    const text = fc.string({
      unit: fc.constantFrom(...'0123456789۱۲٤٥  -\u200f'),
      minLength: 10,
      maxLength: 40,
    });
    fc.assert(
      fc.property(text, (typed) => {
        const found = nationalCodesIn(typed);
        const digits = asciiDigits(typed).replace(/\D/g, '');
        expect(found.filter((code) => !digits.includes(code))).toEqual([]);
        expect(found.map((code) => withCheckDigit(code.slice(0, 9)))).toEqual(found);
      }),
    );
  });

  test('with one digit changed is never accepted as itself', () => {
    const change = fc.tuple(anyNationalCode, fc.nat(9), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(change, ([code, place, by]) => {
        const changed = [...code];
        changed[place] = String((Number(code[place]) + by) % 10);
        expect(readNationalCode(changed.join(''))).toEqual(expectedOfChange(code, place, changed.join('')));
      }),
    );
  });

  /**
   * One changed digit moves the sum by less than 11 times its weight, so it always shows, except where the rule itself
   * is blind: it writes remainder 10 as check digit 1, the same as remainder 1.
   */
  function expectedOfChange(code: string, place: number, changed: string) {
    const blind = place < 9 && code[9] === '1' && remainderOf(code) + remainderOf(changed) === 11;
    return blind
      ? { type: 'national-code', nationalCode: changed }
      : { type: 'wrong-check-digit', typed: changed };
  }

  function remainderOf(code: string): number {
    const sum = [...code.slice(0, 9)].reduce(
      (total, digit, index) => total + Number(digit) * (10 - index),
      0,
    );
    return sum % 11;
  }
});

test('bare digits keep their number, whatever lies between them', () => {
  expect(bareDigits(inScript('0012', 'persian'))).toBe('0012');
  expect(bareDigits('0 0-1.2')).toBe('0012');
  expect(bareDigits('twelve')).toBeNull();
});

describe('a mobile', () => {
  test.each([
    '09121234567',
    '9121234567',
    '989121234567',
    '+989121234567',
    '00989121234567',
    '+98 (912) 123-4567',
    '۰۹۱۲۱۲۳۴۵۶۷',
    '٠٩١٢١٢٣٤٥٦٧',
    ' +۹۸ ۹۱۲ ۱۲۳ ۴۵۶۷ ',
  ])('%j is read as 09121234567', (given) => {
    expect(readMobile(given)).toBe('09121234567');
  });

  test.each([
    '',
    '+',
    '02188776655',
    '+14155550123',
    '+4915112345678',
    '0912123456',
    '091212345678',
    '98 0912 123 4567 1',
    'زنگ بزن',
    '00980912123456',
  ])('%j is no Iranian mobile', (given) => {
    expect(readMobile(given)).toBeNull();
  });

  test('has one form, however it is given', () => {
    const rest = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 9, maxLength: 9 });
    const prefix = fc.constantFrom('0', '', '98', '+98', '0098');
    fc.assert(
      fc.property(rest, prefix, (digits, before) => {
        expect(readMobile(`${before}9${digits.join('')}`)).toBe(`09${digits.join('')}`);
      }),
    );
  });
});

test('masks leave enough for the owner and too little for others', () => {
  expect(maskNationalCode('0076229645')).toBe('007****645');
  expect(maskName('سارا', 'احمدی')).toBe('سارا ا…');
  expect(maskName('سارا', '')).toBe('سارا …');
});
