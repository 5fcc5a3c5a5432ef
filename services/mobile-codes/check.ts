/** A code comes back. Each look at it is a try, counted before it is compared, so many at once are no more tries. */
import type { Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import { codeHash, openedMobile } from './sealed-code.ts';
import type { MobileCodesDeps } from './service.ts';

export interface Given {
  account: Pick<Account, '_id'>;
  /** Which code was sent. */
  sent: Types.ObjectId;
  /** What the person has typed, six Latin digits. */
  digits: string;
}

export type CheckOutcome =
  /** The number is in the hands of who holds this chat. The same code says so again for as long as it holds. */
  | { type: 'proven'; mobile: string }
  | { type: 'wrong'; triesLeft: number }
  /** Too late, too many tries, or not of this chat: another one is to be sent. */
  | { type: 'over' };

export const CODE_HOLDS_MS = 5 * 60_000;
export const TRIES_A_CODE = 5;

export async function check(
  { models, clock, seal }: MobileCodesDeps,
  { account, sent, digits }: Given,
): Promise<CheckOutcome> {
  const found = await models.MobileCode.findOneAndUpdate(
    {
      _id: sent,
      account: account._id,
      sentAt: { $gt: new Date(clock().getTime() - CODE_HOLDS_MS) },
      tries: { $lt: TRIES_A_CODE },
    },
    { $inc: { tries: 1 } },
    { returnDocument: 'after' },
  ).lean();
  const mobile = found && openedMobile(seal, found);
  if (!found || !mobile) return { type: 'over' };
  if (found.codeHash === codeHash(seal, found._id, digits)) return { type: 'proven', mobile };
  const triesLeft = TRIES_A_CODE - found.tries;
  return triesLeft > 0 ? { type: 'wrong', triesLeft } : { type: 'over' };
}
