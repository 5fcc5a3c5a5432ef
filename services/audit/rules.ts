/** What must be true of money and seats, whatever happened. Pure. */
import { fees } from './fees.ts';
import { asInherited, merges } from './merges.ts';
import { journalsNotBalanced, topUpsAndCredits, walletsBelowZero } from './money.ts';
import { overdue } from './overdue.ts';
import { paybacks } from './paybacks.ts';
import { enrolledTwice, placesMiscounted } from './places.ts';
import type { Finding, Records } from './records.ts';
import { refunds } from './refunds.ts';

export function findingsIn(records: Records, now: Date): Finding[] {
  const asBooked = [journalsNotBalanced, walletsBelowZero, merges, placesMiscounted, enrolledTwice];
  const owners = asInherited(records);
  const byOwner = [fees, refunds, topUpsAndCredits, paybacks];
  return [
    ...asBooked.flatMap((rule) => rule(records)),
    ...byOwner.flatMap((rule) => rule(owners)),
    ...overdue(records, now),
  ];
}
