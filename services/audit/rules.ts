/** What must be true of money and seats, whatever happened. Pure. */
import { fees } from './fees.ts';
import { journalsNotBalanced, topUpsAndCredits, walletsBelowZero } from './money.ts';
import { overdue } from './overdue.ts';
import { paybacks } from './paybacks.ts';
import { enrolledTwice, placesMiscounted } from './places.ts';
import type { Finding, Records } from './records.ts';
import { refunds } from './refunds.ts';

export function findingsIn(records: Records, now: Date): Finding[] {
  const always = [
    journalsNotBalanced,
    walletsBelowZero,
    fees,
    refunds,
    topUpsAndCredits,
    paybacks,
    placesMiscounted,
    enrolledTwice,
  ];
  return [...always.flatMap((rule) => rule(records)), ...overdue(records, now)];
}
