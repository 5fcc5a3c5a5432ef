/** The books as such: journals, wallets, and the payments that fill them. Pure. */
import { isWalletAccount, walletAccount } from '../wallet/accounts.ts';
import type { BookEntry } from '../wallet/books.ts';
import { countsOf, type Finding, type Records } from './records.ts';

export function journalsNotBalanced({ entries }: Records): Finding[] {
  const sums = new Map<string, number>();
  for (const { journal, amountRials } of entries) sums.set(journal, (sums.get(journal) ?? 0) + amountRials);
  return [...sums].flatMap(([journal, sum]) =>
    sum === 0
      ? []
      : [{ rule: 'journal-not-balanced' as const, what: `journal ${journal} sums to ${sum} rials` }],
  );
}

/** Clocks of different machines may be apart by so much: so much earlier than its date a credit may have been there. */
const CLOCKS_APART_MS = 1_000;

/**
 * At no moment, not only in the end. The dates of a wallet's entries tell their order: a transaction dates its entry
 * after it has seen the wallet, so all that a debit saw is dated before it, and debits of one wallet come one after the
 * other.
 */
export function walletsBelowZero({ entries }: Records): Finding[] {
  const byWallet = new Map<string, BookEntry[]>();
  for (const entry of entries) {
    if (!isWalletAccount(entry.account)) continue;
    const ofWallet = byWallet.get(entry.account);
    if (ofWallet) ofWallet.push(entry);
    else byWallet.set(entry.account, [entry]);
  }
  return [...byWallet].flatMap(([account, ofWallet]) => {
    const below = firstBelowZero(ofWallet);
    if (!below) return [];
    const what = `${account} fell to ${below.balance} rials by journal ${below.journal}`;
    return [{ rule: 'wallet-below-zero' as const, what }];
  });
}

function firstBelowZero(entries: readonly BookEntry[]): { journal: string; balance: number } | null {
  const placed = ({ at, amountRials }: BookEntry) =>
    amountRials > 0 ? at.getTime() - CLOCKS_APART_MS : at.getTime();
  const inOrder = [...entries].sort((a, b) => placed(a) - placed(b) || b.amountRials - a.amountRials);
  let balance = 0;
  for (const { journal, amountRials } of inOrder) {
    balance += amountRials;
    if (balance < 0) return { journal, balance };
  }
  return null;
}

/** Credits carry the bank's reference, so wallet, amount and reference together say which top-up one belongs to. */
export function topUpsAndCredits({ entries, topUps }: Records): Finding[] {
  const otherwise = new Set<BookEntry['kind']>(['refund', 'payback-returned', 'moved']);
  const credited = entries.filter(
    ({ account, amountRials, kind }) => isWalletAccount(account) && amountRials > 0 && !otherwise.has(kind),
  );
  const booked = countsOf(
    credited,
    ({ kind, amountRials, account, about }) => `${kind} of ${amountRials} rials to ${account} for ${about}`,
  );
  const owed = countsOf(
    topUps.filter(({ state }) => state === 'credited'),
    ({ amountRials, person, wallet: kind = 'trainee', reference = '' }) =>
      `top-up of ${amountRials} rials to ${walletAccount({ person, kind })} for ${reference}`,
  );
  const wrong = [...owed].filter(([credit, times]) => (booked.get(credit) ?? 0) !== times);
  const extra = [...booked].filter(([credit]) => !owed.has(credit));
  return [
    ...wrong.map(([credit, times]) => ({
      rule: 'top-up-not-credited-once' as const,
      what: `${credit}: ${times} paid, ${booked.get(credit) ?? 0} booked`,
    })),
    ...extra.map(([credit]) => ({ rule: 'credit-without-top-up' as const, what: credit })),
  ];
}
