/**
 * A person's way into a course and out of it: confirming, the line for a full course, seats that are offered, consent
 * of who was registered by a centre, withdrawing. Each deed is one transaction, and safe to repeat.
 */
import type { Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import type { Enrolment } from '../../models/enrolment.ts';
import type { Models } from '../../models/models.ts';
import type { Person } from '../../models/person.ts';
import type { Clock, Ids } from '../clock.ts';
import type { Drafts } from '../drafts/service.ts';
import { noticeKey } from '../notifications/rules.ts';
import type { Notifications } from '../notifications/service.ts';
import type { Seats } from '../seats/service.ts';
import type { InTransaction } from '../transaction.ts';
import type { InTurn } from '../turns.ts';
import type { Ledger } from '../wallet/ledger.ts';
import { answerConsent, type ConsentAnswer, type ConsentOutcome } from './consent.ts';
import { EVENTS } from './end.ts';
import { enrol } from './enrol.ts';
import { liveIn, placeInLine } from './find.ts';
import { join } from './join.ts';
import { type Acceptance, acceptOffer } from './offers.ts';
import type { AcceptOutcome, EnrolOutcome, JoinOutcome, WithdrawOutcome } from './outcomes.ts';
import type { Confirmation } from './registration.ts';
import { watchPlaces } from './watch.ts';
import { lookAt, type Seen, type WithdrawalRequest, withdraw } from './withdraw.ts';

export interface Enrolments {
  /** Carries out the confirm card that holds the operation id, once, however often it is tapped. */
  enrol(confirmation: Confirmation): Promise<EnrolOutcome>;
  /** The same for the card that offers a place in line. */
  join(confirmation: Confirmation): Promise<JoinOutcome>;
  /** Takes up a seat that was offered to who stood in line. */
  acceptOffer(acceptance: Acceptance): Promise<AcceptOutcome>;
  /** "It is me", "it is not me". */
  answerConsent(answer: ConsentAnswer): Promise<ConsentOutcome>;
  /** An enrolment with what withdrawing would give back now; null when it is none of this person's. */
  lookAt(enrolment: Types.ObjectId, by: Person): Promise<Seen | null>;
  withdraw(request: WithdrawalRequest): Promise<WithdrawOutcome>;
  /** Looks after holds, lines and offers: what is over time ends, what is free is filled. */
  watchPlaces(limit: number): Promise<void>;
  /** The live enrolment of a person in a course. */
  live(person: Types.ObjectId, course: Types.ObjectId): Promise<Enrolment | null>;
  byId(enrolment: Types.ObjectId): Promise<Enrolment | null>;
  /** Where somebody stands in line: 1 is next. */
  placeInLine(enrolment: Enrolment): Promise<number>;
  /** What the newest notice of this enrolment says is on the screen of this chat: it need not come there too. */
  shown(enrolment: Enrolment, account: Account): Promise<void>;
  /** Newest first. */
  listOf(person: Types.ObjectId, limit: number): Promise<Enrolment[]>;
}

export interface EnrolmentsDeps {
  models: Models;
  drafts: Drafts;
  ledger: Ledger;
  notifications: Notifications;
  seats: Seats;
  inTransaction: InTransaction;
  /** Confirmations of one course queue here instead of undoing each other. */
  inTurn: InTurn;
  clock: Clock;
  ids: Ids;
}

export function createEnrolments(deps: EnrolmentsDeps): Enrolments {
  const { models, notifications } = deps;
  return {
    enrol: (confirmation) => enrol(deps, confirmation),
    join: (confirmation) => join(deps, confirmation),
    acceptOffer: (acceptance) => acceptOffer(deps, acceptance),
    answerConsent: (answer) => answerConsent(deps, answer),
    lookAt: (enrolment, by) => lookAt(deps, enrolment, by),
    withdraw: (request) => withdraw(deps, request),
    watchPlaces: (limit) => watchPlaces(deps, limit),
    live: (person, course) => liveIn(deps, person, course),
    byId: (enrolment) => models.Enrolment.findById(enrolment).lean<Enrolment>(),
    placeInLine: (enrolment) => placeInLine(deps, enrolment),
    shown: (enrolment, account) => notifications.shown(newestNotice(enrolment), account._id),
    listOf: (person, limit) =>
      models.Enrolment.find({ person }).sort({ enrolledAt: -1 }).limit(limit).lean<Enrolment[]>(),
  };
}

function newestNotice({ _id, status, ended }: Enrolment): string {
  if (ended) return noticeKey(EVENTS[ended.because], _id);
  return noticeKey(status === 'waitlisted' ? 'line-joined' : 'enrolled', _id);
}
