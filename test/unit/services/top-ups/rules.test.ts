import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  checkedUntil,
  endOfWait,
  gapToCharge,
  nextCheckAt,
  TOP_UP_CHECKED_MS,
  TOP_UP_EXPIRES_MS,
} from '../../../../services/top-ups/rules.ts';

const LIMITS = { leastRials: 10_000, mostRials: 1_000_000_000 };

describe('the gap to charge', () => {
  test.each([
    [800_000, 300_000, 500_000, 'exactly what is missing'],
    [800_000, 0, 800_000, 'the whole fee when the wallet is empty'],
    [800_000, 799_999, LIMITS.leastRials, 'the least that a gateway takes when less is missing'],
    [2_000_000_000, 0, LIMITS.mostRials, 'the most that can be paid at once when more is missing'],
  ])('for a fee of %i and a balance of %i is %i: %s', (fee, balance, gap) => {
    expect(gapToCharge(fee, balance, LIMITS)).toBe(gap);
  });

  test('always makes the wallet pay the fee', () => {
    fc.assert(
      fc.property(fc.nat(LIMITS.mostRials), fc.nat(LIMITS.mostRials), (fee, balance) => {
        expect(balance + gapToCharge(fee, balance, LIMITS)).toBeGreaterThanOrEqual(fee);
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
