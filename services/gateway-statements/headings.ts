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

/** Where the file tells states: what is called otherwise was not paid, or was given back. Zibal has numbers. */
export const PAID: ReadonlySet<string> = new Set([
  ...['paid', 'success', 'successful', 'verified', 'settled', '1', '2'],
  ...['موفق', 'پرداخت شده', 'تایید شده', 'تأیید شده', 'تسویه شده', 'واریز شده'],
]);
