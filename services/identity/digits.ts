/** Digits as people, keyboards and spreadsheets write them: of any script, in groups, among words. Pure. */

/**
 * What stands between the digits of one number: white space, dashes, dots, slashes, commas of both scripts, brackets,
 * and marks that have no width and only steer direction, joining or the look of a digit.
 */
const BETWEEN = '\\s\\p{Pd}\\p{Cf}\\p{M}_./\\\\,\\u060C\\u0640()';
const BETWEEN_DIGITS = new RegExp(`[${BETWEEN}]`, 'gu');
/** Where a number ends at the latest. */
const NO_PART_OF_NUMBER = new RegExp(`[^\\d${BETWEEN}]+`, 'u');

/** The longest text in which a single number is looked for; more is not one. */
const LONGEST_NUMBER = 64;

/** The same text with the digits of every script as ASCII. */
export function asciiDigits(text: string): string {
  return text.replace(/[^\P{Nd}0-9]/gu, (digit) => String(digitValue(digit)));
}

/** Unicode keeps the ten digits of a script together and in order, so its place among them is a digit's value. */
function digitValue(digit: string): number {
  const codePoint = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(codePoint - before - 1))) before += 1;
  return before % 10;
}

/** The ASCII digits of a text that holds nothing but digits and what people put between them; else null. */
export function bareDigits(raw: string): string | null {
  if (raw.length > LONGEST_NUMBER) return null;
  const compact = asciiDigits(raw).replace(BETWEEN_DIGITS, '');
  return /^\d+$/.test(compact) ? compact : null;
}

/** The runs of a text in which only separators stand between digits, each as its groups of ASCII digits. */
export function runsOfDigits(text: string): string[][] {
  return asciiDigits(text)
    .split(NO_PART_OF_NUMBER)
    .map((run) => run.match(/\d+/g) ?? [])
    .filter((groups) => groups.length > 0);
}
