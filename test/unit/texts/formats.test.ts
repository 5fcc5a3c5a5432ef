import { describe, expect, test } from '@jest/globals';
import {
  formatDate,
  formatDigits,
  formatNumber,
  formatShortDate,
  formatTime,
  sortableDate,
  sortableTime,
} from '../../../texts/formats.ts';

test('numbers and codes are shown in the digits of the language', () => {
  expect(formatNumber('fa', 12)).toBe('۱۲');
  expect(formatNumber('fa', 1_000_000_000)).toBe('۱٬۰۰۰٬۰۰۰٬۰۰۰');
  expect(formatNumber('en', 1_200)).toBe('1,200');
  expect(formatDigits('fa', '007****645')).toBe('۰۰۷****۶۴۵');
  expect(formatDigits('en', '0076229645')).toBe('0076229645');
});

describe('dates are Jalali with their weekday, in Tehran time', () => {
  test.each([
    ['2026-11-28T08:00:00Z', 'شنبه ۷ آذر ۱۴۰۵', 'Saturday 7 Azar 1405'],
    ['2026-03-20T20:29:59Z', 'جمعه ۲۹ اسفند ۱۴۰۴', 'Friday 29 Esfand 1404'],
    ['2026-03-20T20:30:00Z', 'شنبه ۱ فروردین ۱۴۰۵', 'Saturday 1 Farvardin 1405'],
    ['2025-03-20T12:00:00Z', 'پنجشنبه ۳۰ اسفند ۱۴۰۳', 'Thursday 30 Esfand 1403'],
  ])('%s is %s', (at, fa, en) => {
    expect(formatDate('fa', new Date(at))).toBe(fa);
    expect(formatDate('en', new Date(at))).toBe(en);
  });

  test('without the weekday where each letter costs', () => {
    expect(formatShortDate('fa', new Date('2026-11-22T20:45:00Z'))).toBe('۲ آذر ۱۴۰۵');
    expect(formatShortDate('en', new Date('2026-11-22T20:45:00Z'))).toBe('2 Azar 1405');
  });

  test('the time is by a clock of 24 hours', () => {
    expect(formatTime('fa', new Date('2026-11-22T20:45:00Z'))).toBe('۰۰:۱۵');
    expect(formatTime('en', new Date('2026-11-22T14:05:00Z'))).toBe('17:35');
  });
});

test('dates in a file sort as text the way time goes, over the turn of a year and of a day in Tehran', () => {
  const moments = [
    '2026-03-20T20:29:59Z',
    '2026-03-20T20:30:00Z',
    '2026-05-01T05:31:00Z',
    '2026-12-01T08:00:00Z',
  ];
  const written = moments.map((at) => `${sortableDate(new Date(at))} ${sortableTime(new Date(at))}`);
  expect(written).toEqual(['1404/12/29 23:59', '1405/01/01 00:00', '1405/02/11 09:01', '1405/09/10 11:30']);
  expect([...written].sort()).toEqual(written);
});
