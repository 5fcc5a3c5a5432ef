/** Names of the ledger's accounts. */
import type { Types } from 'mongoose';

export const walletOf = (person: Types.ObjectId) => `Wallet:${person.toHexString()}`;
export const isWallet = (account: string) => account.startsWith('Wallet:');
