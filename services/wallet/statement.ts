/**
 * What has gone in and out of a wallet, with the balance after each entry: read straight from where medici keeps it,
 * whose own pages know no balance and come only as a whole. Nothing of the ledger is written here.
 */
import type { ClientSession, Connection } from 'mongoose';
import { z } from 'zod';
import type { InTransaction } from '../transaction.ts';
import { type Wallet, walletAccount } from './accounts.ts';
import { ENTRY_KINDS, type LedgerEntry } from './ledger.ts';

export interface StatementEntry extends LedgerEntry {
  /** What the wallet held right after it. */
  balanceRials: number;
}

export interface StatementPage {
  /** Newest first. */
  entries: StatementEntry[];
  /** Counted from 0. */
  page: number;
  /** 0 for a wallet without entries. */
  pages: number;
  /** What the wallet holds now. */
  balanceRials: number;
}

export interface Statements {
  /** A page of the wallet's entries; of one past the end, the last. */
  page(wallet: Wallet, page: number): Promise<StatementPage>;
  /** One by one, oldest first; of a wallet with more than `limit` the newest so many. */
  entries(wallet: Wallet, limit: number): AsyncGenerator<StatementEntry>;
}

export interface StatementsDeps {
  connection: Connection;
  inTransaction: InTransaction;
}

export const ENTRIES_A_PAGE = 8;

/** Entries of one moment in the order in which they were written. */
const NEWEST_FIRST = { datetime: -1, _id: -1 } as const;
const OLDEST_FIRST = { datetime: 1, _id: 1 } as const;

const storedSchema = z
  .object({
    memo: z.enum(ENTRY_KINDS),
    credit: z.number(),
    debit: z.number(),
    datetime: z.date(),
    meta: z.object({ about: z.string().default('') }).default({ about: '' }),
  })
  .transform(
    ({ memo, credit, debit, datetime, meta }): LedgerEntry => ({
      kind: memo,
      amountRials: credit - debit,
      about: meta.about,
      at: datetime,
    }),
  );

const sumSchema = z.object({ balance: z.number(), count: z.number() });

export function createStatements(deps: StatementsDeps): Statements {
  return {
    page: (wallet, page) => deps.inTransaction(({ session }) => pageOf(deps, wallet, page, session)),
    entries: (wallet, limit) => entries(deps, wallet, limit),
  };
}

/**
 * The balance is summed by the database as everywhere; beyond that, only what is on this page and before it is read. All
 * in one transaction, for sum and entries must be of one moment.
 */
async function pageOf(
  deps: StatementsDeps,
  wallet: Wallet,
  uncheckedPage: number,
  session: ClientSession,
): Promise<StatementPage> {
  const { balance, count } = await sum(deps, wallet, session);
  const pages = Math.ceil(count / ENTRIES_A_PAGE);
  const page = Math.max(0, Math.min(uncheckedPage, pages - 1));
  const upToHere = await lines(deps)
    .find(of(wallet), { session })
    .sort(NEWEST_FIRST)
    .limit((page + 1) * ENTRIES_A_PAGE)
    .toArray();
  let after = balance;
  const withBalances = upToHere.map((line) => {
    const entry = { ...storedSchema.parse(line), balanceRials: after };
    after -= entry.amountRials;
    return entry;
  });
  return { entries: withBalances.slice(page * ENTRIES_A_PAGE), page, pages, balanceRials: balance };
}

async function* entries(deps: StatementsDeps, wallet: Wallet, limit: number): AsyncGenerator<StatementEntry> {
  const { count } = await sum(deps, wallet);
  let leftOut = Math.max(0, count - limit);
  let balanceRials = 0;
  for await (const line of lines(deps).find(of(wallet), PRIMARY).sort(OLDEST_FIRST)) {
    const entry = storedSchema.parse(line);
    balanceRials += entry.amountRials;
    leftOut -= 1;
    if (leftOut < 0) yield { ...entry, balanceRials };
  }
}

async function sum(deps: StatementsDeps, wallet: Wallet, session?: ClientSession) {
  const total = { balance: { $sum: { $subtract: ['$credit', '$debit'] } }, count: { $sum: 1 } };
  const [found] = await lines(deps)
    .aggregate([{ $match: of(wallet) }, { $group: { _id: null, ...total } }], session ? { session } : PRIMARY)
    .toArray();
  return found ? sumSchema.parse(found) : { balance: 0, count: 0 };
}

/** A person who has just paid must find it here. */
const PRIMARY = { readPreference: 'primary' } as const;

const lines = ({ connection }: StatementsDeps) => connection.collection('medici_transactions');

/** Named like medici's index begins. */
const of = (wallet: Wallet) => ({ book: 'karamooz', accounts: walletAccount(wallet) });
