/**
 * Cases: matters that staff must look at. Whoever finds one opens it in the transaction that finds it; staff hear of it
 * once, and close it with a reason. Who may read and close is judged here.
 */
import type { ClientSession, Types } from 'mongoose';
import type { AuditSubjectKind } from '../../models/audit-entry.ts';
import type { Models } from '../../models/models.ts';
import type { CaseKind, StaffCase } from '../../models/staff-case.ts';
import { type AuditTrail, type Subject, storedSubject } from '../audit-trail/service.ts';
import type { Clock } from '../clock.ts';
import type { Notifications } from '../notifications/service.ts';
import type { Staff } from '../staff/service.ts';
import { type InTransaction, isDuplicateKey } from '../transaction.ts';
import { close } from './close.ts';
import { openWithin } from './open.ts';

export interface Matter {
  kind: CaseKind;
  /** Names the matter: opened twice, it is one case, also after it was closed. */
  dedupeKey: string;
  /** Whom it is about. */
  person?: Types.ObjectId;
  /** What it is about. */
  subject?: Subject;
  /** What was found. People stand by their ids; codes and numbers masked. */
  facts: StaffCase['facts'];
}

/** `notices`: to be woken after the commit by who opened the case in a transaction of their own. */
export interface Opened {
  id: Types.ObjectId;
  isNew: boolean;
  notices: Types.ObjectId[];
}

export interface About {
  person: Types.ObjectId;
  subject: Subject;
  reason: string;
}

export interface CasePage {
  type: 'page';
  cases: StaffCase[];
  page: number;
  hasMore: boolean;
  total: number;
}

export interface Closing {
  id: Types.ObjectId;
  by: Types.ObjectId;
  reason: string;
}

export type CloseOutcome =
  | { type: 'closed'; case: StaffCase }
  /** By another of the staff, or by itself. */
  | { type: 'already-closed'; case: StaffCase }
  | { type: 'no-such-case' }
  | { type: 'not-staff' }
  /** Too short or too long to be one. */
  | { type: 'no-reason' };

export interface Cases {
  /**
   * Opens a case, or finds the one of this matter. With a session it is done in that transaction and the caller wakes
   * `notices` after the commit; without one all is done here.
   */
  open(matter: Matter, session?: ClientSession): Promise<Opened>;
  /** The matter is over without staff: closes its case if one is open. */
  settle(matter: Pick<Matter, 'dedupeKey'> & { reason: string }, session?: ClientSession): Promise<void>;
  /** All that staff were to look at in this is over without them: closes its open cases. */
  settleAbout(about: About, session?: ClientSession): Promise<void>;
  /** The same of all cases of this kind about a person. */
  settleOf(
    matter: { kind: CaseKind; person: Types.ObjectId; reason: string },
    session?: ClientSession,
  ): Promise<void>;
  /** Open cases, oldest first; the first page is 0. */
  list(request: { by: Types.ObjectId; page: number }): Promise<CasePage | { type: 'not-staff' }>;
  /** Null also for who is not staff. */
  byId(request: { by: Types.ObjectId; id: Types.ObjectId }): Promise<StaffCase | null>;
  /** How many are open. */
  countOpen(): Promise<number>;
  close(closing: Closing): Promise<CloseOutcome>;
}

export interface CasesDeps {
  models: Models;
  clock: Clock;
  staff: Staff;
  auditTrail: AuditTrail;
  notifications: Notifications;
  inTransaction: InTransaction;
}

export const CASES_A_PAGE = 8;

export function createCases(deps: CasesDeps): Cases {
  return {
    open: (matter, session) => (session ? openWithin(deps, matter, session) : open(deps, matter)),
    settle: ({ dedupeKey, reason }, session) => settle(deps, { dedupeKey }, reason, session),
    settleOf: ({ kind, person, reason }, session) => settle(deps, { kind, person }, reason, session),
    settleAbout: ({ reason, person, subject: of }, session) => {
      const { kind, id } = storedSubject(of);
      return settle(deps, { person, 'subject.kind': kind, 'subject.id': id }, reason, session);
    },
    list: (request) => list(deps, request),
    byId: (request) => byId(deps, request),
    countOpen: () => deps.models.StaffCase.countDocuments({ state: 'open' }),
    close: (closing) => close(deps, closing),
  };
}

async function open(deps: CasesDeps, matter: Matter, isLastTry = false): Promise<Opened> {
  try {
    const opened = await deps.inTransaction<Opened>(({ session }) => openWithin(deps, matter, session));
    await deps.notifications.wake(opened.notices);
    return opened;
  } catch (error) {
    // Two found the same matter at once: the index let one in, and the other finds its case.
    if (isLastTry || !isDuplicateKey(error)) throw error;
    return open(deps, matter, true);
  }
}

/** Which cases are over. */
type Matters =
  | { dedupeKey: string }
  | { kind: CaseKind; person: Types.ObjectId }
  | { person: Types.ObjectId; 'subject.kind': AuditSubjectKind; 'subject.id': string };

async function settle(
  { models, clock }: CasesDeps,
  matters: Matters,
  reason: string,
  session?: ClientSession,
): Promise<void> {
  await models.StaffCase.updateMany(
    { ...matters, state: 'open' },
    { state: 'closed', closed: { at: clock(), reason } },
    session ? { session } : {},
  );
}

async function list(
  { models, staff }: CasesDeps,
  { by, page }: { by: Types.ObjectId; page: number },
): Promise<CasePage | { type: 'not-staff' }> {
  if (!(await staff.isStaff(by))) return { type: 'not-staff' };
  const [total, found] = await Promise.all([
    models.StaffCase.countDocuments({ state: 'open' }),
    models.StaffCase.find({ state: 'open' })
      .sort({ openedAt: 1, _id: 1 })
      .skip(page * CASES_A_PAGE)
      .limit(CASES_A_PAGE + 1)
      .lean<StaffCase[]>(),
  ]);
  const cases = found.slice(0, CASES_A_PAGE);
  return { type: 'page', cases, page, hasMore: found.length > CASES_A_PAGE, total };
}

async function byId(
  { models, staff }: CasesDeps,
  { by, id }: { by: Types.ObjectId; id: Types.ObjectId },
): Promise<StaffCase | null> {
  return (await staff.isStaff(by)) ? models.StaffCase.findById(id).lean<StaffCase>() : null;
}
