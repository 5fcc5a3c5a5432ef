/** Money back to cards: what each payback says has left its wallet, come back, or gone out, is in the books once. Pure. */
import { PAYBACK_STATES, type Payback, type PaybackState } from '../../models/payback.ts';
import { walletAccount } from '../wallet/accounts.ts';
import type { BookEntry } from '../wallet/books.ts';
import type { EntryKind } from '../wallet/ledger.ts';
import { countsOf, type Finding, type Records } from './records.ts';

type Booking = Extract<EntryKind, 'payback' | 'payback-returned' | 'paid-out'>;

/** What is booked of it in each state. */
const BOOKED: Record<PaybackState, readonly Booking[]> = {
  requested: ['payback'],
  approved: ['payback'],
  'paid-out': ['payback', 'paid-out'],
  refused: ['payback', 'payback-returned'],
  failed: ['payback', 'payback-returned'],
};
const KINDS = new Set<string>(PAYBACK_STATES.flatMap((state) => BOOKED[state]));

export function paybacks({ entries, paybacks: all }: Records): Finding[] {
  const found = countsOf(
    entries.filter(({ kind, account }) => KINDS.has(kind) && account !== 'Paybacks'),
    ({ kind, account, amountRials, about }: BookEntry) => nameOf(kind, account, amountRials, about),
  );
  const owed = countsOf(all.flatMap(bookingsOf), (name) => name);
  const names = new Set([...found.keys(), ...owed.keys()]);
  const wrong = [...names].filter((name) => (found.get(name) ?? 0) !== (owed.get(name) ?? 0));
  const held = countsOf(
    all.filter(({ holds }) => holds),
    ({ topUp }) => topUp.toHexString(),
  );
  return [
    ...wrong.map((name) => ({
      rule: 'payback-not-booked' as const,
      what: `${name}: ${owed.get(name) ?? 0} to be booked, ${found.get(name) ?? 0} booked`,
    })),
    ...[...held]
      .filter(([, times]) => times > 1)
      .map(([topUp, times]) => ({ rule: 'payback-twice' as const, what: `${times} paybacks of ${topUp}` })),
  ];
}

const nameOf = (kind: string, account: string, rials: number, code: string) =>
  `${kind} ${code} of ${rials} rials on ${account}`;

function bookingsOf({ state, person, wallet: kind, amountRials, trackingCode }: Payback): string[] {
  const wallet = walletAccount({ person, kind });
  return BOOKED[state].map((booking) => {
    if (booking === 'payback') return nameOf(booking, wallet, -amountRials, trackingCode);
    return nameOf(booking, booking === 'paid-out' ? 'Gateway' : wallet, amountRials, trackingCode);
  });
}
