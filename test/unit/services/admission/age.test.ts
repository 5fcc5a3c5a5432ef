import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fullYears } from '../../../../services/admission/age.ts';

/** 1 Dey 1387. Eighteen years later that day is 22 December, a day later than the calendar of UTC would have it. */
const BORN = new Date('2008-12-21T00:00:00Z');
/** 30 Esfand 1399, a day that only leap years have. */
const BORN_ON_A_LEAP_DAY = new Date('2021-03-20T00:00:00Z');

test.each<[string, Date, string, number]>([
  ['the evening before the birthday in Tehran', BORN, '2026-12-21T20:29:59Z', 17],
  ['the first moment of the birthday in Tehran', BORN, '2026-12-21T20:30:00Z', 18],
  ['the last moment of the birthday', BORN, '2026-12-22T20:29:59Z', 18],
  ['the day of birth', BORN, '2008-12-21T08:00:00Z', 0],
  ['the last day of a year without a leap day', BORN_ON_A_LEAP_DAY, '2022-03-20T08:00:00Z', 0],
  ['the first day of the year after it', BORN_ON_A_LEAP_DAY, '2022-03-21T08:00:00Z', 1],
])('on %s', (_when, birthDate, at, years) => {
  expect(fullYears(birthDate, new Date(at))).toBe(years);
});

test('it does not matter at which moment of the day of birth in Tehran the birth date stands', () => {
  const at = new Date('2026-12-22T08:00:00Z');
  const midnightInTehran = new Date('2008-12-20T20:30:00Z');
  expect(fullYears(midnightInTehran, at)).toBe(fullYears(BORN, at));
  expect(fullYears(new Date('2008-12-20T20:29:59Z'), new Date('2026-12-21T08:00:00Z'))).toBe(18);
});

test('age never goes back, and grows by one at a time', () => {
  const moment = fc.date({
    min: new Date('1930-01-01T00:00:00Z'),
    max: new Date('2040-01-01T00:00:00Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(moment, moment, (one, other) => {
      const [born, at] = one < other ? [one, other] : [other, one];
      const years = fullYears(born, at);
      const dayAfter = fullYears(born, new Date(at.getTime() + 24 * 60 * 60 * 1000));
      expect(years).toBeGreaterThanOrEqual(0);
      expect([years, years + 1]).toContain(dayAfter);
      expect(Math.abs((at.getTime() - born.getTime()) / (365.2425 * 86_400_000) - years - 0.5)).toBeLessThan(
        0.51,
      );
    }),
  );
});
