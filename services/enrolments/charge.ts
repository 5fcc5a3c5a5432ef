/** Takes a fee from the wallet that was chosen. */
import type { ClientSession, Types } from 'mongoose';
import type { Course } from '../../models/course.ts';
import type { Wallet } from '../wallet/accounts.ts';
import type { Ledger } from '../wallet/ledger.ts';

export type Charge =
  | { type: 'paid'; journal: Types.ObjectId | null }
  /** The caller must undo its transaction: the ledger has written already. */
  | { type: 'short'; balanceRials: number };

export async function charge(
  { ledger }: { ledger: Ledger },
  wallet: Wallet,
  course: Pick<Course, 'code' | 'feeRials'>,
  session: ClientSession,
): Promise<Charge> {
  if (course.feeRials === 0) return { type: 'paid', journal: null };
  const debit = { wallet, amountRials: course.feeRials, courseCode: course.code };
  const outcome = await ledger.debitFee(debit, session);
  return outcome.type === 'short' ? outcome : { type: 'paid', journal: outcome.journal };
}
