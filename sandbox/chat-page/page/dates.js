/** Numbers and dates as Iranians write them: Persian digits, Jalali calendar, Tehran time. */

const TEHRAN = { timeZone: 'Asia/Tehran' };
const JALALI = 'fa-IR-u-ca-persian';

const clock = new Intl.DateTimeFormat(JALALI, {
  ...TEHRAN,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const dayAndMonth = new Intl.DateTimeFormat(JALALI, { ...TEHRAN, day: 'numeric', month: 'long' });
const wholeDay = new Intl.DateTimeFormat(JALALI, {
  ...TEHRAN,
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const weekday = new Intl.DateTimeFormat(JALALI, { ...TEHRAN, weekday: 'long' });
const number = new Intl.NumberFormat('fa-IR');

const DAY_MS = 86_400_000;

/** @param {string | Date} date → «۱۴:۰۵» */
export const timeOfDay = (date) => clock.format(new Date(date));

/** @param {string | Date} date → «یکشنبه ۱ آذر», for a lock screen */
export const weekdayAndDay = (date) =>
  `${weekday.format(new Date(date))} ${dayAndMonth.format(new Date(date))}`;

/**
 * @param {string | Date} date
 * @param {Date} [now]
 * @returns {string} «امروز»، «دیروز»، «۱ آذر ۱۴۰۵»
 */
export function dayName(date, now = new Date()) {
  const day = wholeDay.format(new Date(date));
  if (day === wholeDay.format(now)) return 'امروز';
  if (day === wholeDay.format(new Date(now.getTime() - DAY_MS))) return 'دیروز';
  return day;
}

/** @param {string | Date} date → time of today, or the day it was */
export const shortTime = (date) => (dayName(date) === 'امروز' ? timeOfDay(date) : dayName(date));

/** @param {string | Date} date → «امروز، ۱۴:۰۵» */
export const dayAndTime = (date) => `${dayName(date)}، ${timeOfDay(date)}`;

/** @param {number} amount → «۵۰۰٬۰۰۰ ریال» */
export const rials = (amount) => `${number.format(amount)} ریال`;

/** @param {number} count */
export const count = (count) => number.format(count);

/**
 * Digits of a code or a phone number, which must not be grouped.
 * @param {string | number} text
 */
export const persianDigits = (text) =>
  String(text).replace(/\d/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'[Number(digit)] ?? digit);

/**
 * What was typed with Persian or Arabic digits, with Latin ones.
 * @param {string} text
 */
export const latinDigits = (text) => text.replace(/[۰-۹٠-٩]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
