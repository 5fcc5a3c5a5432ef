/** Fees: who sits in a course has paid for it once, who waits has paid nothing (N4). Pure. */
import type { Enrolment } from '../../models/enrolment.ts';
import { isWalletAccount, payingWallet, walletAccount } from '../wallet/accounts.ts';
import type { BookEntry } from '../wallet/books.ts';
import { countsOf, type Finding, type Records } from './records.ts';

/** Taken from a wallet for something else. */
const OTHERWISE = new Set<BookEntry['kind']>(['payback', 'moved']);

export function fees({ entries, enrolments }: Records): Finding[] {
  const debits = entries.filter(
    ({ account, amountRials, kind }) => isWalletAccount(account) && amountRials < 0 && !OTHERWISE.has(kind),
  );
  return [
    ...feesNotDebited(debits, enrolments),
    ...chargedWithoutSeat(enrolments),
    ...debitsWithoutEnrolment(debits, enrolments),
  ];
}

/** A fee was taken once, in full, from the wallet of whoever pays; a course free of charge took nothing. */
function feesNotDebited(debits: readonly BookEntry[], enrolments: readonly Enrolment[]): Finding[] {
  const byJournal = new Map(debits.map((entry) => [entry.journal, entry]));
  const debitsOf = countsOf(debits, (entry) => entry.journal);
  const uses = countsOf(enrolments, (enrolment) => enrolment.journal?.toHexString());
  return enrolments.flatMap((enrolment) => {
    const journal = enrolment.journal?.toHexString();
    if (journal === undefined && (enrolment.feeRials === 0 || !isSeated(enrolment))) return [];
    const debit = journal === undefined ? undefined : byJournal.get(journal);
    const wallet = walletAccount(payingWallet(enrolment));
    const right =
      debit?.kind === 'fee' && debit.account === wallet && debit.amountRials === -enrolment.feeRials;
    const once = debitsOf.get(journal ?? '') === 1 && uses.get(journal) === 1;
    if (right && once) return [];
    const paid = debit ? `a debit of ${-debit.amountRials} on ${debit.account}` : 'no debit';
    const often = right ? ', booked or named more than once' : '';
    const what = `enrolment ${enrolment.trackingCode} for ${enrolment.feeRials} rials has ${paid}${often}`;
    return [{ rule: 'fee-not-debited' as const, what }];
  });
}

/** Is, or was until it ended, in the course. One that ended in the line, or by an offer, never paid. */
function isSeated({ status, ended }: Enrolment): boolean {
  if (status === 'active' || status === 'completed') return true;
  return ended?.because === 'withdrawn' || ended?.because === 'not-me';
}

function chargedWithoutSeat(enrolments: readonly Enrolment[]): Finding[] {
  return enrolments
    .filter(({ status, journal }) => journal && (status === 'waitlisted' || status === 'offered'))
    .map(({ trackingCode, status, journal }) => ({
      rule: 'charged-without-seat' as const,
      what: `enrolment ${trackingCode} is ${status} and names the debit of journal ${journal?.toHexString()}`,
    }));
}

function debitsWithoutEnrolment(debits: readonly BookEntry[], enrolments: readonly Enrolment[]): Finding[] {
  const named = new Set(enrolments.map((enrolment) => enrolment.journal?.toHexString()));
  return debits
    .filter(({ journal }) => !named.has(journal))
    .map(({ journal, account, amountRials }) => ({
      rule: 'debit-without-enrolment' as const,
      what: `journal ${journal} took ${-amountRials} rials from ${account}`,
    }));
}
