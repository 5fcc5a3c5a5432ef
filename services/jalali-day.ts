/** A moment as the day that it is in Tehran, by the Jalali calendar. Pure. */

const JALALI = new Intl.DateTimeFormat('en-u-ca-persian-nu-latn', {
  timeZone: 'Asia/Tehran',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
});

export function jalaliDay(at: Date): { year: number; month: number; day: number } {
  const parts = JALALI.formatToParts(at);
  const number = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value);
  return { year: number('year'), month: number('month'), day: number('day') };
}

/** As outside services want it: `1377/09/03`. */
export function jalaliDate(at: Date): string {
  const { year, month, day } = jalaliDay(at);
  const twoDigits = (number: number) => String(number).padStart(2, '0');
  return `${year}/${twoDigits(month)}/${twoDigits(day)}`;
}
