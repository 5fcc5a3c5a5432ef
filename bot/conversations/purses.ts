/** Whom a form registers, and the wallets that can pay for it: how far each of them reaches (N4). */
import { Types } from 'mongoose';
import type { Draft } from '../../models/draft.ts';
import type { Payer } from '../../models/enrolment.ts';
import { personalWallet, portalWallet, type Wallet } from '../../services/wallet/accounts.ts';
import type { Visit } from '../visit.ts';

export interface Purse {
  payer: Payer;
  wallet: Wallet;
  /** Of who fills the form: shown in figures. Of anybody else's only how far it reaches is told. */
  isOwn: boolean;
  balanceRials: number;
  /** What it lacks for the fee; 0 when it suffices. */
  shortRials: number;
}

export type Purses = Record<Payer, Purse>;

/** Who would sit in the course; null while a trainee is not known yet. */
export function beneficiaryOf({ form, answers }: Draft, { caller }: Visit): Types.ObjectId | null {
  if (form !== 'enrol-trainee') return caller.person?._id ?? null;
  return answers.trainee === undefined ? null : new Types.ObjectId(answers.trainee);
}

export async function pursesFor(
  { services, caller }: Visit,
  beneficiary: Types.ObjectId,
  feeRials: number,
): Promise<Purses> {
  const { person } = caller;
  if (!person) throw new Error('Nobody who is not proven yet pays for anything');
  const purse = async (payer: Payer, wallet: Wallet): Promise<Purse> => {
    const balanceRials = await services.ledger.balanceOf(wallet);
    const shortRials = Math.max(0, feeRials - balanceRials);
    return { payer, wallet, isOwn: wallet.person.equals(person._id), balanceRials, shortRials };
  };
  const [trainee, portal] = await Promise.all([
    purse('trainee', personalWallet(beneficiary)),
    purse('portal-user', portalWallet(person._id)),
  ]);
  return { trainee, 'portal-user': portal };
}

export const otherPayer = (payer: Payer): Payer => (payer === 'trainee' ? 'portal-user' : 'trainee');
