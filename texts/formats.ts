/** How amounts, dates and digits are shown: whole rials with separators, the Jalali calendar in Tehran time. */
import { digitsEnToFa } from '@persian-tools/persian-tools';

export type Language = 'fa' | 'en';

const LOCALES: Record<Language, { numbers: string; dates: string }> = {
  fa: { numbers: 'fa-IR', dates: 'fa-IR-u-ca-persian' },
  en: { numbers: 'en-US', dates: 'en-US-u-ca-persian' },
};

/** `۵۰۰٬۰۰۰ ریال` or `500,000 rials`. */
export function formatRials(language: Language, amountRials: number): string {
  return `${formatNumber(language, amountRials)} ${language === 'fa' ? 'ریال' : 'rials'}`;
}

export function formatNumber(language: Language, value: number): string {
  return new Intl.NumberFormat(LOCALES[language].numbers).format(value);
}

/** `شنبه ۱ آذر ۱۴۰۵`. */
export function formatDate(language: Language, at: Date): string {
  return dateParts(language, at, { weekday: 'long' });
}

/** The date with the hour and minute in Tehran. */
export function formatDateTime(language: Language, at: Date): string {
  const time = new Intl.DateTimeFormat(LOCALES[language].numbers, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'Asia/Tehran',
  }).format(at);
  return `${dateParts(language, at, {})}${language === 'fa' ? '، ساعت ' : ', '}${time}`;
}

/** Intl's own order for Persian puts the year first and the weekday last; people say weekday, day, month, year. */
function dateParts(language: Language, at: Date, extra: Intl.DateTimeFormatOptions): string {
  const parts = new Intl.DateTimeFormat(LOCALES[language].dates, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'Asia/Tehran',
    ...extra,
  }).formatToParts(at);
  const wanted = ['weekday', 'day', 'month', 'year'];
  return wanted
    .flatMap((type) => parts.filter((part) => part.type === type).map((part) => part.value))
    .join(' ');
}

/** Codes and phone numbers: the same characters, in the language's digits. */
export function formatDigits(language: Language, text: string): string {
  return language === 'fa' ? digitsEnToFa(text) : text;
}
