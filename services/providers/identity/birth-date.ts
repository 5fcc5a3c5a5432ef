/** A date of birth as registers and standards write it. Pure. */

import { asciiDigits } from '../../identity/digits.ts';
import { jalaliDay } from '../../jalali-day.ts';

/** Noon of that day in UTC, which is the same day in Tehran. `YYYY-MM-DD` as the standard has it, or Jalali as Iranian registers write it: `1377/09/03`, `13770903`. */
export function readBirthDate(word: string): Date | null {
  const [, year, month, day] = /^(\d{4})[-/]?(\d\d)[-/]?(\d\d)$/.exec(asciiDigits(word)) ?? [];
  if (year === undefined) return null;
  const parts = [Number(year), Number(month), Number(day)] as const;
  return Number(year) < FIRST_GREGORIAN_YEAR ? jalaliNoon(...parts) : gregorianNoon(...parts);
}

/** Nobody living was born before; and in the Jalali calendar nobody will be for long. */
const FIRST_GREGORIAN_YEAR = 1900;

/** Null for a day that is not in the calendar. */
function gregorianNoon(year: number, month: number, day: number): Date | null {
  const noon = new Date(Date.UTC(year, month - 1, day, 12));
  return noon.getUTCMonth() === month - 1 && noon.getUTCDate() === day ? noon : null;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Months of the Jalali calendar begin at most so many days away from where equal months of 30.44 days would. */
const DAYS_AROUND = 8;

/** Looked for among the days around it, since only the runtime knows the leap years. */
function jalaliNoon(year: number, month: number, day: number): Date | null {
  const near = Date.UTC(year + 621, 2, 20, 12) + ((month - 1) * 30.44 + day) * DAY_MS;
  for (let offset = -DAYS_AROUND; offset <= DAYS_AROUND; offset += 1) {
    const noon = new Date(Math.floor(near / DAY_MS + offset) * DAY_MS + DAY_MS / 2);
    const jalali = jalaliDay(noon);
    if (jalali.year === year && jalali.month === month && jalali.day === day) return noon;
  }
  return null;
}
