/** How old somebody is, as people here reckon it: by the Jalali calendar, on a day in Tehran. Pure. */

import { jalaliDay } from '../jalali-day.ts';

/** Full years on the day of `at`. On the birthday itself the new year of life is complete. */
export function fullYears(birthDate: Date, at: Date): number {
  const [born, day] = [jalaliDay(birthDate), jalaliDay(at)];
  const hadBirthday = day.month > born.month || (day.month === born.month && day.day >= born.day);
  return day.year - born.year - (hadBirthday ? 0 : 1);
}
