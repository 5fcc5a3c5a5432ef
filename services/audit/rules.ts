/** What must be true of money and seats, whatever happened. Pure. */
import type { Course } from '../../models/course.ts';
import { type Enrolment, LIVE_STATUSES } from '../../models/enrolment.ts';
import type { SeatHold } from '../../models/seat-hold.ts';
import type { TopUp } from '../../models/top-up.ts';
import { isWalletAccount, payingWallet, personalWallet, walletAccount } from '../wallet/accounts.ts';
import type { BookEntry } from '../wallet/books.ts';

/** An invariant that does not hold. `what` names records by their ids and codes, never people. */
export interface Finding {
  rule:
    | 'journal-not-balanced'
    | 'wallet-below-zero'
    | 'fee-not-debited'
    | 'debit-without-enrolment'
    | 'top-up-not-credited-once'
    | 'credit-without-top-up'
    | 'seats-miscounted'
    | 'course-overbooked'
    | 'enrolled-twice';
  what: string;
}

/** All that the rules look at, of one moment. */
export interface Records {
  entries: readonly BookEntry[];
  enrolments: readonly Enrolment[];
  /** Those that are credited. */
  topUps: readonly TopUp[];
  courses: readonly Course[];
  holds: readonly SeatHold[];
}

export function findingsIn(records: Records): Finding[] {
  return [
    journalsNotBalanced,
    walletsBelowZero,
    feesNotDebited,
    debitsWithoutEnrolment,
    topUpsAndCredits,
    seatsMiscounted,
    enrolledTwice,
  ].flatMap((rule) => rule(records));
}

function journalsNotBalanced({ entries }: Records): Finding[] {
  return [...sums(entries, (entry) => entry.journal)].flatMap(([journal, sum]) =>
    sum === 0
      ? []
      : [{ rule: 'journal-not-balanced' as const, what: `journal ${journal} sums to ${sum} rials` }],
  );
}

function walletsBelowZero({ entries }: Records): Finding[] {
  const wallets = entries.filter((entry) => isWalletAccount(entry.account));
  return [...sums(wallets, (entry) => entry.account)].flatMap(([account, sum]) =>
    sum >= 0 ? [] : [{ rule: 'wallet-below-zero' as const, what: `${account} holds ${sum} rials` }],
  );
}

/** A fee was taken once, in full, from the wallet of whoever pays (N4); a course free of charge took nothing. */
function feesNotDebited({ entries, enrolments }: Records): Finding[] {
  const debits = new Map(entries.filter(isDebit).map((entry) => [entry.journal, entry]));
  const debitsOf = counts(entries.filter(isDebit), (entry) => entry.journal);
  const uses = counts(enrolments, (enrolment) => enrolment.journal?.toHexString());
  return enrolments.flatMap((enrolment) => {
    const journal = enrolment.journal?.toHexString();
    if (enrolment.feeRials === 0 && journal === undefined) return [];
    const debit = journal === undefined ? undefined : debits.get(journal);
    const wallet = walletAccount(payingWallet(enrolment));
    const right = debit?.account === wallet && debit.amountRials === -enrolment.feeRials;
    const once = debitsOf.get(journal ?? '') === 1 && uses.get(journal) === 1;
    if (right && once) return [];
    const paid = debit ? `a debit of ${-debit.amountRials} on ${debit.account}` : 'no debit';
    const often = right ? ', booked or named more than once' : '';
    const what = `enrolment ${enrolment.trackingCode} for ${enrolment.feeRials} rials has ${paid}${often}`;
    return [{ rule: 'fee-not-debited' as const, what }];
  });
}

function debitsWithoutEnrolment({ entries, enrolments }: Records): Finding[] {
  const named = new Set(enrolments.map((enrolment) => enrolment.journal?.toHexString()));
  return entries
    .filter((entry) => isDebit(entry) && !named.has(entry.journal))
    .map(({ journal, account, amountRials }) => ({
      rule: 'debit-without-enrolment' as const,
      what: `journal ${journal} took ${-amountRials} rials from ${account}`,
    }));
}

/** Credits carry the bank's reference, so wallet, amount and reference together say which top-up one belongs to. */
function topUpsAndCredits({ entries, topUps }: Records): Finding[] {
  const credited = entries.filter((entry) => isWalletAccount(entry.account) && entry.amountRials > 0);
  const booked = counts(
    credited,
    (entry) => `${entry.amountRials} rials to ${entry.account} for ${entry.about}`,
  );
  const owed = counts(
    topUps,
    (topUp) =>
      `${topUp.amountRials} rials to ${walletAccount(personalWallet(topUp.person))} for ${topUp.reference ?? ''}`,
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

function seatsMiscounted({ courses, enrolments, holds }: Records): Finding[] {
  const live = counts([...enrolments.filter(isSeated), ...holds], ({ course }) => course.toHexString());
  return courses.flatMap((course): Finding[] => {
    const enrolled = live.get(course._id.toHexString()) ?? 0;
    const given = course.seatsTaken - course.seatsTakenElsewhere;
    const what = `course ${course.code} has given ${given} seats and has ${enrolled} live enrolments`;
    const overbooked = course.seatsTaken > course.capacity && enrolled > 0;
    return [
      ...(given === enrolled ? [] : [{ rule: 'seats-miscounted' as const, what }]),
      ...(overbooked
        ? [
            {
              rule: 'course-overbooked' as const,
              what: `course ${course.code} has ${course.capacity} seats, ${course.seatsTaken} are taken`,
            },
          ]
        : []),
    ];
  });
}

function enrolledTwice({ enrolments }: Records): Finding[] {
  const pair = ({ person, course }: Enrolment) =>
    `person ${person.toHexString()} in course ${course.toHexString()}`;
  return [...counts(enrolments.filter(isLive), pair)].flatMap(([what, times]) =>
    times === 1 ? [] : [{ rule: 'enrolled-twice' as const, what: `${what}: ${times} live enrolments` }],
  );
}

const isDebit = (entry: BookEntry) => isWalletAccount(entry.account) && entry.amountRials < 0;
const isLive = ({ status }: Enrolment) => (LIVE_STATUSES as readonly string[]).includes(status);
const isSeated = ({ status }: Enrolment) => status === 'active' || status === 'offered';

function sums(entries: readonly BookEntry[], keyOf: (entry: BookEntry) => string): Map<string, number> {
  const result = new Map<string, number>();
  for (const entry of entries) {
    const key = keyOf(entry);
    result.set(key, (result.get(key) ?? 0) + entry.amountRials);
  }
  return result;
}

function counts<T, Key>(items: readonly T[], keyOf: (item: T) => Key): Map<Key, number> {
  const result = new Map<Key, number>();
  for (const item of items) result.set(keyOf(item), (result.get(keyOf(item)) ?? 0) + 1);
  return result;
}
