/**
 * Reads an amount of money as people type or say it: digits of any script with separators of any kind, words, both
 * mixed; rials, tomans or neither. Pure.
 *
 * Nothing is guessed. What could be meant in two ways comes back with each reading, to be asked; what is not wholly
 * understood is no amount. (The library's own `wordsToNumber` passes over what it does not know: of "1.5 میلیون" it makes
 * one million, of "پونصد هزار" one thousand, and of what `numberToWords` writes it misreads a fourth.)
 */
import { simplified, tokensOf } from './amount-tokens.ts';
import { UNITS } from './amount-words.ts';
import { type OutsideLimits, outsideLimits, type TopUpLimits } from './limits.ts';
import { ONE, readNumber } from './spoken-number.ts';

export type ReadAmount =
  | { type: 'amount'; amountRials: number }
  /** Each of these may be meant; all of them can be charged. */
  | { type: 'unclear'; readings: readonly number[] }
  | { type: 'not-a-number' }
  | OutsideLimits;

/** No amount takes more letters to say. */
const LONGEST = 200;

/** Below this, digits without a unit may well be tomans: hardly a course costs less in rials. */
const ASKED_BELOW_RIALS = 500_000n;

const RIALS_A_TOMAN = 10n;

export function readAmount(raw: string, limits: TopUpLimits): ReadAmount {
  if (raw.length > LONGEST) return { type: 'not-a-number' };
  const text = simplified(raw);
  // As the bot itself writes it: `۵۰۰٬۰۰۰ ریال (۵۰٬۰۰۰ تومان)`.
  const [, outer, inner] = /^([^()]+)\(([^()]+)\)$/.exec(text) ?? [];
  if (outer === undefined || inner === undefined) return judged(readPlain(text), limits);
  const [first, second] = [readPlain(outer), readPlain(inner)];
  const agree = first.length === 1 && second.length === 1 && first[0] === second[0];
  return judged(agree ? first : [], limits);
}

/** `candidates`: what may be meant, in rials, the most literal first. */
function judged(candidates: readonly bigint[], limits: TopUpLimits): ReadAmount {
  // What is too large to be exact as a number is refused whatever it is.
  const rials = [...new Set(candidates.map((candidate) => Number(candidate)))];
  const [literal] = rials;
  if (literal === undefined) return { type: 'not-a-number' };
  const possible = rials.filter((amount) => outsideLimits(amount, limits) === null);
  const [amountRials] = possible;
  if (amountRials === undefined) return outsideLimits(literal, limits) ?? { type: 'not-a-number' };
  return rials.length === 1 ? { type: 'amount', amountRials } : { type: 'unclear', readings: possible };
}

/** Every reading in rials, the literal one first; none when not all is understood. */
function readPlain(text: string): bigint[] {
  const tokens = tokensOf(text);
  if (!tokens) return [];
  const unit = UNITS.get(tokens.at(-1) ?? '');
  const said = readNumber(unit ? tokens.slice(0, -1) : tokens);
  if (!said) return [];
  const inRials = said.readings.flatMap((reading) => wholeOf(reading));
  const inTomans = said.readings.flatMap((reading) => wholeOf(reading * RIALS_A_TOMAN));
  if (unit !== undefined) return unit === 'rial' ? inRials : inTomans;
  // A part of what the question asks for in whole.
  if (inRials.length === 0) return [];
  // The question asks for rials, and so much in digits is no slip to be expected.
  const isClear = !said.inWords && inRials.every((amount) => amount >= ASKED_BELOW_RIALS);
  return isClear ? inRials : [...inRials, ...inTomans];
}

/** No amount has a part of a rial. */
const wholeOf = (millionths: bigint) => (millionths % ONE === 0n ? [millionths / ONE] : []);
