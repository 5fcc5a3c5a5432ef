/**
 * Every word a person reads, rendered from `bot/locales/*.ftl`.
 *
 * Besides Fluent's own, the texts may use RIALS($n), NUM($n), DATE($at), DATETIME($at) and DIGITS($s): amounts with
 * separators, Jalali dates in Tehran time and, in Persian, Persian digits.
 */
import { readFileSync } from 'node:fs';
import { FluentBundle, FluentResource, type FluentValue } from '@fluent/bundle';
import {
  formatDate,
  formatDateTime,
  formatDigits,
  formatNumber,
  formatRials,
  type Language,
} from './formats.ts';
import { escapeHtml } from './html.ts';

export type { Language } from './formats.ts';
export const LANGUAGES: readonly Language[] = ['fa', 'en'];

/** Values put into a text. Dates are UTC instants; amounts are whole rials. */
export type TextParams = Record<string, string | number | Date>;

/** One language's texts. Asking for a key that is not there throws: that is a fault of ours. */
export interface Texts {
  language: Language;
  /** HTML for a chat: values are escaped and set apart by bidi isolates. */
  chat(key: string, params?: TextParams): string;
  /** Plain text for a button, an SMS or the e-inbox: no markup, no isolates. */
  plain(key: string, params?: TextParams): string;
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
  const chat = bundle(language, source, true);
  const plain = bundle(language, source, false);
  return {
    language,
    chat: (key, params = {}) => render(chat, key, escaped(params)),
    plain: (key, params = {}) => render(plain, key, params),
    has: (key) => plain.hasMessage(key),
  };
}

function bundle(language: Language, source: string, useIsolating: boolean): FluentBundle {
  const result = new FluentBundle(language, { useIsolating, functions: formatters(language) });
  const errors = result.addResource(new FluentResource(source));
  if (errors.length > 0) throw new Error(`bot/locales/${language}.ftl: ${errors.map(String).join('; ')}`);
  return result;
}

function formatters(language: Language) {
  const at = (value: FluentValue | undefined) => new Date(Number(unwrapped(value)));
  return {
    RIALS: ([amount]: FluentValue[]) => formatRials(language, Number(unwrapped(amount))),
    NUM: ([number]: FluentValue[]) => formatNumber(language, Number(unwrapped(number))),
    DATE: ([date]: FluentValue[]) => formatDate(language, at(date)),
    DATETIME: ([date]: FluentValue[]) => formatDateTime(language, at(date)),
    DIGITS: ([digits]: FluentValue[]) => formatDigits(language, String(unwrapped(digits))),
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

function escaped(params: TextParams): TextParams {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? escapeHtml(value) : value,
    ]),
  );
}
