/** Amounts that may be charged, and when an open payment is looked at again. Pure. */
import { autoConvertDigitsToEN } from '@persian-tools/persian-tools';

/** Limits of one payment, whole rials: below, gateways refuse; above, Shaparak does. */
export const LEAST_TOP_UP_RIALS = 10_000;
export const MOST_TOP_UP_RIALS = 1_000_000_000;

export type ReadAmount =
  | { type: 'amount'; amountRials: number }
  | { type: 'not-a-number' }
  | { type: 'too-small' }
  | { type: 'too-large' };

/** Digits of any script with the separators people use; an optional «ریال» behind. Words and tomans are refused. */
export function readAmount(raw: string): ReadAmount {
  const compact = autoConvertDigitsToEN(raw.slice(0, 64))
    .replace(/[\s\p{Cf},٬،_']/gu, '')
    .replace(/(?:ریال|ريال|rials?)$/iu, '');
  if (raw.length > 64 || !/^\d{1,15}$/.test(compact)) return { type: 'not-a-number' };
  const amountRials = Number(compact);
  if (amountRials < LEAST_TOP_UP_RIALS) return { type: 'too-small' };
  return amountRials > MOST_TOP_UP_RIALS ? { type: 'too-large' } : { type: 'amount', amountRials };
}

/** What must be charged for a wallet of `balanceRials` to pay `feeRials`: the gap, but no less than can be paid. */
export function gapToCharge(feeRials: number, balanceRials: number): number {
  return Math.max(feeRials - balanceRials, LEAST_TOP_UP_RIALS);
}

/** Minutes between one look at an open payment and the next; the last one repeats. */
const CHECK_AFTER_MINUTES = [1, 2, 3, 5, 10, 15, 30, 60];

/** A session that nobody has paid in this time is given up; a late success is still credited. */
export const TOP_UP_EXPIRES_MS = 24 * 60 * 60 * 1000;

export function nextCheckAt(checks: number, now: Date): Date {
  const minutes = CHECK_AFTER_MINUTES[Math.min(checks, CHECK_AFTER_MINUTES.length - 1)] ?? 60;
  return new Date(now.getTime() + minutes * 60_000);
}
