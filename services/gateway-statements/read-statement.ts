/**
 * A gateway's own list of a day's payments, from the file that it lets staff download. Gateways name their columns
 * differently, in Persian or English, so a column is known by any of its names; which money it is must be said, since
 * tomans taken for rials would make every payment differ. Pure.
 */
import { parse } from 'csv-parse/sync';
import { asciiDigits } from '../identity/digits.ts';
import { type Column, HEADINGS, PAID } from './headings.ts';

/** A payment as the gateway tells it. */
export interface StatementRow {
  /** In the file, counted as a spreadsheet counts; the headings are line 1. */
  line: number;
  /** The gateway's name of the payment (Zarinpal: authority, Zibal: trackId, Bale: transaction). */
  sessionId?: string;
  /** The bank's reference. */
  reference?: string;
  /** Whole rials. */
  amountRials: number;
}

export type StatementProblem =
  | { type: 'not-a-table' }
  | { type: 'too-long'; mostRows: number }
  /** No column names the payments. */
  | { type: 'no-names' }
  | { type: 'no-amount' }
  /** The heading of the amount says neither rials nor tomans. */
  | { type: 'which-money' }
  /** Lines that hold no name or no whole amount. */
  | { type: 'unreadable-rows'; lines: number[] };

export type StatementReading =
  /** `leftOut`: lines whose state does not say that they were paid. */
  { type: 'read'; rows: StatementRow[]; leftOut: number } | { type: 'problem'; problem: StatementProblem };

export const STATEMENT_BYTES_MAX = 2_000_000;
export const STATEMENT_ROWS_MAX = 10_000;
/** Longer is no name that a gateway gives. */
const NAME_MAX = 100;

export function readStatement(content: Uint8Array): StatementReading {
  const records = recordsOf(content);
  const [headings = [], ...lines] = records ?? [];
  if (!records || headings.length < 2) return problem({ type: 'not-a-table' });
  if (lines.length > STATEMENT_ROWS_MAX) return problem({ type: 'too-long', mostRows: STATEMENT_ROWS_MAX });
  const columns = columnsOf(headings);
  if (columns.sessionId === undefined && columns.reference === undefined)
    return problem({ type: 'no-names' });
  if (columns.rials === undefined && columns.tomans === undefined)
    return problem({ type: columns.bareAmount === undefined ? 'no-amount' : 'which-money' });
  return rowsOf(lines, columns);
}

const problem = (found: StatementProblem): StatementReading => ({ type: 'problem', problem: found });

/** Null when it is no table at all; spreadsheets save with commas, semicolons or tabs, by the language of the machine. */
function recordsOf(content: Uint8Array): string[][] | null {
  if (content.length > STATEMENT_BYTES_MAX) return null;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content);
    return parse(text, {
      ...{ bom: true, trim: true, skip_empty_lines: true, relax_column_count: true },
      delimiter: delimiterOf(text),
    });
  } catch {
    // Another encoding, a spreadsheet's own format, open quotes: staff are told what is wanted.
    return null;
  }
}

function delimiterOf(text: string): string {
  const [headings = ''] = text.split(/\r?\n/, 1);
  const counts = [',', ';', '\t'].map((one) => ({ one, count: headings.split(one).length }));
  return counts.sort((a, b) => b.count - a.count)[0]?.one ?? ',';
}

type Columns = Partial<Record<Column, number>>;

function columnsOf(headings: readonly string[]): Columns {
  const names = headings.map(plain);
  const found = Object.entries(HEADINGS).map(([column, known]) => [
    column,
    names.findIndex((name) => known.includes(name)),
  ]);
  return Object.fromEntries(found.filter(([, index]) => Number(index) >= 0));
}

/** `Ref_ID` and `refId`, `مبلغ (ریال)` and `مبلغ ريال` are the same. */
function plain(text: string): string {
  const letters = asciiDigits(text).normalize('NFKC').replace(/ي/g, 'ی').replace(/ك/g, 'ک').toLowerCase();
  const words = letters.replace(/\p{Cf}/gu, ' ').match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.every((word) => /^[a-z0-9]+$/.test(word)) ? words.join('') : words.join(' ');
}

function rowsOf(lines: readonly string[][], columns: Columns): StatementReading {
  const rows: StatementRow[] = [];
  const unreadable: number[] = [];
  let leftOut = 0;
  for (const [index, cells] of lines.entries()) {
    const line = index + 2;
    if (columns.state !== undefined && !PAID.has(plain(cells[columns.state] ?? ''))) leftOut += 1;
    else {
      const row = rowOf(line, cells, columns);
      if (row) rows.push(row);
      else unreadable.push(line);
    }
  }
  if (unreadable.length > 0) return problem({ type: 'unreadable-rows', lines: unreadable });
  return { type: 'read', rows, leftOut };
}

function rowOf(line: number, cells: readonly string[], columns: Columns): StatementRow | null {
  const nameIn = (column: number | undefined) =>
    column === undefined ? '' : asciiDigits(cells[column] ?? '').slice(0, NAME_MAX + 1);
  const sessionId = nameIn(columns.sessionId);
  const reference = nameIn(columns.reference);
  const amountRials = amountIn(cells, columns);
  const names = [sessionId, reference].filter((name) => name !== '');
  if (names.length === 0 || !names.every(isName) || amountRials === null) return null;
  return { line, ...(sessionId && { sessionId }), ...(reference && { reference }), amountRials };
}

/** Of a long number a spreadsheet keeps the first digits, as `3.71E+11`: that names no payment. */
const isName = (name: string) => name.length <= NAME_MAX && !/^\d+(?:[.,٫]\d+)?E\+?\d+$/i.test(name);

function amountIn(cells: readonly string[], { rials, tomans }: Columns): number | null {
  const [column = -1, factor] = rials === undefined ? [tomans, 10] : [rials, 1];
  const digits = asciiDigits(cells[column] ?? '').replace(/[\s,٬،']/g, '');
  const amount = /^\d{1,15}$/.test(digits) ? Number(digits) * factor : Number.NaN;
  return Number.isSafeInteger(amount) && amount > 0 ? amount : null;
}
