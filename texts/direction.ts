/**
 * The direction of writing. Fluent sets every value apart by isolates, so that a Latin title in a Persian sentence (or
 * the other way round) does not reorder what stands around it. Two things are left to do line by line, because each
 * line finds its own direction.
 */
import type { Language } from './formats.ts';

const OPEN = '\u2068';
const CLOSE = '\u2069';

/** Invisible; a line that begins with it runs in the direction of the language. */
const MARKS: Record<Language, string> = { fa: '\u200f', en: '\u200e' };

/** A value is set apart on one line: an isolate ends with the line. */
const LINE_BREAKS = /[\p{Cc}\u2028\u2029]+/gu;
/** Marks in a value (a name, typed words) could close our isolate and turn around what follows. */
const STEERING = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A code alone on its line: no words, no white space. One behind asterisks is copied by nobody, and needs its isolate. */
const LONE_CODE = /^(<code>)?\u2068([\p{Nd}\w-]+)\u2069(<\/code>)?$/u;
const ISOLATED_IN_CODE = /<code>\u2068([^\u2068\u2069]*)\u2069<\/code>/g;
const OPENING_TAGS = /^(?:<\w+>)*/;

/** These say nothing about a line's direction. */
const TAG_OR_ENTITY = /<[^>]*>|&\w+;/g;

/** A value on one line, without marks that steer direction; those that join letters stay. */
export function unsteered(value: string): string {
  return value.replace(STEERING, '').replace(LINE_BREAKS, ' ');
}

/** A rendered text with each line in the direction of its language, and with codes that can be copied. */
export function directed(language: Language, text: string): string {
  if (!text.includes(OPEN)) return text;
  return text
    .split('\n')
    .map((line) => (line.includes(OPEN) ? directedLine(language, line) : line))
    .join('\n');
}

function directedLine(language: Language, line: string): string {
  // Whoever copies a code must not get isolates with it: alone on its line it needs none, else they go around.
  if (LONE_CODE.test(line)) return line.replace(LONE_CODE, '$1$2$3');
  const copiable = line.replace(ISOLATED_IN_CODE, `${OPEN}<code>$1</code>${CLOSE}`);
  if (/\p{L}/u.test(beforeValues(copiable))) return copiable;
  // Some apps look past values for a line's direction and may find nothing, others take it from the value itself.
  return copiable.replace(OPENING_TAGS, `$&${MARKS[language]}`);
}

function beforeValues(line: string): string {
  return line.slice(0, line.indexOf(OPEN)).replace(TAG_OR_ENTITY, '');
}
