/** A day's payments: what a gateway tells of them beside what we have. Pure. */
import type { TopUp } from '../../models/top-up.ts';
import type { StatementRow } from './read-statement.ts';

export type Ours = Pick<
  TopUp,
  '_id' | 'trackingCode' | 'state' | 'amountRials' | 'sessionId' | 'reference' | 'endedAt'
>;

export type Difference =
  /** Credited by us that day, and not in the file. `nearMidnight`: it may stand in the file of a neighbouring day. */
  | { type: 'only-ours'; ours: Ours; nearMidnight: boolean }
  /** In the file, and no payment of ours. */
  | { type: 'only-theirs'; row: StatementRow }
  /** In the file, and a payment of ours that has not been credited. */
  | { type: 'not-credited'; row: StatementRow; ours: Ours }
  | { type: 'amounts-differ'; row: StatementRow; ours: Ours }
  /** The file has the payment of an earlier line once more. */
  | { type: 'twice-in-file'; row: StatementRow; ours: Ours };

export interface Comparison {
  /** Credited by us, and in the file with the same amount. */
  matched: number;
  ours: { count: number; rials: number };
  theirs: { count: number; rials: number };
  differences: Difference[];
}

export interface Day {
  from: Date;
  until: Date;
}

/** A payment and its verification are so far apart at most, and clocks too. */
const NEAR_MIDNIGHT_MS = 30 * 60_000;

/** `ours`: what we credited that day, and whatever of this gateway the file names, of any day and state. */
export function compare(rows: readonly StatementRow[], ours: readonly Ours[], day: Day): Comparison {
  const find = finder(ours);
  const seen = new Set<string>();
  const found: Difference[] = [];
  let matched = 0;
  for (const row of rows) {
    const payment = find(row);
    if (!payment) found.push({ type: 'only-theirs', row });
    else if (seen.has(idOf(payment))) found.push({ type: 'twice-in-file', row, ours: payment });
    else {
      seen.add(idOf(payment));
      if (payment.state !== 'credited') found.push({ type: 'not-credited', row, ours: payment });
      else if (payment.amountRials !== row.amountRials)
        found.push({ type: 'amounts-differ', row, ours: payment });
      else matched += 1;
    }
  }
  const credited = ours.filter((payment) => isCreditedOn(payment, day));
  const missing = credited.filter((payment) => !seen.has(idOf(payment)));
  return {
    matched,
    ours: { count: credited.length, rials: sum(credited) },
    theirs: { count: rows.length, rials: sum(rows) },
    differences: [
      ...found,
      ...missing.map((payment) => ({
        type: 'only-ours' as const,
        ours: payment,
        nearMidnight: isNearMidnight(payment, day),
      })),
    ],
  };
}

const idOf = ({ _id }: Ours) => _id.toHexString();
const sum = (all: readonly { amountRials: number }[]) =>
  all.reduce((total, { amountRials }) => total + amountRials, 0);

/** The gateway's own name of a payment says more than the bank's, which another bank may have given too. */
function finder(ours: readonly Ours[]): (row: StatementRow) => Ours | undefined {
  const named = (field: 'sessionId' | 'reference') =>
    new Map(ours.flatMap((payment): [string, Ours][] => (payment[field] ? [[payment[field], payment]] : [])));
  const [bySession, byReference] = [named('sessionId'), named('reference')];
  return ({ sessionId, reference }) => {
    if (sessionId !== undefined) return bySession.get(sessionId);
    return reference === undefined ? undefined : byReference.get(reference);
  };
}

const isCreditedOn = ({ state, endedAt }: Ours, { from, until }: Day) =>
  state === 'credited' && endedAt !== undefined && endedAt >= from && endedAt < until;

function isNearMidnight({ endedAt }: Ours, { from, until }: Day): boolean {
  const at = endedAt?.getTime() ?? 0;
  return at - from.getTime() < NEAR_MIDNIGHT_MS || until.getTime() - at < NEAR_MIDNIGHT_MS;
}
