/** What gateways write over the columns of their files, and in them, as the reader compares it: in plain letters. */

export type Column = 'sessionId' | 'reference' | 'rials' | 'tomans' | 'bareAmount' | 'state';

export const HEADINGS: Record<Column, readonly string[]> = {
  sessionId: ['authority', 'trackid', 'transactionid', 'sessionid', 'شناسه پرداخت', 'شناسه تراکنش'],
  reference: ['refid', 'refnumber', 'reference', 'شماره مرجع', 'شماره ارجاع', 'کد مرجع'],
  rials: ['amountrials', 'rials', 'مبلغ ریال', 'مبلغ به ریال'],
  tomans: ['amounttomans', 'tomans', 'مبلغ تومان', 'مبلغ به تومان'],
  bareAmount: ['amount', 'مبلغ'],
  state: ['status', 'state', 'وضعیت'],
};

/** What was not paid, or was given back, brings no money. */
export const BROUGHT_NOTHING = /ناموفق|لغو|برگشت|fail|cancel|revers|refund/i;
