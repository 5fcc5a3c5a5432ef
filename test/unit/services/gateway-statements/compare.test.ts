/** A gateway's day beside ours: nothing is lost between the two lists. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Types } from 'mongoose';
import { compare, type Ours } from '../../../../services/gateway-statements/compare.ts';

const day = { from: new Date('2026-11-24T20:30:00Z'), until: new Date('2026-11-25T20:30:00Z') };
const noon = new Date('2026-11-25T08:30:00Z');

const payment = (sessionId: string, different: Partial<Ours> = {}): Ours => ({
  ...{ _id: new Types.ObjectId(), trackingCode: '123', state: 'credited', amountRials: 500_000 },
  ...{ sessionId, reference: `R-${sessionId}`, endedAt: noon },
  ...different,
});
const row = (sessionId: string, amountRials = 500_000, line = 2) => ({ line, sessionId, amountRials });
const typesOf = (...args: Parameters<typeof compare>) => compare(...args).differences.map(({ type }) => type);

test('payments of both lists are matched by the gateway’s name, or by the bank’s reference', () => {
  const byReference = { line: 3, reference: 'R-B', amountRials: 500_000 };
  const found = compare([row('A'), byReference], [payment('A'), payment('B')], day);
  expect(found).toEqual({
    ...{ matched: 2, differences: [] },
    ...{ ours: { count: 2, rials: 1_000_000 }, theirs: { count: 2, rials: 1_000_000 } },
  });
});

test('each kind of difference is told', () => {
  expect(typesOf([row('X')], [], day)).toEqual(['only-theirs']);
  expect(typesOf([], [payment('A')], day)).toEqual(['only-ours']);
  expect(typesOf([row('A', 5_000_000)], [payment('A')], day)).toEqual(['amounts-differ']);
  expect(typesOf([row('A')], [payment('A', { state: 'expired' })], day)).toEqual(['not-credited']);
  expect(typesOf([row('A'), row('A', 500_000, 3)], [payment('A')], day)).toEqual(['twice-in-file']);
});

test('what was credited around midnight may stand in the file of another day', () => {
  const late = payment('A', { endedAt: new Date(day.until.getTime() - 60_000) });
  expect(compare([], [late], day).differences).toMatchObject([{ type: 'only-ours', nearMidnight: true }]);
  expect(compare([], [payment('A')], day).differences).toMatchObject([{ nearMidnight: false }]);
  // In this day's file, though it was credited after midnight: the same payment all the same.
  const next = payment('B', { endedAt: new Date(day.until.getTime() + 60_000) });
  expect(compare([row('B')], [next], day)).toMatchObject({ matched: 1, differences: [] });
});

test('every row and every payment of the day is matched or told, once', () => {
  const name = fc.constantFrom('A', 'B', 'C', 'D', 'E');
  const rows = fc.array(fc.record({ line: fc.nat(), sessionId: name, amountRials: fc.constantFrom(1, 2) }));
  const ours = fc.uniqueArray(
    fc.record({
      sessionId: name,
      amountRials: fc.constantFrom(1, 2),
      state: fc.constantFrom('credited' as const, 'expired' as const),
    }),
    { selector: ({ sessionId }) => sessionId },
  );
  fc.assert(
    fc.property(rows, ours, (theirs, some) => {
      const {
        matched,
        differences,
        ours: sums,
      } = compare(
        theirs,
        some.map(({ sessionId, ...rest }) => payment(sessionId, rest)),
        day,
      );
      const onlyOurs = differences.filter(({ type }) => type === 'only-ours').length;
      expect(matched + differences.length - onlyOurs).toBe(theirs.length);
      const credited = some.filter(({ state }) => state === 'credited');
      expect(sums.count).toBe(credited.length);
      const inFile = credited.filter((one) => theirs.some(({ sessionId }) => sessionId === one.sessionId));
      expect(onlyOurs).toBe(credited.length - inFile.length);
    }),
  );
});
