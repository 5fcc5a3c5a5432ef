/**
 * Wallets, and the names of their accounts in the ledger.
 *
 * Everybody has a personal wallet, from which a trainee pays. A portal user has a second one for what they pay on behalf
 * of trainees, so that a centre's money and a person's own are never mixed (N4).
 */
import type { Types } from 'mongoose';
import type { Payer } from '../../models/enrolment.ts';

export interface Wallet {
  /** Whose it is. */
  person: Types.ObjectId;
  kind: Payer;
}

export const personalWallet = (person: Types.ObjectId): Wallet => ({ person, kind: 'trainee' });
export const portalWallet = (person: Types.ObjectId): Wallet => ({ person, kind: 'portal-user' });

/** The wallet that pays an enrolment, and to which a refund returns. */
export function payingWallet(enrolment: {
  person: Types.ObjectId;
  registeredBy: Types.ObjectId;
  payer: Payer;
}): Wallet {
  return enrolment.payer === 'trainee'
    ? personalWallet(enrolment.person)
    : portalWallet(enrolment.registeredBy);
}

const PREFIXES: Record<Payer, string> = { trainee: 'Wallet', 'portal-user': 'PortalWallet' };

/** The ledger's name for a wallet. */
export const walletAccount = ({ person, kind }: Wallet) => `${PREFIXES[kind]}:${person.toHexString()}`;

export const isWalletAccount = (account: string) =>
  Object.values(PREFIXES).some((prefix) => account.startsWith(`${prefix}:`));
