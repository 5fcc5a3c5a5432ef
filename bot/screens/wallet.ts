/** The wallet: balance, a payment that may be under way, latest entries, and the way to charge it. */
import type { Person } from '../../models/person.ts';
import { personalWallet } from '../../services/wallet/accounts.ts';
import type { LedgerEntry } from '../../services/wallet/ledger.ts';
import { tap } from '../callback-data.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';
import { paymentParams } from './payment-under-way.ts';

const ENTRIES_SHOWN = 5;

export async function wallet(visit: Visit, person: Person): Promise<View> {
  const { texts, services } = visit;
  const [balance, entries, payment] = await Promise.all([
    services.ledger.balanceOf(personalWallet(person._id)),
    services.ledger.latestEntries(personalWallet(person._id), ENTRIES_SHOWN),
    services.topUps.underWay(person),
  ]);
  const lines = await Promise.all(entries.map((entry) => entryLine(visit, entry)));
  const head = texts.chat('wallet', { balance });
  return {
    text: [
      head,
      ...(payment ? [texts.chat('payment-under-way', paymentParams(payment))] : []),
      lines.length > 0 ? texts.chat('wallet-entries') : texts.chat('wallet-no-entries'),
      ...lines,
    ].join('\n'),
    buttons: [
      ...(payment ? [[{ text: texts.plain('button-paid'), data: tap.paid.pack() }]] : []),
      [{ text: texts.plain('button-top-up'), data: tap.topUp.pack() }],
      [{ text: texts.plain('button-home'), data: tap.home.pack() }],
    ],
  };
}

/** A fee is named by its course's title; codes are for links. */
async function entryLine(
  { texts, services }: Visit,
  { kind, amountRials, about, at }: LedgerEntry,
): Promise<string> {
  const params = { amount: Math.abs(amountRials), at };
  if (kind === 'top-up') return texts.chat('wallet-entry-top-up', params);
  const course = await services.courses.byCode(about);
  return texts.chat('wallet-entry-fee', { ...params, course: course?.title ?? about });
}
