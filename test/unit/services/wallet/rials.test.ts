import { expect, test } from '@jest/globals';
import { toRials } from '../../../../services/wallet/rials.ts';

test.each([1, 10_000, Number.MAX_SAFE_INTEGER])('%d is an amount of rials', (amount) => {
  expect(toRials(amount)).toBe(amount);
});

test.each([0, -1, 10.4, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER + 1])(
  '%d never reaches the ledger',
  (amount) => {
    expect(() => toRials(amount)).toThrow(RangeError);
  },
);
