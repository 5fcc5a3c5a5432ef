import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  checkedUntil,
  endOfWait,
  gapToCharge,
  LEAST_TOP_UP_RIALS,
  MOST_TOP_UP_RIALS,
  nextCheckAt,
  readAmount,
  TOP_UP_CHECKED_MS,
  TOP_UP_EXPIRES_MS,
} from '../../../../services/top-ups/rules.ts';
import { spelledAnyhow } from '../../../support/scripts.ts';

describe('an amount', () => {
  test.each([
    ['500000', 500_000],
    ['۵۰۰۰۰۰', 500_000],
    ['٥٠٠٠٠٠', 500_000],
    ['۷۵۰٬۰۰۰', 750_000],
    ['750,000', 750_000],
    ["750'000", 750_000],
    ['۷۵۰ ۰۰۰ ریال', 750_000],
    ['۷۵۰۰۰۰ريال', 750_000],
    ['750000 rials', 750_000],
    ['\u200f۷۵۰٬۰۰۰\u200f', 750_000],
    [String(LEAST_TOP_UP_RIALS), LEAST_TOP_UP_RIALS],
    [String(MOST_TOP_UP_RIALS), MOST_TOP_UP_RIALS],
  ])('%j is %i rials', (typed, amountRials) => {
    expect(readAmount(typed)).toEqual({ type: 'amount', amountRials });
  });

  test.each([
    '',
    '۵۰ هزار تومان',
    '۵۰۰۰۰ تومان',
    '-500000',
    '5e5',
    '500000.5',
    '12abc',
    '۱۲٫۵',
    '👛',
    '\u200c\u200c',
    '9'.repeat(16),
    '1'.repeat(5_000),
  ])('%j is not an amount', (typed) => {
    expect(readAmount(typed)).toEqual({ type: 'not-a-number' });
  });

  test('just outside the limits is told which way', () => {
    expect(readAmount(String(LEAST_TOP_UP_RIALS - 1))).toEqual({ type: 'too-small' });
    expect(readAmount('0')).toEqual({ type: 'too-small' });
    expect(readAmount(String(MOST_TOP_UP_RIALS + 1))).toEqual({ type: 'too-large' });
    expect(readAmount('9'.repeat(15))).toEqual({ type: 'too-large' });
  });

  test('inside the limits is read from any script with any separators', () => {
    const amount = fc.integer({ min: LEAST_TOP_UP_RIALS, max: MOST_TOP_UP_RIALS });
    const spelled = amount.chain((amountRials) =>
      fc.tuple(fc.constant(amountRials), spelledAnyhow(String(amountRials), [' ', ',', '٬', '،', '\u200f'])),
    );
    fc.assert(
      fc.property(spelled, ([amountRials, typed]) => {
        expect(readAmount(typed)).toEqual({ type: 'amount', amountRials });
      }),
    );
  });

  test('read from anything whatever is whole rials within the limits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        const read = readAmount(typed);
        if (read.type !== 'amount') return;
        expect(Number.isSafeInteger(read.amountRials)).toBe(true);
        expect(read.amountRials).toBeGreaterThanOrEqual(LEAST_TOP_UP_RIALS);
        expect(read.amountRials).toBeLessThanOrEqual(MOST_TOP_UP_RIALS);
      }),
    );
  });
});

describe('the gap to charge', () => {
  test.each([
    [800_000, 300_000, 500_000, 'exactly what is missing'],
    [800_000, 0, 800_000, 'the whole fee when the wallet is empty'],
    [800_000, 799_999, LEAST_TOP_UP_RIALS, 'the least that a gateway takes when less is missing'],
  ])('for a fee of %i and a balance of %i is %i: %s', (fee, balance, gap) => {
    expect(gapToCharge(fee, balance)).toBe(gap);
  });

  test('always makes the wallet pay the fee', () => {
    fc.assert(
      fc.property(fc.nat(MOST_TOP_UP_RIALS), fc.nat(MOST_TOP_UP_RIALS), (fee, balance) => {
        expect(balance + gapToCharge(fee, balance)).toBeGreaterThanOrEqual(fee);
      }),
    );
  });
});

const createdAt = new Date('2026-11-22T09:00:00Z');
const after = (ms: number) => new Date(createdAt.getTime() + ms);

describe('an open payment is looked at', () => {
  test('soon, then ever less often, but at least hourly', () => {
    const minutes = (checks: number) =>
      (nextCheckAt({ createdAt, checks }, createdAt).getTime() - createdAt.getTime()) / 60_000;
    const waits = Array.from({ length: 30 }, (_, checks) => minutes(checks));
    expect(waits[0]).toBe(1);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits.at(-1)).toBe(60);
  });

  test('once more right when the checking ends, so that the time people were told is true', () => {
    const end = checkedUntil({ createdAt });
    const shortlyBefore = new Date(end.getTime() - 60_000);
    expect(nextCheckAt({ createdAt, checks: 30 }, shortlyBefore)).toEqual(end);
    expect(nextCheckAt({ createdAt, checks: 30 }, end).getTime()).toBeGreaterThan(end.getTime());
  });
});

describe('the wait for a payment', () => {
  test.each([
    ['sent', 'unpaid', TOP_UP_EXPIRES_MS - 1, null],
    ['sent', 'unpaid', TOP_UP_EXPIRES_MS, 'expired'],
    ['created', 'unpaid', TOP_UP_EXPIRES_MS, 'expired'],
    ['sent', 'silence', TOP_UP_CHECKED_MS - 1, null],
    ['sent', 'silence', TOP_UP_CHECKED_MS, 'unresolved'],
    ['paid-unverified', 'silence', TOP_UP_CHECKED_MS, 'unresolved'],
    ['paid-unverified', 'unpaid', TOP_UP_CHECKED_MS, null],
    ['paid-unverified', 'differs', TOP_UP_CHECKED_MS, 'refund-due'],
    ['expired', 'unpaid', TOP_UP_CHECKED_MS, null],
    ['failed', 'silence', TOP_UP_CHECKED_MS, null],
    ['failed', 'differs', TOP_UP_CHECKED_MS - 1, null],
    ['failed', 'differs', TOP_UP_CHECKED_MS, 'refund-due'],
  ] as const)('of one %s, found as %s after %i ms, ends as %s', (state, finding, ms, end) => {
    expect(endOfWait({ state, createdAt }, finding, after(ms))).toBe(end);
  });
});
