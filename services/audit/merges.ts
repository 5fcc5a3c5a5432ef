/** Records that went into another: their wallets are empty, and money moved for no other reason. Pure. */
import type { Types } from 'mongoose';
import { PAYERS } from '../../models/enrolment.ts';
import { walletAccount } from '../wallet/accounts.ts';
import type { Finding, Records } from './records.ts';

/** Entries of before a merge stay where they were booked; this reads them as those of whoever has the wallet now. */
export function asInherited(records: Records): Records {
  const heirs = heirsOf(records);
  if (heirs.size === 0) return records;
  const entries = records.entries.map((entry) => {
    const heir = heirs.get(entry.account);
    return heir === undefined ? entry : { ...entry, account: heir };
  });
  return { ...records, entries };
}

export function merges(records: Records): Finding[] {
  const heirs = heirsOf(records);
  const left = new Map<string, number>();
  const moves = new Map<string, { from?: string; to?: string }>();
  for (const { account, kind, amountRials, journal } of records.entries) {
    if (heirs.has(account)) left.set(account, (left.get(account) ?? 0) + amountRials);
    if (kind !== 'moved') continue;
    moves.set(journal, { ...moves.get(journal), ...(amountRials < 0 ? { from: account } : { to: account }) });
  }
  return [
    ...[...left]
      .filter(([, rials]) => rials !== 0)
      .map(([account, rials]) => ({
        rule: 'merged-wallet-not-empty' as const,
        what: `${account} went into ${heirs.get(account)} and holds ${rials} rials`,
      })),
    ...[...moves]
      .filter(([, { from = '', to }]) => !heirs.has(from) || to === undefined)
      .map(([journal, { from, to }]) => ({
        rule: 'moved-without-merge' as const,
        what: `journal ${journal} moved money from ${from} to ${to}`,
      })),
  ];
}

/** Wallet by wallet: whose it is now. */
function heirsOf({ merged }: Records): Map<string, string> {
  const accounts = (person: Types.ObjectId) => PAYERS.map((kind) => walletAccount({ person, kind }));
  return new Map(
    merged.flatMap(({ _id, mergedInto }) => {
      const heirs = accounts(mergedInto);
      return accounts(_id).map((account, index): [string, string] => [account, heirs[index] ?? account]);
    }),
  );
}
