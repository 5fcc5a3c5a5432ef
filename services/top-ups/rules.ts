/** What a short wallet lacks, and when an open payment is looked at again. Pure. */
import type { Difference, TopUp } from '../../models/top-up.ts';
import type { ToldPayment } from '../providers/payment/payment-gateway.ts';
import type { TopUpLimits } from './limits.ts';

/** What is to be charged for a wallet of `balanceRials` to pay `feeRials`: the gap, or as near to it as can be charged. */
export function gapToCharge(
  feeRials: number,
  balanceRials: number,
  { leastRials, mostRials }: Pick<TopUpLimits, 'leastRials' | 'mostRials'>,
): number {
  return Math.min(Math.max(feeRials - balanceRials, leastRials), mostRials);
}

/**
 * Minutes between one look at an open payment and the next; the last one repeats. Close together at first: who has paid
 * and was not sent back looks at the chat now, and pays a second time when nothing comes.
 */
const CHECK_AFTER_MINUTES = [1, 2, 3, 5, 10, 15, 30, 60];

const HOUR_MS = 60 * 60 * 1000;

/** A session that nobody has paid in this time is given up; a late success is still credited. */
export const TOP_UP_EXPIRES_MS = 24 * HOUR_MS;

/** So long the gateway is asked, whatever it says; two days outlast its outages and its own returns of unclaimed money. */
export const TOP_UP_CHECKED_MS = 48 * HOUR_MS;

/** Money that the gateway took and nobody claimed is back at the payer's bank by then (Shaparak's rule). */
export const BANK_RETURNS_MS = 72 * HOUR_MS;

type Age = Pick<TopUp, 'createdAt'>;

/** Until when the reconciler looks at a payment. */
export function checkedUntil({ createdAt }: Age): Date {
  return new Date(createdAt.getTime() + TOP_UP_CHECKED_MS);
}

/** By when the bank returns money of a payment that came to nothing. */
export function returnedBy({ createdAt }: Age): Date {
  return new Date(createdAt.getTime() + BANK_RETURNS_MS);
}

/** When to look again; the last look is due right when the checking ends, so that the end is told on time. */
export function nextCheckAt(topUp: Age & Pick<TopUp, 'checks'>, now: Date): Date {
  const minutes = CHECK_AFTER_MINUTES[Math.min(topUp.checks, CHECK_AFTER_MINUTES.length - 1)] ?? 60;
  const next = new Date(now.getTime() + minutes * 60_000);
  const last = checkedUntil(topUp);
  return now < last && last < next ? last : next;
}

/** What the gateway says of a payment that has not ended: not paid so far, not what was asked for, or nothing. */
export type Finding = 'unpaid' | 'differs' | 'silence';

/** How the wait for a payment ends after such a finding, if it does. */
export function endOfWait(topUp: Age & Pick<TopUp, 'state'>, finding: Finding, now: Date) {
  const { state } = topUp;
  const isUnpaid = state === 'created' || state === 'sent';
  const ageMs = now.getTime() - topUp.createdAt.getTime();
  // Only what is known to be unpaid may expire: money may be waiting behind silence.
  if (finding === 'unpaid') return isUnpaid && ageMs >= TOP_UP_EXPIRES_MS ? 'expired' : null;
  if (ageMs < TOP_UP_CHECKED_MS) return null;
  if (finding === 'differs') return 'refund-due';
  // Silence about what had an end already changes nothing.
  return isUnpaid || state === 'paid-unverified' ? 'unresolved' : null;
}

/** The first thing in which a payment, as its gateway tells it, is not the one that was asked for. */
export function differenceOf(
  { _id, amountRials, payerId }: Pick<TopUp, '_id' | 'amountRials' | 'payerId'>,
  told: ToldPayment = {},
): Difference | null {
  if (told.currency !== undefined && told.currency !== 'IRR') return 'currency';
  if (told.amountRials !== undefined && told.amountRials !== amountRials) return 'amount';
  if (told.payerId !== undefined && payerId !== undefined && told.payerId !== payerId) return 'payer';
  if (told.orderId !== undefined && told.orderId !== _id.toHexString()) return 'order';
  return null;
}

/** So long a gateway commonly lets a session be paid; a second request for the same gets the same link. */
export const UNDER_WAY_MS = 30 * 60 * 1000;
