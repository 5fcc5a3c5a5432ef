/**
 * The double-entry ledger. Only this file talks to medici, and only whole positive rials reach it.
 *
 * Accounts: `Wallet:<person>` (what we owe a person), `Gateway` (what the payment gateway owes us), `Fees:<course>`.
 * A wallet's balance is the sum of its entries; there is no second place where it is kept.
 */
import { Book } from 'medici';
import type { ClientSession, Types } from 'mongoose';
import { walletOf } from './accounts.ts';
import { type Rials, toRials } from './rials.ts';

export interface LedgerEntry {
  kind: 'top-up' | 'fee';
  /** Positive when the wallet rose, negative when it fell. */
  amountRials: number;
  /** Course code for a fee; the bank's reference for a top-up. */
  about: string;
  at: Date;
}

export type DebitOutcome =
  | { type: 'debited'; journal: Types.ObjectId }
  | { type: 'short'; balanceRials: number };

export interface Ledger {
  /** Whole rials; inside a transaction give its session, to see its own entries. */
  balanceOf(person: Types.ObjectId, session?: ClientSession): Promise<number>;
  /** Credits a paid top-up. The caller's transaction makes sure that it happens once. */
  creditTopUp(
    credit: { person: Types.ObjectId; amountRials: number; reference: string },
    session: ClientSession,
  ): Promise<Types.ObjectId>;
  /** Takes a fee, or says that the wallet is short: then the caller must abort its transaction. */
  debitFee(
    debit: { person: Types.ObjectId; amountRials: number; courseCode: string },
    session: ClientSession,
  ): Promise<DebitOutcome>;
  /** The wallet's newest entries, newest first. */
  latestEntries(person: Types.ObjectId, limit: number): Promise<LedgerEntry[]>;
}

export function createLedger(): Ledger {
  // Balance snapshots are off: medici continues one by `_id > last`, and an entry that committed later with a smaller
  // id would be missing from the sum for ever. Wallets have few entries; summing them is cheap.
  const book = new Book('karamooz', { precision: 0, balanceSnapshotSec: 0 });
  return {
    balanceOf: (person, session) => balanceOf(book, person, session),
    creditTopUp: (credit, session) => creditTopUp(book, credit, session),
    debitFee: (debit, session) => debitFee(book, debit, session),
    latestEntries: (person, limit) => latestEntries(book, person, limit),
  };
}

async function balanceOf(book: Book, person: Types.ObjectId, session?: ClientSession): Promise<number> {
  // medici reads a secondary unless told otherwise; a balance that decides must come from the primary.
  const options = session ? { session } : { readPreference: 'primary' as const };
  const { balance } = await book.balance({ account: walletOf(person) }, options);
  return balance;
}

async function creditTopUp(
  book: Book,
  credit: { person: Types.ObjectId; amountRials: number; reference: string },
  session: ClientSession,
): Promise<Types.ObjectId> {
  const amount: Rials = toRials(credit.amountRials);
  const journal = await book
    .entry('top-up')
    .debit('Gateway', amount, { about: credit.reference })
    .credit(walletOf(credit.person), amount, { about: credit.reference })
    .commit({ session });
  return journal._id;
}

async function debitFee(
  book: Book,
  debit: { person: Types.ObjectId; amountRials: number; courseCode: string },
  session: ClientSession,
): Promise<DebitOutcome> {
  const amount: Rials = toRials(debit.amountRials);
  const wallet = walletOf(debit.person);
  const journal = await book
    .entry('fee')
    .debit(wallet, amount, { about: debit.courseCode })
    .credit(`Fees:${debit.courseCode}`, amount, { about: debit.courseCode })
    // Two debits of one wallet write the same lock document, so one of the transactions starts over and sees the other.
    .commit({ session, writelockAccounts: [wallet] });
  const balanceRials = await balanceOf(book, debit.person, session);
  if (balanceRials < 0) return { type: 'short', balanceRials: balanceRials + amount };
  return { type: 'debited', journal: journal._id };
}

async function latestEntries(book: Book, person: Types.ObjectId, limit: number): Promise<LedgerEntry[]> {
  const { results } = await book.ledger(
    { account: walletOf(person), perPage: limit, page: 1 },
    { readPreference: 'primary' },
  );
  return results.map((entry) => ({
    kind: entry.memo === 'top-up' ? 'top-up' : 'fee',
    amountRials: entry.credit - entry.debit,
    about: String(entry.meta?.about ?? ''),
    at: entry.datetime,
  }));
}
