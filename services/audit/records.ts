/** What the audit looks at, all of one moment, and what it says of it. */
import type { Course } from '../../models/course.ts';
import type { Enrolment } from '../../models/enrolment.ts';
import type { Notification } from '../../models/notification.ts';
import type { Payback } from '../../models/payback.ts';
import type { Person } from '../../models/person.ts';
import type { SeatHold } from '../../models/seat-hold.ts';
import type { TopUp } from '../../models/top-up.ts';
import type { BookEntry } from '../wallet/books.ts';

/** An invariant that does not hold. `what` names records by their ids and codes, never people. */
export interface Finding {
  rule:
    | 'journal-not-balanced'
    | 'wallet-below-zero'
    | 'fee-not-debited'
    | 'charged-without-seat'
    | 'debit-without-enrolment'
    | 'refund-not-booked'
    | 'refund-without-enrolment'
    | 'top-up-not-credited-once'
    | 'credit-without-top-up'
    | 'payback-not-booked'
    | 'payback-twice'
    | 'merged-wallet-not-empty'
    | 'moved-without-merge'
    | 'seats-miscounted'
    | 'line-miscounted'
    | 'course-overbooked'
    | 'enrolled-twice'
    | 'hold-overdue'
    | 'offer-overdue'
    | 'line-overdue'
    | 'payment-overdue'
    | 'notice-overdue'
    | 'backfill-overdue';
  what: string;
}

export interface Records {
  entries: readonly BookEntry[];
  enrolments: readonly Enrolment[];
  topUps: readonly TopUp[];
  paybacks: readonly Payback[];
  courses: readonly Course[];
  holds: readonly SeatHold[];
  /** Those that some channel has not ended with yet. */
  openNotices: readonly Notification[];
  /** People whose names are missing. */
  pending: readonly Pick<Person, '_id' | 'registryAskedAt' | 'registryAttempts' | 'createdAt'>[];
  /** Records that went into another. */
  merged: readonly Required<Pick<Person, '_id' | 'mergedInto'>>[];
}

export function countsOf<T, Key>(items: readonly T[], keyOf: (item: T) => Key): Map<Key, number> {
  const result = new Map<Key, number>();
  for (const item of items) result.set(keyOf(item), (result.get(keyOf(item)) ?? 0) + 1);
  return result;
}
