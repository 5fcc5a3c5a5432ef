/** How old somebody is, as people here reckon it: by the Jalali calendar, on a day in Tehran. Pure. */

const JALALI = new Intl.DateTimeFormat('en-US-u-ca-persian-nu-latn', {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  timeZone: 'Asia/Tehran',
});

/** Full years on the day of `at`. On the birthday itself the new year of life is complete. */
export function fullYears(birthDate: Date, at: Date): number {
  const [born, day] = [jalaliDay(birthDate), jalaliDay(at)];
  const hadBirthday = day.month > born.month || (day.month === born.month && day.day >= born.day);
  return day.year - born.year - (hadBirthday ? 0 : 1);
}

function jalaliDay(at: Date) {
  const parts = JALALI.formatToParts(at);
  const number = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value);
  return { year: number('year'), month: number('month'), day: number('day') };
}
