/**
 * Money back to the card: a person asks for what is left of a payment, staff decide, and tell when it was paid out. Each
 * step is one transaction with its booking, its audit entry and its notice; a step that was made is not made again.
 * Who may take it is judged here.
 */
import type { Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import type { Models } from '../../models/models.ts';
import type { Payback } from '../../models/payback.ts';
import type { Person } from '../../models/person.ts';
import type { TopUp } from '../../models/top-up.ts';
import type { AuditTrail } from '../audit-trail/service.ts';
import type { Cases } from '../cases/service.ts';
import type { Clock, Ids } from '../clock.ts';
import type { Notifications } from '../notifications/service.ts';
import type { Staff } from '../staff/service.ts';
import type { InTransaction } from '../transaction.ts';
import type { Ledger } from '../wallet/ledger.ts';
import { decide } from './decide.ts';
import { request, returnable } from './request.ts';

/** A payment of which something can go back to its card. */
export interface Returnable {
  topUp: TopUp;
  /** Whole rials: what was paid, or what the wallet still holds of it. */
  amountRials: number;
}

export interface PaybackRequest {
  person: Pick<Person, '_id'>;
  account: Pick<Account, '_id'>;
  topUpId: string;
  /** What the person was shown, whole rials. */
  amountRials: number;
}

export type RequestOutcome =
  /** `isNew`: false when it was asked for before. */
  | { type: 'requested'; payback: Payback; isNew: boolean }
  /** The wallet holds less of it by now, or more: to be shown anew. */
  | { type: 'changed'; now: Returnable }
  /** Nothing of it can go back: not theirs, not credited, spent, or paid back before. */
  | { type: 'nothing' };

/** What staff do; `paid-out` and `failed` only what was approved. */
export type Decision = 'approved' | 'refused' | 'paid-out' | 'failed';

export interface Deciding {
  id: Types.ObjectId;
  by: Types.ObjectId;
  to: Decision;
  reason: string;
}

export type DecideOutcome =
  | { type: 'decided'; payback: Payback }
  /** It is in a state that this does not follow, by another of the staff or by a second tap. */
  | { type: 'not-now'; payback: Payback }
  | { type: 'no-such-payback' }
  /** Nobody decides about their own money. */
  | { type: 'own-payback' }
  | { type: 'not-staff' }
  | { type: 'no-reason' };

export interface Paybacks {
  /** Newest first; empty when nothing can go back. */
  returnable(person: Pick<Person, '_id'>): Promise<Returnable[]>;
  /** Safe to repeat. */
  request(request: PaybackRequest): Promise<RequestOutcome>;
  /** Those of a person that have not ended. */
  open(person: Pick<Person, '_id'>): Promise<Payback[]>;
  /** Of a case; null when there is none. */
  byId(id: Types.ObjectId): Promise<Payback | null>;
  decide(deciding: Deciding): Promise<DecideOutcome>;
}

export interface PaybacksDeps {
  models: Models;
  ledger: Ledger;
  staff: Staff;
  cases: Pick<Cases, 'open'>;
  auditTrail: AuditTrail;
  notifications: Notifications;
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
}

export function createPaybacks(deps: PaybacksDeps): Paybacks {
  const { Payback } = deps.models;
  return {
    returnable: (person) => returnable(deps, person),
    request: (asked) => request(deps, asked),
    open: (person) =>
      Payback.find({ person: person._id, state: { $in: ['requested', 'approved'] } })
        .sort({ requestedAt: -1 })
        .lean<Payback[]>(),
    byId: (id) => Payback.findById(id).lean<Payback>(),
    decide: (deciding) => decide(deps, deciding),
  };
}
