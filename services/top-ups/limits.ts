/** How much may be charged: at once, and into one wallet within a day of Tehran. */
import type { ClientSession } from 'mongoose';
import type { Models } from '../../models/models.ts';
import type { TopUpState } from '../../models/top-up.ts';
import type { Clock } from '../clock.ts';
import { dayInTehran } from '../tehran.ts';
import type { Wallet } from '../wallet/accounts.ts';

/** Whole rials, by configuration. */
export interface TopUpLimits {
  leastRials: number;
  mostRials: number;
  /** Of all payments into one wallet that were opened on one day and may still be, or were, credited. */
  dailyRials: number;
}

/** Why an amount cannot be charged, with what would be possible. */
export type AmountRefusal =
  | { type: 'too-small'; leastRials: number }
  | { type: 'too-large'; mostRials: number }
  /** `leftRials`: 0 when not even the least is possible any more. */
  | { type: 'over-today'; leftRials: number; resetsAt: Date };

export type OutsideLimits = Extract<AmountRefusal, { type: 'too-small' | 'too-large' }>;

/** What the day leaves of a wallet's limit, and when it begins anew. */
interface RoomToday {
  leftRials: number;
  resetsAt: Date;
}

export interface LimitsDeps {
  models: Models;
  clock: Clock;
  limits: TopUpLimits;
}

/** The refusal that needs no look at what was charged before; null when there is none. */
export function outsideLimits(amountRials: number, limits: TopUpLimits): OutsideLimits | null {
  const { leastRials, mostRials } = limits;
  if (amountRials < leastRials) return { type: 'too-small', leastRials };
  return amountRials > mostRials ? { type: 'too-large', mostRials } : null;
}

/** Whether this amount may be charged into this wallet now; null when it may. Judged within the transaction that opens the payment. */
export async function refusalOf(
  deps: LimitsDeps,
  { wallet, amountRials }: { wallet: Wallet; amountRials: number },
  session: ClientSession,
): Promise<AmountRefusal | null> {
  const refusal = outsideLimits(amountRials, deps.limits);
  if (refusal) return refusal;
  const room = await roomToday(deps, wallet, session);
  return amountRials > room.leftRials ? { type: 'over-today', ...room } : null;
}

/** Nothing will come of these into the wallet, or it would have been told. */
const COMES_TO_NOTHING: readonly TopUpState[] = ['failed', 'expired', 'refund-due'];
/** An invoice is the second way to pay what is counted already, until it is the way that was taken. */
const IS_PAID: readonly TopUpState[] = ['paid-unverified', 'credited'];

async function roomToday(
  { models, clock, limits }: LimitsDeps,
  { person, kind }: Wallet,
  session: ClientSession,
): Promise<RoomToday> {
  const { from, until } = dayInTehran(clock());
  const counted = await models.TopUp.find({
    person,
    wallet: kind,
    createdAt: { $gte: from, $lt: until },
    $or: [
      { invoiceOf: { $exists: false }, state: { $nin: COMES_TO_NOTHING } },
      { invoiceOf: { $exists: true }, state: { $in: IS_PAID } },
    ],
  })
    .session(session)
    .select('amountRials')
    .lean<{ amountRials: number }[]>();
  const usedRials = counted.reduce((sum, { amountRials }) => sum + amountRials, 0);
  const leftRials = limits.dailyRials - usedRials;
  return { leftRials: leftRials < limits.leastRials ? 0 : leftRials, resetsAt: until };
}
