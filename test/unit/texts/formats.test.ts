import { describe, expect, test } from '@jest/globals';
import {
  formatDate,
  formatDateTime,
  formatDigits,
  formatNumber,
  formatRials,
} from '../../../texts/formats.ts';

test('amounts have separators and their unit, in the digits of the language', () => {
  expect(formatRials('fa', 500_000)).toBe('۵۰۰٬۰۰۰ ریال');
  expect(formatRials('en', 500_000)).toBe('500,000 rials');
  expect(formatRials('fa', 0)).toBe('۰ ریال');
  expect(formatRials('fa', 1_000_000_000)).toBe('۱٬۰۰۰٬۰۰۰٬۰۰۰ ریال');
});

test('numbers and codes are shown in the digits of the language', () => {
  expect(formatNumber('fa', 12)).toBe('۱۲');
  expect(formatNumber('en', 1_200)).toBe('1,200');
  expect(formatDigits('fa', '007****645')).toBe('۰۰۷****۶۴۵');
  expect(formatDigits('en', '0076229645')).toBe('0076229645');
});

describe('dates are Jalali, in Tehran time', () => {
  test.each([
    ['2026-11-22T08:00:00Z', 'یکشنبه ۱ آذر ۱۴۰۵', 'Sunday 1 Azar 1405'],
    ['2026-03-20T20:29:59Z', 'جمعه ۲۹ اسفند ۱۴۰۴', 'Friday 29 Esfand 1404'],
    ['2026-03-20T20:30:00Z', 'شنبه ۱ فروردین ۱۴۰۵', 'Saturday 1 Farvardin 1405'],
    ['2025-03-20T12:00:00Z', 'پنجشنبه ۳۰ اسفند ۱۴۰۳', 'Thursday 30 Esfand 1403'],
  ])('%s is %s', (at, fa, en) => {
    expect(formatDate('fa', new Date(at))).toBe(fa);
    expect(formatDate('en', new Date(at))).toBe(en);
  });

  test('with the time, by a clock of 24 hours', () => {
    expect(formatDateTime('fa', new Date('2026-11-22T20:45:00Z'))).toBe('۲ آذر ۱۴۰۵، ساعت ۰۰:۱۵');
    expect(formatDateTime('en', new Date('2026-11-22T14:05:00Z'))).toBe('1 Azar 1405, 17:35');
  });
});
