import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  bareDigits,
  maskName,
  maskNationalCode,
  readMobile,
  readNationalCode,
} from '../../../../services/identity/rules.ts';
import { anyNationalCode } from '../../../support/national-codes.ts';
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
    ['684159414', '0684159414', 'without its leading zero'],
    ['11537027', '0011537027', 'without its two leading zeros'],
    ['۰۰۷۶۲۲۹۶۴۵', '0076229645', 'in Persian digits'],
    ['٠٠٧٦٢٢٩٦٤٥', '0076229645', 'in Arabic digits'],
    ['۰۰٧٦22۹٦45', '0076229645', 'in all scripts at once'],
    [' ۰۰۷-۶۲۲۹۶۴-۵\n', '0076229645', 'with the dashes of the card'],
    ['\u200f0076229645\u202c', '0076229645', 'with invisible marks of direction'],
  ])('%j is read as %s: %s', (typed, nationalCode) => {
    expect(readNationalCode(typed)).toEqual({ type: 'national-code', nationalCode });
  });

  test.each([
    ['0076229646', 'a wrong last digit'],
    ['1234567890', 'a wrong last digit'],
    ['684159415', 'a wrong last digit after filling up'],
  ])('%s is refused for %s', (typed) => {
    expect(readNationalCode(typed)).toEqual({ type: 'wrong-check-digit' });
  });

  test.each([...'0123456789'])('of ten times %s is refused, though the arithmetic accepts it', (digit) => {
    expect(readNationalCode(digit.repeat(10))).toEqual({ type: 'wrong-check-digit' });
  });

  test.each([
    ['12345', 5],
    ['1234567', 7],
    ['01234567891', 11],
  ])('%s is refused for its length, which is told', (typed, digits) => {
    expect(readNationalCode(typed)).toEqual({ type: 'wrong-length', digits });
  });

  test.each([
    '',
    '   ',
    '\u200c\u200f',
    '12a4567891',
    'کد ملی من ۰۰۷۶۲۲۹۶۴۵',
    '👍',
    '007622964５',
    '-',
    '1'.repeat(5_000),
  ])('%j is not a number', (typed) => {
    expect(readNationalCode(typed)).toEqual({ type: 'not-a-number' });
  });

  test('is read from any script with anything between its digits', () => {
    const spelled = anyNationalCode.chain((code) =>
      fc.tuple(fc.constant(code), spelledAnyhow(code, BETWEEN)),
    );
    fc.assert(
      fc.property(spelled, ([nationalCode, typed]) => {
        expect(readNationalCode(typed)).toEqual({ type: 'national-code', nationalCode });
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
    return blind ? { type: 'national-code', nationalCode: changed } : { type: 'wrong-check-digit' };
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
