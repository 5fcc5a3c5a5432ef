/**
 * The double-entry ledger. Only this file talks to medici, and only whole positive rials reach it; `statement.ts` and
 * `books.ts` read what it has kept.
 *
 * Accounts: the wallets (`accounts.ts`: what we owe people), `Gateway` (what the payment gateway owes us), `Fees:<course>`.
 * A wallet's balance is the sum of its entries; there is no second place where it is kept.
 */
import { Book } from 'medici';
import { type ClientSession, Types } from 'mongoose';
import { type Wallet, walletAccount } from './accounts.ts';
import { type Rials, toRials } from './rials.ts';

/** What a journal is about; the ledger keeps it as the journal's memo. */
export const ENTRY_KINDS = ['top-up', 'fee', 'refund'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

export interface LedgerEntry {
  kind: EntryKind;
  /** Positive when the wallet rose, negative when it fell. */
  amountRials: number;
  /** Course code for a fee and its refund; the bank's reference for a top-up. */
  about: string;
  at: Date;
}

export type DebitOutcome =
  | { type: 'debited'; journal: Types.ObjectId }
  | { type: 'short'; balanceRials: number };

/** A fee that leaves a wallet, or comes back to it. */
export interface FeeEntry {
  wallet: Wallet;
  amountRials: number;
  courseCode: string;
}

/** Money that came in by a payment. */
export interface TopUpEntry {
  wallet: Wallet;
  amountRials: number;
  /** The bank's. */
  reference: string;
  /** Our own name of the payment: it can be booked once. */
  key: string;
}

export interface Ledger {
  /** Whole rials; inside a transaction give its session, to see its own entries. */
  balanceOf(wallet: Wallet, session?: ClientSession): Promise<number>;
  /** Credits a paid top-up: once, whatever the caller does, since a second booking under the same key is refused. */
  creditTopUp(credit: TopUpEntry, session: ClientSession): Promise<Types.ObjectId>;
  /** Takes a fee, or says that the wallet is short: then the caller must abort its transaction. */
  debitFee(debit: FeeEntry, session: ClientSession): Promise<DebitOutcome>;
  /** Gives (part of) a fee back, by a counter-entry. The caller's transaction makes sure that it happens once. */
  refundFee(refund: FeeEntry, session: ClientSession): Promise<Types.ObjectId>;
}

export function createLedger(): Ledger {
  // Balance snapshots are off: medici continues one by `_id > last`, and an entry that committed later with a smaller
  // id would be missing from the sum for ever. Wallets have few entries; summing them is cheap.
  const book = new Book('karamooz', { precision: 0, balanceSnapshotSec: 0 });
  return {
    balanceOf: (wallet, session) => balanceOf(book, wallet, session),
    creditTopUp: (credit, session) => creditTopUp(book, credit, session),
    debitFee: (debit, session) => debitFee(book, debit, session),
    refundFee: (refund, session) => refundFee(book, refund, session),
  };
}

async function balanceOf(book: Book, wallet: Wallet, session?: ClientSession): Promise<number> {
  // medici reads a secondary unless told otherwise; a balance that decides must come from the primary.
  const options = session ? { session } : { readPreference: 'primary' as const };
  const { balance } = await book.balance({ account: walletAccount(wallet) }, options);
  return balance;
}

async function creditTopUp(book: Book, credit: TopUpEntry, session: ClientSession): Promise<Types.ObjectId> {
  const amount: Rials = toRials(credit.amountRials);
  const journal = await book
    .entry('top-up')
    .debit('Gateway', amount, line(credit.reference))
    .credit(walletAccount(credit.wallet), amount, { ...line(credit.reference), key: `top-up-${credit.key}` })
    .commit({ session });
  return journal._id;
}

async function debitFee(book: Book, debit: FeeEntry, session: ClientSession): Promise<DebitOutcome> {
  const amount: Rials = toRials(debit.amountRials);
  const wallet = walletAccount(debit.wallet);
  const journal = await book
    .entry('fee')
    .debit(wallet, amount, line(debit.courseCode))
    .credit(`Fees:${debit.courseCode}`, amount, line(debit.courseCode))
    // Two debits of one wallet write the same lock document, so one of the transactions starts over and sees the other.
    .commit({ session, writelockAccounts: [wallet] });
  const balanceRials = await balanceOf(book, debit.wallet, session);
  if (balanceRials < 0) return { type: 'short', balanceRials: balanceRials + amount };
  return { type: 'debited', journal: journal._id };
}

/** Named here, since medici reads lines back to learn the names that the database gave them: one command a journal. */
const line = (about: string) => ({ _id: new Types.ObjectId(), about });

async function refundFee(book: Book, refund: FeeEntry, session: ClientSession): Promise<Types.ObjectId> {
  const amount: Rials = toRials(refund.amountRials);
  const journal = await book
    .entry('refund')
    .debit(`Fees:${refund.courseCode}`, amount, line(refund.courseCode))
    .credit(walletAccount(refund.wallet), amount, line(refund.courseCode))
    .commit({ session });
  return journal._id;
}
