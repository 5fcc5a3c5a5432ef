/** What can come of the deeds around an enrolment; each has a text of its own in the chat. */
import type { Enrolment, Payer } from '../../models/enrolment.ts';
import type { Refusal as AdmissionRefusal } from '../admission/rules.ts';

export type EnrolOutcome =
  /** `again`: this very confirmation had been carried out before; nothing was done now. */
  | { type: 'enrolled'; enrolment: Enrolment; again: boolean }
  | Refusal
  | { type: 'wallet-short'; feeRials: number; balanceRials: number; payer: Payer }
  | { type: 'course-full' };

export type JoinOutcome =
  | { type: 'joined'; enrolment: Enrolment; again: boolean }
  | Refusal
  /** There is a free seat for them now: nobody needs to wait. */
  | { type: 'seat-free' };

type Refusal =
  /** Live already: enrolled, or in line. */
  | { type: 'already-enrolled'; enrolment: Enrolment }
  | { type: 'course-closed' }
  /** The course is not for the trainee: judged anew, since a card may have been drawn before that was known. */
  | { type: 'may-not-enrol'; refusal: AdmissionRefusal }
  /** The fee is no longer the one on the card: the person must see the new one first. */
  | { type: 'fee-changed' }
  /** The civil registry has refused the trainee's code since they were let in (N2). */
  | { type: 'identity-rejected' }
  /** Who pressed may not register trainees at this course's centre (any more). */
  | { type: 'no-grant' }
  /** The card is not the latest one, or the form went on elsewhere. */
  | { type: 'card-outdated' };

export type AcceptOutcome =
  | { type: 'enrolled'; enrolment: Enrolment; again: boolean }
  | { type: 'wallet-short'; enrolment: Enrolment; feeRials: number; balanceRials: number }
  /** `enrolment` carries the fee as it is now: to be shown, and accepted anew. */
  | { type: 'fee-changed'; enrolment: Enrolment }
  /** Whose money pays, or who put the trainee in line, takes it. */
  | { type: 'not-theirs-to-take' }
  /** The offer has passed, or there never was one. */
  | { type: 'no-offer' };

/** Why an enrolment cannot be withdrawn. */
export type NoWithdrawal =
  /** It is not live any more, or is none of theirs. */
  | 'ended'
  /** The course's time for withdrawing is over. */
  | 'too-late';

export type WithdrawOutcome =
  | { type: 'withdrawn'; enrolment: Enrolment; again: boolean }
  | { type: 'refused'; because: NoWithdrawal }
  /** Another amount comes back than was shown. */
  | { type: 'refund-changed'; refundRials: number };
