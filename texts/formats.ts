/** How amounts, dates and digits are shown: whole rials with separators, the Jalali calendar in Tehran time. */
import { digitsEnToFa } from '@persian-tools/persian-tools';

export type Language = 'fa' | 'en';

/** Making an Intl formatter costs far more than using one. */
const numberFormats = { fa: new Intl.NumberFormat('fa-IR'), en: new Intl.NumberFormat('en-US') };

function dateFormats(locale: string, numbers: string) {
  const day = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'Asia/Tehran' } as const;
  return {
    day: new Intl.DateTimeFormat(locale, day),
    weekday: new Intl.DateTimeFormat(locale, { ...day, weekday: 'long' }),
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

/** `۵۰۰٬۰۰۰ ریال` or `500,000 rials`. */
export function formatRials(language: Language, amountRials: number): string {
  return `${formatNumber(language, amountRials)} ${language === 'fa' ? 'ریال' : 'rials'}`;
}

export function formatNumber(language: Language, value: number): string {
  return numberFormats[language].format(value);
}

/** `شنبه ۱ آذر ۱۴۰۵`. */
export function formatDate(language: Language, at: Date): string {
  return inSpokenOrder(formatsOf[language].weekday, at);
}

/** The date with the hour and minute in Tehran. */
export function formatDateTime(language: Language, at: Date): string {
  const { day, time } = formatsOf[language];
  return `${inSpokenOrder(day, at)}${language === 'fa' ? '، ساعت ' : ', '}${time.format(at)}`;
}

/** Intl's own order for Persian puts the year first and the weekday last; people say weekday, day, month, year. */
function inSpokenOrder(format: Intl.DateTimeFormat, at: Date): string {
  const parts = format.formatToParts(at);
  const wanted = ['weekday', 'day', 'month', 'year'];
  return wanted
    .flatMap((type) => parts.filter((part) => part.type === type).map((part) => part.value))
    .join(' ');
}

/** Codes and phone numbers: the same characters, in the language's digits. */
export function formatDigits(language: Language, text: string): string {
  return language === 'fa' ? digitsEnToFa(text) : text;
}
