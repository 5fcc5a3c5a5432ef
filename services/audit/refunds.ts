/** Refunds: what an enrolment's end says came back is in the books once, in the wallet that paid; and nothing else is. Pure. */
import type { Enrolment } from '../../models/enrolment.ts';
import { isWalletAccount, payingWallet, walletAccount } from '../wallet/accounts.ts';
import { countsOf, type Finding, type Records } from './records.ts';

export function refunds({ entries, enrolments }: Records): Finding[] {
  const booked = entries.filter((entry) => isWalletAccount(entry.account) && entry.kind === 'refund');
  const byJournal = new Map(booked.map((entry) => [entry.journal, entry]));
  const bookedOf = countsOf(booked, (entry) => entry.journal);
  const uses = countsOf(enrolments, refundJournal);

  const notBooked = enrolments.flatMap((enrolment) => {
    const journal = refundJournal(enrolment);
    const rials = enrolment.ended?.refundRials ?? 0;
    if (rials === 0 && journal === undefined) return [];
    const entry = byJournal.get(journal ?? '');
    const right =
      entry?.account === walletAccount(payingWallet(enrolment)) &&
      entry.amountRials === rials &&
      enrolment.journal !== undefined &&
      rials <= enrolment.feeRials;
    if (right && bookedOf.get(entry.journal) === 1 && uses.get(journal) === 1) return [];
    const came = entry ? `${entry.amountRials} to ${entry.account}` : 'none';
    const often = right ? ', booked or named more than once' : '';
    const what = `enrolment ${enrolment.trackingCode} gave ${rials} rials back; the books have ${came}${often}`;
    return [{ rule: 'refund-not-booked' as const, what }];
  });
  const withoutEnrolment = booked
    .filter(({ journal }) => !uses.has(journal))
    .map(({ journal, account, amountRials }) => ({
      rule: 'refund-without-enrolment' as const,
      what: `journal ${journal} gave ${amountRials} rials back to ${account}`,
    }));
  return [...notBooked, ...withoutEnrolment];
}

const refundJournal = ({ ended }: Enrolment) => ended?.journal?.toHexString();
