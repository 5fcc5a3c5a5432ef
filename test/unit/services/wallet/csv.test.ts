/** Lines that Excel opens rightly, whatever stands in a cell. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CSV_BEGINNING, csvLine } from '../../../../services/wallet/csv.ts';

/** Reads one file the way RFC 4180 says; knows nothing of how we write. */
function read(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < csv.length; at += 1) {
    const letter = csv[at] ?? '';
    if (quoted && letter === '"' && csv[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (letter === '"') quoted = !quoted;
    else if (quoted) cell += letter;
    else if (letter === ',') {
      row.push(cell);
      cell = '';
    } else if (letter === '\r' && csv[at + 1] === '\n') {
      rows.push([...row, cell]);
      row = [];
      cell = '';
      at += 1;
    } else cell += letter;
  }
  expect([quoted, row, cell]).toEqual([false, [], '']);
  return rows;
}

const nasty = fc.string({ unit: fc.constantFrom(...'",;=+-@\r\n\t \'aش۱1\u200f\u2068') });
const cells = fc.array(fc.oneof(nasty, fc.string({ unit: 'binary' }), fc.maxSafeInteger()), { minLength: 1 });

test('whatever the cells hold, the file has the same lines and cells, besides the apostrophe before a formula', () => {
  fc.assert(
    fc.property(fc.array(cells, { minLength: 1 }), (lines) => {
      const found = read(lines.map(csvLine).join(''));
      const plain = found.map((line, y) =>
        line.map((cell, x) => (cell === `'${lines[y]?.[x]}` ? cell.slice(1) : cell)),
      );
      expect(plain).toEqual(lines.map((line) => line.map(String)));
    }),
  );
});

test('no text can be a formula to Excel, also behind white space and invisible marks', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...' \t\r\n\u200f\u2068\u0000') }),
      fc.constantFrom(...'=+-@'),
      nasty,
      (before, sign, after) => {
        const [[cell = ''] = []] = read(csvLine([before + sign + after]));
        expect(cell.startsWith("'")).toBe(true);
      },
    ),
  );
});

describe('a line', () => {
  test.each([
    [['1405/09/02', '17:05', 'شهریهٔ «جوش»', -500_000, 0], '1405/09/02,17:05,شهریهٔ «جوش»,-500000,0\r\n'],
    [['a,b', 'say "hi"', 'two\nlines'], '"a,b","say ""hi""","two\nlines"\r\n'],
    [['=HYPERLINK("http://x","y")'], '"\'=HYPERLINK(""http://x"",""y"")"\r\n'],
    [['-5', '@SUM(A1)', '+98912', 'a-5'], "'-5,'@SUM(A1),'+98912,a-5\r\n"],
    [['', ' '], '," "\r\n'],
  ])('%j is written as %j', (line, written) => {
    expect(csvLine(line)).toBe(written);
  });

  test('takes no broken amount', () => {
    for (const amount of [Number.NaN, 0.5, Number.POSITIVE_INFINITY, 2 ** 53])
      expect(() => csvLine([amount])).toThrow(RangeError);
  });
});

test('a file begins with the mark of UTF-8', () => {
  expect([...Buffer.from(CSV_BEGINNING)]).toEqual([0xef, 0xbb, 0xbf]);
});
