/**
 * Every word a person reads, rendered from `bot/locales/*.ftl`.
 *
 * Besides Fluent's own, the texts may use RIALS($n), AMOUNT($n), WORDS($n), NUM($n), DATE($at), SHORTDATE($at),
 * DATETIME($at), DIGITS($s) and BRIEF($title): amounts with separators (AMOUNT, where one is chosen, in tomans too, as
 * people reckon) or written out in tomans, Jalali dates in Tehran time, in Persian all with Persian digits; a title cut.
 */
import { readFileSync } from 'node:fs';
import { FluentBundle, type FluentFunction, FluentResource, type FluentValue } from '@fluent/bundle';
import { directed, unsteered } from './direction.ts';
import {
  formatBrief,
  formatDate,
  formatDigits,
  formatNumber,
  formatShortDate,
  formatTime,
  type Language,
} from './formats.ts';
import { escapeHtml } from './html.ts';
import { numberInWords } from './words.ts';

export type { Language } from './formats.ts';
export const LANGUAGES: readonly Language[] = ['fa', 'en'];

/** Values put into a text. Dates are UTC instants; amounts are whole rials. */
export type TextParams = Record<string, string | number | Date>;

/** One language's texts. Asking for a key that is not there throws: that is a fault of ours. */
export interface Texts {
  language: Language;
  /** HTML for a chat: values are escaped and set apart by bidi isolates. */
  chat(key: string, params?: TextParams): string;
  /** For a button, a page or the e-inbox: values are set apart, and there is no markup. */
  plain(key: string, params?: TextParams): string;
  /** For an SMS and for other systems: no markup and no invisible mark, which would cost letters or be shown as a box. */
  bare(key: string, params?: TextParams): string;
  has(key: string): boolean;
}

/** Reads the locale files once and returns the texts of each language. */
export function loadTexts(): Record<Language, Texts> {
  return { fa: createTexts('fa', readLocale('fa')), en: createTexts('en', readLocale('en')) };
}

/** The `.ftl` source of a language. */
export function readLocale(language: Language): string {
  return readFileSync(new URL(`../bot/locales/${language}.ftl`, import.meta.url), 'utf8');
}

function createTexts(language: Language, source: string): Texts {
  // Amounts and times are worded by texts of their own; in those a value needs no setting apart.
  const wording = (key: string, params: TextParams) => render(bare, key, params);
  const functions = formatters(language, wording);
  const bare = bundle(language, source, { useIsolating: false, functions });
  const isolating = bundle(language, source, { useIsolating: true, functions });
  return {
    language,
    chat: (key, params = {}) => directed(language, render(isolating, key, cleaned(params, escapeHtml))),
    plain: (key, params = {}) => directed(language, render(isolating, key, cleaned(params))),
    bare: (key, params = {}) => render(bare, key, cleaned(params)),
    has: (key) => bare.hasMessage(key),
  };
}

type BundleOptions = { useIsolating: boolean; functions: Record<string, FluentFunction> };

function bundle(language: Language, source: string, options: BundleOptions): FluentBundle {
  const result = new FluentBundle(language, options);
  const errors = result.addResource(new FluentResource(source));
  if (errors.length > 0) throw new Error(`bot/locales/${language}.ftl: ${errors.map(String).join('; ')}`);
  return result;
}

/** In print all is rials; people say tomans. */
const RIALS_A_TOMAN = 10;

function formatters(
  language: Language,
  wording: (key: string, params: TextParams) => string,
): Record<string, FluentFunction> {
  const number = (value: FluentValue | undefined) => Number(unwrapped(value));
  const at = (value: FluentValue | undefined) => new Date(number(value));
  const rials = (amount: number) => wording('rials', { amount: formatNumber(language, amount) });
  const inWords = (amount: number) =>
    amount % RIALS_A_TOMAN === 0
      ? wording('tomans', { amount: numberInWords(language, amount / RIALS_A_TOMAN) })
      : wording('rials', { amount: numberInWords(language, amount) });
  return {
    NUM: ([value]) => formatNumber(language, number(value)),
    RIALS: ([amount]) => rials(number(amount)),
    AMOUNT: ([amount]) =>
      wording('rials-and-tomans', {
        rials: rials(number(amount)),
        tomans: formatNumber(language, number(amount) / RIALS_A_TOMAN),
      }),
    WORDS: ([amount]) => inWords(number(amount)),
    DATE: ([date]) => formatDate(language, at(date)),
    SHORTDATE: ([date]) => formatShortDate(language, at(date)),
    DATETIME: ([moment]) =>
      wording('date-and-time', {
        date: formatDate(language, at(moment)),
        time: formatTime(language, at(moment)),
      }),
    BRIEF: ([title]) => formatBrief(String(unwrapped(title))),
    DIGITS: ([digits]) => formatDigits(language, String(unwrapped(digits))),
  };
}

/** Fluent wraps numbers and dates in objects of its own; both give their value back. */
function unwrapped(value: FluentValue | undefined): unknown {
  return value !== null && typeof value === 'object' && 'valueOf' in value ? value.valueOf() : value;
}

function render(bundle: FluentBundle, key: string, params: TextParams): string {
  const message = bundle.getMessage(key);
  if (!message?.value) throw new Error(`No text "${key}" in ${bundle.locales.join()}`);
  const errors: Error[] = [];
  const text = bundle.formatPattern(message.value, params, errors);
  if (errors.length > 0) throw new Error(`Text "${key}": ${errors.map(String).join('; ')}`);
  return text;
}

function cleaned(params: TextParams, prepare = (value: string) => value): TextParams {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? prepare(unsteered(value)) : value,
    ]),
  );
}
