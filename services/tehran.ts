/** The clock on the wall in Tehran, which has kept UTC+3:30 all year since 2022. Pure. */

const HOUR_MS = 60 * 60 * 1000;
export const TEHRAN_OFFSET_MS = 3.5 * HOUR_MS;
const DAY_MS = 24 * HOUR_MS;

/** The day in Tehran that `at` belongs to: from its midnight until the next one. */
export function dayInTehran(at: Date): { from: Date; until: Date } {
  const local = at.getTime() + TEHRAN_OFFSET_MS;
  const midnight = Math.floor(local / DAY_MS) * DAY_MS - TEHRAN_OFFSET_MS;
  return { from: new Date(midnight), until: new Date(midnight + DAY_MS) };
}

/** `2026-11-25` for the day in Tehran that `at` belongs to. */
export const nameOfDay = (at: Date) =>
  new Date(at.getTime() + TEHRAN_OFFSET_MS).toISOString().slice(0, 'yyyy-mm-dd'.length);

/** The midnight in Tehran with which a day of this name begins. */
export const startOfDay = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) - TEHRAN_OFFSET_MS);
