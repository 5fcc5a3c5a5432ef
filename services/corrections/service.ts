/**
 * What staff put right of a person, out of a case: a code that was mistyped, a name that the registry knows otherwise. Each
 * asks the registers anew, judges the role in the transaction that does it, and leaves an audit entry with the reason.
 */
import type { Types } from 'mongoose';
import type { Models } from '../../models/models.ts';
import type { Person } from '../../models/person.ts';
import type { Accounts } from '../accounts/service.ts';
import type { AuditTrail } from '../audit-trail/service.ts';
import type { Cases } from '../cases/service.ts';
import type { Clock } from '../clock.ts';
import type { Drafts } from '../drafts/service.ts';
import type { Notifications } from '../notifications/service.ts';
import type { People } from '../people/service.ts';
import type { CivilRegistry } from '../providers/identity/civil-registry.ts';
import type { MobileOwnership } from '../providers/identity/shahkar.ts';
import type { Staff } from '../staff/service.ts';
import type { InTransaction } from '../transaction.ts';
import type { Ledger } from '../wallet/ledger.ts';
import { correctCode } from './code.ts';
import { correctName } from './name.ts';

export interface Correction {
  /** The case that it is about, and that ends with it. */
  case: Types.ObjectId;
  by: Types.ObjectId;
  reason: string;
}

export interface CodeCorrection extends Correction {
  nationalCode: string;
}

export type CorrectionOutcome =
  | { type: 'corrected' }
  /** Somebody was known by the code already: all of it is theirs now. */
  | { type: 'merged' }
  /** Nobody who may do this, or no case of theirs to see. */
  | { type: 'not-staff' }
  /** The case is over, or there is nothing of this kind to put right in it (any more). */
  | { type: 'nothing-to-correct' }
  | { type: 'no-reason' }
  /** The registry does not know the code either. */
  | { type: 'unknown-code' }
  | { type: 'deceased' }
  /**
   * Somebody is known by the code already, and this must come to its end first. `both-enrolled`: both have a place in
   * `course` (its title). `own-record`: they are whoever asks.
   */
  | { type: 'cannot-merge'; because: 'both-enrolled' | 'role' | 'deletion' | 'own-record'; course: string }
  /** Somebody came by the code, or changed it, in the same instant. */
  | { type: 'changed-meanwhile' }
  /** A chat hangs on the person, and their number is not registered to the code: it may be somebody else's. */
  | { type: 'mobile-of-another' }
  /** A register does not answer; nothing was decided. */
  | { type: 'cannot-check-now' };

export interface Corrections {
  /**
   * Gives a rejected person the code that is theirs. The record stays, so that enrolments, money and chats stay with it;
   * what was stopped for the wrong code goes on, and the person and whoever registered them are told. Where somebody is
   * known by the code already, all of it becomes theirs (`merge.ts`).
   */
  code(correction: CodeCorrection): Promise<CorrectionOutcome>;
  /** Who is known by the code already, as staff may see them before they decide; null for nobody, and to others. */
  ownerOf(request: { by: Types.ObjectId; nationalCode: string }): Promise<Person | null>;
  /** Takes the name that the registry knows now; as the word of staff, it stays. */
  name(correction: Correction): Promise<CorrectionOutcome>;
}

export interface CorrectionsDeps {
  models: Models;
  people: People;
  accounts: Accounts;
  drafts: Pick<Drafts, 'dropAllOf'>;
  ledger: Pick<Ledger, 'moveAll'>;
  clock: Clock;
  staff: Staff;
  cases: Pick<Cases, 'byId' | 'open' | 'settleOf'>;
  auditTrail: AuditTrail;
  notifications: Notifications;
  civilRegistry: CivilRegistry;
  mobileOwnership: MobileOwnership;
  inTransaction: InTransaction;
}

export function createCorrections(deps: CorrectionsDeps): Corrections {
  return {
    code: (correction) => correctCode(deps, correction),
    ownerOf: async ({ by, nationalCode }) =>
      (await deps.staff.isStaff(by)) ? deps.people.byCode(nationalCode) : null,
    name: (correction) => correctName(deps, correction),
  };
}
