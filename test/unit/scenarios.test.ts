/** `docs/scenarios.md` and the tests that carry the number of a scenario name each other. */
import { expect, test } from '@jest/globals';
import { readProjectFile, sourceFiles } from '../support/source-files.ts';

/** Each row of the table: its number, and the test files or the issue in its last column. */
const rows = [...readProjectFile('docs/scenarios.md').matchAll(/^\| (\d+) \|.*\| (.+) \|$/gm)].map(
  ([, number = '', shownBy = '']) => ({ number, shownBy }),
);
const listed = rows.flatMap(({ number, shownBy }) =>
  shownBy.split(', ').map((file) => `${number} ${file.replaceAll('`', '')}`),
);

const named = sourceFiles('test')
  .filter(({ path }) => path.endsWith('.test.ts') && path !== 'test/unit/scenarios.test.ts')
  .flatMap(({ path, source }) => [...source.matchAll(/scenario (\d+)\b/gi)].map(([, n]) => `${n} ${path}`));

/** By number, then by name. */
const inOrder = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });

test('no number is listed twice, and each has a test or an issue', () => {
  const numbers = rows.map(({ number }) => Number(number));
  expect(numbers.length).toBeGreaterThan(0);
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  for (const { shownBy } of rows) expect(shownBy).toMatch(/^(`test\/\S+\.test\.ts`(, (?=`))?)+$|^issue \d+$/);
});

test('each file that is listed has a test with the number, and each such test is in a file that is listed', () => {
  const withTest = listed.filter((row) => row.includes('test/'));
  expect([...withTest].sort(inOrder)).toEqual([...new Set(named)].sort(inOrder));
});
