/** Which texts of the locales stand in what a person sees: each text as a pattern with room for its values. */
import { FluentResource } from '@fluent/bundle';
import { type Language, readLocale } from '../texts/texts.ts';

/** Where a text is shown. The same words on a button and on a key are two texts. */
export type Place =
  | 'chat'
  | 'button'
  | 'key'
  | 'profile'
  | 'tap'
  | 'sms'
  | 'inbox'
  | 'page'
  | 'payment'
  | 'file';

export interface TextsShown {
  /** Keys of all texts of the locale. */
  keys: readonly string[];
  /** The keys whose texts stand in `seen`, which was read at `place`. */
  keysIn(seen: string, place: Place): string[];
  /** Is this text in `seen`? Throws when there is no such key. */
  has(key: string, seen: string): boolean;
}

type Node = Record<string, unknown>;

/** Texts begin so where they are shown elsewhere than in a chat's message. */
const PLACES: [Place, RegExp][] = [
  ['button', /^(?:course-)?button(?!-outdated$)(?:-|$)/],
  ['key', /^(?:key-|mobile-share$)/],
  ['profile', /^(?:command-|bot-description$)/],
  ['tap', /^tap-/],
  ['sms', /^sms-/],
  ['inbox', /^karpooshe-/],
  ['page', /^page-/],
  ['payment', /^(?:payment-description|invoice-.*)$/],
  ['file', /^csv-/],
];

/** These stand inside other texts, wherever those are shown. */
const PARTS =
  /^(?:rials|tomans|rials-and-tomans|date-and-time|kind-.*|centre-and-kind|ages|exemption-.*|away-.*|system-(?:status|civil-registry|shahkar|national-window|sms|karpooshe|payment)|case-kind|gateway-name|wallet-name|name-pending|payment-(?:owner|another)-pending|registered-.*|form-(?:enrol|enrol-trainee|top-up|introduce|staff-deed|with-.*))$/;

const DIGITS = '[0-9۰-۹]';
/** What the formatting functions of the texts can give. */
const SHAPES: Record<string, string> = {
  RIALS: `${DIGITS}[0-9۰-۹,٬]* [^\\s\\d]+`,
  AMOUNT: `${DIGITS}[0-9۰-۹,٬]* [^\\s\\d]+ \\(${DIGITS}[0-9۰-۹,٬.٫]* [^\\s\\d]+\\)`,
  WORDS: '[\\p{L}\\u200c -]+',
  NUM: `${DIGITS}[0-9۰-۹,٬]*`,
  // Bale has no asterisks in its texts; a look-alike stands for them.
  DIGITS: '[0-9۰-۹*∗]+',
};
const ANYTHING = '[^\\n]*?';

export function textsShown(language: Language): TextsShown {
  const { body } = new FluentResource(readLocale(language));
  const source = new Map(body.map(({ id, value }) => [id, value]));
  const patterns = new Map(
    [...source].map(([key, value]) => {
      const words = patternOf(value, source).trim();
      return [key, new RegExp(PARTS.test(key) ? words : `(?:^|\\n)\\s*${words}\\s*(?:\\n|$)`, 'u')];
    }),
  );
  // Most texts are out of the question by their longest words; a pattern is looked for only where those stand.
  const words = new Map([...source].map(([key, value]) => [key, longestWords(value)]));
  const has = (key: string, seen: string) => {
    const pattern = patterns.get(key);
    if (!pattern) throw new Error(`The locales have no text "${key}"`);
    const bare = withoutMarks(seen);
    return bare.includes(words.get(key) ?? '') && pattern.test(bare);
  };
  const keys = [...patterns.keys()];
  return {
    keys,
    has,
    keysIn: (seen, place) =>
      keys.filter((key) => (PARTS.test(key) || placeOf(key) === place) && has(key, seen)),
  };
}

/** A text as people see it: without isolates around values and marks of direction. */
export function withoutMarks(text: string): string {
  return text.replace(/[\u200e\u200f\u2066-\u2069]/g, '');
}

export function placeOf(key: string): Place {
  return PLACES.find(([, pattern]) => pattern.test(key))?.[0] ?? 'chat';
}

/** Of a text without choices in it the longest part that stands there in any case, up to a line's end or a tag. */
function longestWords(value: unknown): string {
  const parts = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
  const certain = parts
    .filter((part) => typeof part === 'string')
    .flatMap((part) => part.split(/\n|<[^>]*>/));
  return certain.map((part) => part.trim()).sort((a, b) => b.length - a.length)[0] ?? '';
}

function patternOf(part: unknown, source: ReadonlyMap<string, unknown>): string {
  if (typeof part === 'string') return escapeForRegExp(part.replace(/<[^>]*>/g, ''));
  if (Array.isArray(part)) return part.map((element) => patternOf(element, source)).join('');
  const node = part as Node;
  switch (node.type) {
    case 'str':
      return escapeForRegExp(String(node.value));
    case 'func':
      return SHAPES[String(node.name)] ?? ANYTHING;
    case 'mesg':
      return patternOf(source.get(String(node.name)) ?? '', source);
    case 'select': {
      const variants = (node.variants as Node[]).map(({ value }) => patternOf(value, source));
      return `(?:${variants.join('|')})`;
    }
    default:
      return ANYTHING;
  }
}

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
