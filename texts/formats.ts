/** How numbers, dates and codes are shown: with separators, in the Jalali calendar, in Tehran time. The words are in the locales. */
import { digitsEnToFa } from '@persian-tools/persian-tools';

export type Language = 'fa' | 'en';

/** Making an Intl formatter costs far more than using one. */
const numberFormats = { fa: new Intl.NumberFormat('fa-IR'), en: new Intl.NumberFormat('en-US') };

function dateFormats(locale: string, numbers: string) {
  return {
    day: new Intl.DateTimeFormat(locale, {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      timeZone: 'Asia/Tehran',
    }),
    time: new Intl.DateTimeFormat(numbers, {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone: 'Asia/Tehran',
    }),
  };
}

const formatsOf = {
  fa: dateFormats('fa-IR-u-ca-persian', 'fa-IR'),
  en: dateFormats('en-US-u-ca-persian', 'en-US'),
};

/** Intl's own order for Persian puts the year first and the weekday last. */
const AS_SPOKEN = ['weekday', 'day', 'month', 'year'];

/** `۵۰۰٬۰۰۰` or `500,000`. */
export function formatNumber(language: Language, value: number): string {
  return numberFormats[language].format(value);
}

/** `شنبه ۵ آذر ۱۴۰۵`. */
export function formatDate(language: Language, at: Date): string {
  return inOrder(language, at, AS_SPOKEN);
}

/** `۵ آذر ۱۴۰۵`: for an SMS, where each letter costs. */
export function formatShortDate(language: Language, at: Date): string {
  return inOrder(language, at, AS_SPOKEN.slice(1));
}

/** `۱۷:۳۵`, by a clock of 24 hours in Tehran. */
export function formatTime(language: Language, at: Date): string {
  return formatsOf[language].time.format(at);
}

const sortable = new Intl.DateTimeFormat('en-US-u-ca-persian', {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  timeZone: 'Asia/Tehran',
});

/** `1405/09/02` in every language: for files, where dates are sorted as text. */
export function sortableDate(at: Date): string {
  const parts = new Map(sortable.formatToParts(at).map(({ type, value }) => [type, value]));
  return ['year', 'month', 'day'].map((type) => parts.get(type as Intl.DateTimeFormatPartTypes)).join('/');
}

/** `17:05` in every language. */
export function sortableTime(at: Date): string {
  return formatsOf.en.time.format(at);
}

function inOrder(language: Language, at: Date, wanted: readonly string[]): string {
  const parts = formatsOf[language].day.formatToParts(at);
  return wanted
    .flatMap((type) => parts.filter((part) => part.type === type).map((part) => part.value))
    .join(' ');
}

/** What an SMS shows of a title: with the words around it at most three parts of a message. */
const BRIEF_LETTERS = 90;

/** A title for where each letter costs: cut, with dots, when it is very long. */
export function formatBrief(title: string): string {
  return title.length > BRIEF_LETTERS ? `${title.slice(0, BRIEF_LETTERS).replace(/\s+\S*$/, '')}…` : title;
}

/** Codes and phone numbers: the same characters, in the language's digits. */
export function formatDigits(language: Language, text: string): string {
  return language === 'fa' ? digitsEnToFa(text) : text;
}
