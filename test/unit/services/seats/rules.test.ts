import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OFFER_WAKING_MS, offerDeadline } from '../../../../services/seats/rules.ts';

const MINUTE_MS = 60_000;
const YEAR = { min: new Date('2026-01-01T00:00:00Z'), max: new Date('2026-12-31T00:00:00Z') };
const FAR = new Date('2030-01-01T00:00:00Z');

/** Hours and minutes on a clock in Tehran, as the platform's own calendar has them. */
const tehranTime = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tehran', timeStyle: 'short' });

const anyMinute = fc
  .date({ ...YEAR, noInvalidDate: true })
  .map((date) => new Date(Math.floor(date.getTime() / MINUTE_MS) * MINUTE_MS));

const isAwake = (at: number) => {
  const time = tehranTime.format(at);
  return time >= '08:00' && time < '22:00';
};

function wakingMsBetween(from: Date, until: Date): number {
  let waking = 0;
  for (let at = from.getTime(); at < until.getTime(); at += MINUTE_MS) waking += isAwake(at) ? MINUTE_MS : 0;
  return waking;
}

describe('the deadline of an offered seat', () => {
  test('leaves three waking hours, whenever the offer is made', () => {
    fc.assert(
      fc.property(anyMinute, (now) => {
        expect(wakingMsBetween(now, offerDeadline(now, FAR))).toBe(OFFER_WAKING_MS);
      }),
    );
  });

  test('is never in the night', () => {
    fc.assert(
      fc.property(anyMinute, (now) => {
        // The last instant before it still counts.
        expect(isAwake(offerDeadline(now, FAR).getTime() - MINUTE_MS)).toBe(true);
      }),
    );
  });

  test('is no later than the beginning of the course', () => {
    fc.assert(
      fc.property(anyMinute, fc.integer({ min: 0, max: 24 * 60 }), (now, minutes) => {
        const startsAt = new Date(now.getTime() + minutes * MINUTE_MS);
        const deadline = offerDeadline(now, startsAt);
        expect(deadline).toEqual(new Date(Math.min(startsAt.getTime(), offerDeadline(now, FAR).getTime())));
      }),
    );
  });

  test.each([
    { made: 'at noon', now: '2026-11-22T12:00:00+03:30', until: '2026-11-22T15:00:00+03:30' },
    { made: 'late in the evening', now: '2026-11-22T21:00:00+03:30', until: '2026-11-23T10:00:00+03:30' },
    { made: 'in the night', now: '2026-11-23T02:00:00+03:30', until: '2026-11-23T11:00:00+03:30' },
  ])('of one made $made is as it should be', ({ now, until }) => {
    expect(offerDeadline(new Date(now), FAR)).toEqual(new Date(until));
  });
});
