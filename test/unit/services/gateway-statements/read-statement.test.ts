/** A gateway's file as staff download it, open it in a spreadsheet, and send it on. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  readStatement,
  STATEMENT_BYTES_MAX,
  STATEMENT_ROWS_MAX,
} from '../../../../services/gateway-statements/read-statement.ts';

const read = (text: string) => readStatement(Buffer.from(text));
const rowsOf = (text: string) => {
  const reading = read(text);
  return reading.type === 'read' ? reading.rows : reading.problem.type;
};

describe('the same payment is read', () => {
  const payment = [{ line: 2, sessionId: 'A1', reference: '77', amountRials: 500_000 }];

  test.each([
    ['in English, in rials', 'Authority,Ref_ID,Amount (Rials)\nA1,77,500000\n'],
    ['in tomans', 'authority,ref_id,amount_tomans\nA1,77,"50,000"\n'],
    [
      'in Persian, with Persian digits and separators',
      'شناسه پرداخت,شماره مرجع,مبلغ (ریال)\nA1,۷۷,۵۰۰٬۰۰۰\n',
    ],
    ['with Arabic letters and half-spaces', 'شناسه‌ پرداخت;شماره مرجع;مبلغ (ريال)\r\nA1;77;500000\r\n'],
    ['as a spreadsheet saves it', '\ufefftrackId\trefNumber\tRials\nA1\t77\t500000\n'],
    ['with columns that we do not need', 'card,Authority,fee,RefID,rials\n6037,A1,0,77,500000\n'],
  ])('%s', (_, text) => {
    expect(rowsOf(text)).toEqual(payment);
  });
});

test('what failed or was given back is left out, and counted', () => {
  const reading = read('authority,rials,وضعیت\nA1,1000,موفق\nA2,1000,ناموفق\nA3,1000,برگشت خورده\n');
  expect(reading).toMatchObject({ type: 'read', leftOut: 2 });
  expect(rowsOf('authority,rials,status\nA1,1000,PAID\nA2,1000,REVERSED\n')).toHaveLength(1);
});

test.each([
  'نا‌موفق',
  'پرداخت نشده',
  'در انتظار پرداخت',
  'منقضی شده',
  'Unsuccessful',
  'unpaid',
  'PENDING',
  'IN_BANK',
])('a payment that is %s brought nothing', (state) => {
  expect(read(`authority,rials,status\nA1,1000,${state}\n`)).toMatchObject({ rows: [], leftOut: 1 });
});

test.each(['موفق', 'پرداخت شده', 'تأیید شده', 'PAID', 'VERIFIED', 'successful', '1'])(
  'a payment that is %s brought money',
  (state) => {
    expect(rowsOf(`authority,rials,status\nA1,1000,${state}\n`)).toHaveLength(1);
  },
);

test('a name of which a spreadsheet has kept its first digits alone is no name', () => {
  const reading = read('trackid,rials\n3.71406E+11,5000\n۳٫۷E+۱۱,5000\n371406123456,5000\n');
  expect(reading).toMatchObject({ problem: { type: 'unreadable-rows', lines: [2, 3] } });
  expect(rowsOf('authority,rials\nA00E+12345,5000\n')).toHaveLength(1);
});

describe('what is wrong with a file is named', () => {
  test.each([
    ['not-a-table', 'سلام'],
    ['not-a-table', 'authority,rials\n"A1,5'],
    ['no-names', 'card,rials\n6037,5000\n'],
    ['no-amount', 'authority,card\nA1,6037\n'],
    ['which-money', 'authority,amount\nA1,5000\n'],
    ['which-money', 'شناسه پرداخت,مبلغ\nA1,5000\n'],
  ])('%s', (type, text) => {
    expect(rowsOf(text)).toBe(type);
  });

  test('a spreadsheet’s own format, and too much of anything', () => {
    expect(readStatement(Buffer.from([0x50, 0x4b, 3, 4, 0xff, 0xfe]))).toMatchObject({ type: 'problem' });
    expect(readStatement(Buffer.alloc(STATEMENT_BYTES_MAX + 1, 'a'))).toMatchObject({ type: 'problem' });
    expect(rowsOf(`authority,rials\n${'A,1\n'.repeat(STATEMENT_ROWS_MAX + 1)}`)).toBe('too-long');
  });

  test('lines without a name or a whole amount', () => {
    const reading = read('authority,rials\nA1,5000\n,5000\nA2,12.5\nA3,-7\nA4,\n');
    expect(reading).toEqual({
      type: 'problem',
      problem: { type: 'unreadable-rows', lines: [3, 4, 5, 6] },
    });
  });
});

test('whatever bytes come, there is an answer and no exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(['read', 'problem']).toContain(readStatement(bytes).type);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(['read', 'problem']).toContain(read(`authority,rials\n${text}`).type);
    }),
  );
});
