/** The wallet: balance, latest entries, and the way to charge it. */
import type { Person } from '../../models/person.ts';
import { tap } from '../callback-data.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';

const ENTRIES_SHOWN = 5;

export async function wallet({ texts, services }: Visit, person: Person): Promise<View> {
  const [balance, entries] = await Promise.all([
    services.ledger.balanceOf(person._id),
    services.ledger.latestEntries(person._id, ENTRIES_SHOWN),
  ]);
  const lines = entries.map((entry) =>
    texts.chat(`wallet-entry-${entry.kind}`, {
      amount: Math.abs(entry.amountRials),
      about: entry.about,
      at: entry.at,
    }),
  );
  const head = texts.chat('wallet', { balance });
  return {
    text: [
      head,
      lines.length > 0 ? texts.chat('wallet-entries') : texts.chat('wallet-no-entries'),
      ...lines,
    ].join('\n'),
    buttons: [
      [{ text: texts.plain('button-top-up'), data: tap.topUp.pack() }],
      [{ text: texts.plain('button-home'), data: tap.home.pack() }],
    ],
  };
}
