/** What is commonly charged, and amounts so far from it that a zero may be lost or one too many: rials taken for tomans. */
import type { Types } from 'mongoose';
import type { Payer } from '../../models/enrolment.ts';
import type { Models } from '../../models/models.ts';

/** Whole rials, both ends included. */
export interface Range {
  fromRials: number;
  toRials: number;
}

/** For whom nothing else is known yet: what courses commonly cost. */
export const COMMON: Range = { fromRials: 500_000, toRials: 5_000_000 };

const RIALS_A_TOMAN = 10;

/** In which way an amount is strange, and the one that may be meant instead. */
export interface Strange {
  side: 'much' | 'little';
  meantRials: number;
}

/** Of an amount that is ten times what is usual, or a tenth of it; null when nothing is strange. */
export function strangeAmount(amountRials: number, { fromRials, toRials }: Range): Strange | null {
  if (amountRials >= RIALS_A_TOMAN * toRials)
    return { side: 'much', meantRials: Math.floor(amountRials / RIALS_A_TOMAN) };
  const meantRials = RIALS_A_TOMAN * amountRials;
  return meantRials <= fromRials ? { side: 'little', meantRials } : null;
}

/** So many payments are looked at, the newest; and of fewer than the least nobody has a habit. */
const LOOKED_AT = 5;
const LEAST_FOR_A_HABIT = 3;

/** The median of what was charged lately, which one strange amount among them does not move. */
export function rangeOf(amounts: readonly number[]): Range {
  if (amounts.length < LEAST_FOR_A_HABIT) return COMMON;
  const inOrder = [...amounts].sort((a, b) => a - b);
  const median = inOrder[Math.floor(inOrder.length / 2)] ?? 0;
  return { fromRials: median, toRials: median };
}

/** By what this payer has charged wallets of this kind with. */
export async function usualRange(
  { models }: { models: Models },
  payer: Types.ObjectId,
  wallet: Payer,
): Promise<Range> {
  const credited = await models.TopUp.find({ startedBy: payer, wallet, state: 'credited' })
    .sort({ createdAt: -1 })
    .limit(LOOKED_AT)
    .select('amountRials')
    .lean<{ amountRials: number }[]>();
  return rangeOf(credited.map(({ amountRials }) => amountRials));
}
