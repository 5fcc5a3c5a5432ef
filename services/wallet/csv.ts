/**
 * Lines of a CSV file (RFC 4180) as Excel opens them rightly by a double click: UTF-8 with the mark that says so, CRLF,
 * and quotes where a cell needs them.
 */

/** Without it Excel reads the file in the code page of the machine, and Persian becomes rubbish. */
export const CSV_BEGINNING = '\ufeff';

/** A cell that begins so is a formula to Excel; titles and bank references are not ours to trust. */
const FORMULA = /^[\s\p{Cf}\p{Cc}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** One line with its end. Numbers stand as they are, for Excel to reckon with; they must be whole. */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: string | number): string {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError(`Not a whole number: ${value}`);
    return String(value);
  }
  // The apostrophe makes it text, whatever follows.
  const text = FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
