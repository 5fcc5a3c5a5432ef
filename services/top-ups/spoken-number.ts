/**
 * A number said in digits, in words or in both: `1.5 میلیون`, `یک میلیون و دویست هزار`. Pure.
 *
 * It is parts of falling size, each a value and the multiplier behind it. Values are reckoned in millionths, so that no
 * float is needed.
 */
import { AND_WORDS, HALF_WORD, HUNDRED_WORDS, MULTIPLIERS, NUMBER_WORDS } from './amount-words.ts';

const SCALE_DIGITS = 6;
/** One, in millionths. */
export const ONE = 10n ** BigInt(SCALE_DIGITS);
const HALF = ONE / 2n;
const MILLION = 1_000_000n;

/** No amount of money has more digits. */
const MOST_DIGITS = 15;

export interface Said {
  /** In millionths, the literal reading first; a second where people say the same for another. */
  readings: readonly bigint[];
  inWords: boolean;
}

interface Part {
  value: bigint;
  multiplier: bigint;
  rest: readonly string[];
}

/** Null when not every token is understood. */
export function readNumber(tokens: readonly string[]): Said | null {
  const first = readPart(tokens);
  if (!first) return null;
  const inWords = tokens.some((token) => !isDigits(token));
  if (isHalfMore(first)) return { readings: [(first.value + HALF) * first.multiplier], inWords };
  const parts = [first];
  for (let before = first; before.rest.length > 0; ) {
    const next = readPart(withoutAnd(before.rest));
    // Each part fits below the one before it, or nobody knows what was meant.
    if (!next || next.value * next.multiplier >= before.multiplier * ONE) return null;
    parts.push(next);
    before = next;
  }
  const literal = parts.reduce((sum, { value, multiplier }) => sum + value * multiplier, 0n);
  return { readings: [literal, ...colloquial(parts, literal)], inWords };
}

/** `یک میلیون و نیم` */
const isHalfMore = ({ multiplier, rest }: Part) =>
  multiplier > 1n && rest.length === 2 && AND_WORDS.has(rest[0] ?? '') && rest[1] === HALF_WORD;

/** People say "دو میلیون و پانصد" for thousands as well. */
function colloquial(parts: readonly Part[], literal: bigint): bigint[] {
  const [last, before] = [parts.at(-1), parts.at(-2)];
  if (before?.multiplier !== MILLION || last?.multiplier !== 1n) return [];
  return [literal + last.value * 999n];
}

const withoutAnd = (tokens: readonly string[]) => (AND_WORDS.has(tokens[0] ?? '') ? tokens.slice(1) : tokens);

function readPart(tokens: readonly string[]): Part | null {
  const [first = '', second] = tokens;
  const alone = MULTIPLIERS.get(first);
  // "هزار تومان" is one thousand; nobody calls one million so.
  if (alone === 1_000n) return { value: ONE, multiplier: alone, rest: tokens.slice(1) };
  const value = isDigits(first) ? inDigits(first, second) : inWords(tokens);
  if (!value) return null;
  const multiplier = MULTIPLIERS.get(value.rest[0] ?? '');
  return multiplier === undefined
    ? { ...value, multiplier: 1n }
    : { value: value.value, multiplier, rest: value.rest.slice(1) };

  function inDigits(run: string, next: string | undefined) {
    const read = readDigits(run);
    // "1.500 میلیون" is one and a half to some and fifteen hundred to others.
    if (read === null || (read.isDotted && MULTIPLIERS.has(next ?? ''))) return null;
    return plusHalf({ value: read.value, rest: tokens.slice(1) });
  }
}

type Value = Pick<Part, 'value' | 'rest'>;

/** `دو و نیم میلیون` */
function plusHalf({ value, rest }: Value): Value {
  const isHalf = AND_WORDS.has(rest[0] ?? '') && rest[1] === HALF_WORD && MULTIPLIERS.has(rest[2] ?? '');
  return isHalf ? { value: value + HALF, rest: rest.slice(2) } : { value, rest };
}

/** Hundreds, tens and units below a thousand, with or without "و" between them. */
function inWords(tokens: readonly string[]): Value | null {
  if (tokens[0] === HALF_WORD) return { value: HALF, rest: tokens.slice(1) };
  let sum = 0;
  let rest = tokens;
  for (let place = 1_000; place > 1; ) {
    const word = readWord(sum === 0 ? rest : withoutAnd(rest));
    if (!word || word.number >= place) break;
    sum += word.number;
    rest = word.rest;
    place = word.number >= 100 ? 100 : word.number >= 20 ? 10 : 1;
  }
  return sum === 0 ? null : plusHalf({ value: BigInt(sum) * ONE, rest });
}

function readWord([first = '', second = '', ...others]: readonly string[]) {
  const number = NUMBER_WORDS.get(first);
  if (number === undefined) return null;
  if (number < 10 && HUNDRED_WORDS.has(second)) return { number: number * 100, rest: others };
  return { number, rest: second === '' ? [] : [second, ...others] };
}

export const isDigits = (token: string) => /^\d/.test(token);

/** Between groups of three; a dot, a slash and the Persian decimal sign are used for both. */
const GROUPED = /^\d{1,3}(?:[٬،,'’_ ./٫]\d{3})+$/;
const BROKEN = /^(.*\d)[./٫](\d{1,6})$/;

/** `isDotted`: read as grouped, though what stands between the groups could begin a fraction. */
export function readDigits(run: string): { value: bigint; isDotted: boolean } | null {
  if (/^\d+$/.test(run) || GROUPED.test(run)) {
    const digits = run.replace(/\D/g, '');
    const value = BigInt(digits.slice(0, MOST_DIGITS + 1)) * ONE;
    return digits.length > MOST_DIGITS ? null : { value, isDotted: /[./٫]/.test(run) };
  }
  const [, whole = '', fraction = ''] = BROKEN.exec(run) ?? [];
  // A separator before the fraction must not be one of its own kind: "10.5.5" is nothing.
  if (whole === '' || /[./٫]/.test(whole)) return null;
  const above = readDigits(whole);
  return above && { value: above.value + BigInt(fraction.padEnd(SCALE_DIGITS, '0')), isDotted: false };
}
