/** Which amounts make the bot stop and ask: rials taken for tomans, or the other way round. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { COMMON, rangeOf, strangeAmount } from '../../../../services/top-ups/usual.ts';

const RANGE = { fromRials: 500_000, toRials: 2_000_000 };

describe('ten times what is usual, or a tenth of it, is strange', () => {
  test.each([
    [20_000_000, { side: 'much', meantRials: 2_000_000 }],
    [75_000_009, { side: 'much', meantRials: 7_500_000 }],
    [50_000, { side: 'little', meantRials: 500_000 }],
    [10_000, { side: 'little', meantRials: 100_000 }],
  ])('%i', (amount, strange) => {
    expect(strangeAmount(amount, RANGE)).toEqual(strange);
  });

  test.each([[19_999_999], [50_001], [500_000], [2_000_000]])('%i is not', (amount) => {
    expect(strangeAmount(amount, RANGE)).toBeNull();
  });

  test('and nobody is asked twice: what may be meant is less strange than what was written', () => {
    const amounts = fc.integer({ min: 10_000, max: 1_000_000_000 });
    fc.assert(
      fc.property(amounts, amounts, (amount, usual) => {
        const strange = strangeAmount(amount, { fromRials: usual, toRials: usual });
        if (!strange) return;
        expect(Math.abs(Math.log(strange.meantRials / usual))).toBeLessThan(
          Math.abs(Math.log(amount / usual)) + 1e-6,
        );
      }),
    );
  });
});

describe('usual', () => {
  test.each([[[]], [[90_000_000]], [[90_000_000, 90_000_000]]])(
    'is what courses cost after %j',
    (amounts) => {
      expect(rangeOf(amounts)).toEqual(COMMON);
    },
  );

  test('is the median of what was charged lately, which one slip does not move', () => {
    const range = { fromRials: 8_000_000, toRials: 8_000_000 };
    expect(rangeOf([8_000_000, 80_000_000, 7_000_000])).toEqual(range);
    expect(rangeOf([80_000_000, 7_000_000, 9_000_000, 8_000_000, 6_000_000])).toEqual(range);
  });
});
