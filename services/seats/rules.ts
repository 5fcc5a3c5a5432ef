/** How long seats are kept for somebody. Pure. */
import { TEHRAN_OFFSET_MS } from '../tehran.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A seat is kept so long for who goes to pay for it … */
export const HOLD_MS = 15 * MINUTE_MS;
/** … and, once, so much longer while the gateway has not said what became of the payment. */
export const EXTENSION_MS = 15 * MINUTE_MS;

/** An offer lets so much waking time pass, so that nobody loses a seat in their sleep. */
export const OFFER_WAKING_MS = 3 * HOUR_MS;

const DAY_MS = 24 * HOUR_MS;
const WAKES_AT_MS = 8 * HOUR_MS;
const SLEEPS_AT_MS = 22 * HOUR_MS;

/** Until when an offer made at `now` stands: waking hours of Tehran only, and no longer than the course has to begin. */
export function offerDeadline(now: Date, startsAt: Date): Date {
  const deadline = afterWaking(now.getTime(), OFFER_WAKING_MS);
  return new Date(Math.min(deadline, startsAt.getTime()));
}

function afterWaking(from: number, wakingMs: number): number {
  const local = from + TEHRAN_OFFSET_MS;
  const midnight = Math.floor(local / DAY_MS) * DAY_MS;
  const awakeFrom = Math.max(local, midnight + WAKES_AT_MS);
  const leftToday = midnight + SLEEPS_AT_MS - awakeFrom;
  if (leftToday >= wakingMs) return awakeFrom + wakingMs - TEHRAN_OFFSET_MS;
  const tomorrow = midnight + DAY_MS + WAKES_AT_MS - TEHRAN_OFFSET_MS;
  return afterWaking(tomorrow, wakingMs - Math.max(0, leftToday));
}
