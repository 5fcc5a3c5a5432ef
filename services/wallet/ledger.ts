/**
 * The double-entry ledger. Only this file talks to medici, and only whole positive rials reach it; `statement.ts` and
 * `books.ts` read what it has kept.
 *
 * Accounts: the wallets (`accounts.ts`: what we owe people), `Gateway` (what the payment gateway owes us), `Fees:<course>`,
 * `Paybacks` (what has left wallets and is on its way to cards).
 * A wallet's balance is the sum of its entries; there is no second place where it is kept.
 */
import { Book } from 'medici';
import { type ClientSession, Types } from 'mongoose';
import { type Wallet, walletAccount } from './accounts.ts';
import { type Rials, toRials } from './rials.ts';

/** What a journal is about; the ledger keeps it as the journal's memo. */
export const ENTRY_KINDS = [
  ...(['top-up', 'fee', 'refund'] as const),
  ...(['payback', 'payback-returned', 'paid-out', 'moved'] as const),
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

export interface LedgerEntry {
  kind: EntryKind;
  /** Positive when the wallet rose, negative when it fell. */
  amountRials: number;
  /** Course code for a fee and its refund; the bank's reference for a top-up; the tracking code of a payback; nothing for what moved. */
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

/** Money on its way from a wallet to a card. */
export interface PaybackEntry {
  wallet: Wallet;
  amountRials: number;
  /** Its tracking code. */
  about: string;
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
  /** Takes money out of a wallet for its card, or says that the wallet is short: then the caller must abort. */
  reservePayback(payback: PaybackEntry, session: ClientSession): Promise<DebitOutcome>;
  /** Puts it back into the wallet. The caller's transaction makes sure that it happens once, as with the next. */
  returnPayback(payback: PaybackEntry, session: ClientSession): Promise<void>;
  /** The gateway has given it to the card. */
  payOut(payback: PaybackEntry, session: ClientSession): Promise<void>;
  /**
   * Empties a wallet into another by a counter-entry, once: whole rials, 0 when there was nothing. Whoever credits `from` at
   * the same time must write something that the caller's transaction writes, too.
   */
  moveAll(wallets: { from: Wallet; to: Wallet }, session: ClientSession): Promise<number>;
}

export function createLedger(): Ledger {
  // Balance snapshots are off: medici continues one by `_id > last`, and an entry that committed later with a smaller
  // id would be missing from the sum for ever. Wallets have few entries; summing them is cheap.
  const book = new Book('karamooz', { precision: 0, balanceSnapshotSec: 0 });
  return {
    balanceOf: (wallet, session) => balanceOf(book, wallet, session),
    creditTopUp: (credit, session) => creditTopUp(book, credit, session),
    debitFee: ({ courseCode, ...taken }, session) =>
      debit(book, { ...taken, kind: 'fee', to: `Fees:${courseCode}`, about: courseCode }, session),
    refundFee: (refund, session) => refundFee(book, refund, session),
    reservePayback: ({ about, ...taken }, session) =>
      debit(book, { ...taken, kind: 'payback', to: PAYBACKS, about }, session),
    returnPayback: (payback, session) =>
      transfer(book, { ...payback, kind: 'payback-returned', to: walletAccount(payback.wallet) }, session),
    payOut: (payback, session) => transfer(book, { ...payback, kind: 'paid-out', to: 'Gateway' }, session),
    moveAll: (wallets, session) => moveAll(book, wallets, session),
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

/** What is taken from a wallet, for what, and where it goes. */
interface Taking {
  kind: EntryKind;
  wallet: Wallet;
  amountRials: number;
  to: string;
  about: string;
}

async function debit(book: Book, taking: Taking, session: ClientSession): Promise<DebitOutcome> {
  const amount: Rials = toRials(taking.amountRials);
  const wallet = walletAccount(taking.wallet);
  const journal = await book
    .entry(taking.kind)
    .debit(wallet, amount, line(taking.about))
    .credit(taking.to, amount, line(taking.about))
    // Two debits of one wallet write the same lock document, so one of the transactions starts over and sees the other.
    .commit({ session, writelockAccounts: [wallet] });
  const balanceRials = await balanceOf(book, taking.wallet, session);
  if (balanceRials < 0) return { type: 'short', balanceRials: balanceRials + amount };
  return { type: 'debited', journal: journal._id };
}

const PAYBACKS = 'Paybacks';

/** What is on its way to a card comes back, or has arrived. */
async function transfer(
  book: Book,
  { kind, amountRials, to, about }: Omit<Taking, 'wallet'>,
  session: ClientSession,
): Promise<void> {
  const amount: Rials = toRials(amountRials);
  await book
    .entry(kind)
    .debit(PAYBACKS, amount, line(about))
    .credit(to, amount, line(about))
    .commit({ session });
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

async function moveAll(
  book: Book,
  { from, to }: { from: Wallet; to: Wallet },
  session: ClientSession,
): Promise<number> {
  const balanceRials = await balanceOf(book, from, session);
  if (balanceRials === 0) return 0;
  const amount: Rials = toRials(balanceRials);
  const [emptied, filled] = [walletAccount(from), walletAccount(to)];
  await book
    .entry('moved')
    .debit(emptied, amount, line(''))
    .credit(filled, amount, { ...line(''), key: `moved-${emptied}` })
    // A debit in this instant writes the same lock document, so one of the two starts over and sees the other.
    .commit({ session, writelockAccounts: [emptied] });
  return balanceRials;
}
