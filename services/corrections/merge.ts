/**
 * The right code is somebody's already: all that was entered by the wrong one becomes theirs, in the one transaction that
 * ends the case. Chats, enrolments, payments and notices change hands; what the wallets hold goes over by a counter-entry,
 * and the entries of before stay where they were booked. The record of the wrong code leads to nobody any more, and says
 * into whom it went (`mergedInto`), by which the audit reads its entries.
 *
 * Whoever changes one of these records at the same time writes it, too, so that of the two one starts over and sees the
 * other: a payment, an enrolment, and for new payments the person.
 */
import type { ClientSession, Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import type { Course } from '../../models/course.ts';
import { type Enrolment, LIVE_STATUSES, PAYERS } from '../../models/enrolment.ts';
import type { Person } from '../../models/person.ts';
import { liftRejection } from '../identity/rejection.ts';
import { maskNationalCode } from '../identity/rules.ts';
import { recordAll } from '../notifications/record-all.ts';
import type { Notice } from '../notifications/service.ts';
import type { Finding } from './ask-registers.ts';
import type { CodeCorrection, CorrectionOutcome, CorrectionsDeps } from './service.ts';
import { goOn } from './tell.ts';

export interface Pair {
  /** Entered by the wrong code. */
  wrong: Person;
  /** Known by the right one. */
  owner: Person;
}

/** What must come to its end first; null: nothing stands in the way. */
export async function obstacleOf(
  { models }: CorrectionsDeps,
  { by }: CodeCorrection,
  { wrong, owner }: Pair,
  session: ClientSession,
): Promise<CorrectionOutcome | null> {
  const cannot = (because: 'own-record' | 'role' | 'deletion' | 'both-enrolled', course = '') =>
    ({ type: 'cannot-merge', because, course }) as const;
  // Nobody books money into their own wallet.
  if (owner._id.equals(by)) return cannot('own-record');
  const grant = await models.Grant.exists({ person: wrong._id, revokedAt: null }).session(session);
  if (grant || wrong.roles?.length) return cannot('role');
  if (wrong.deletion || owner.deletion) return cannot('deletion');
  const live = { status: { $in: [...LIVE_STATUSES] } };
  const theirs = await models.Enrolment.find({ person: wrong._id, ...live }, { course: 1 }, { session }).lean<
    Pick<Enrolment, 'course'>[]
  >();
  const among = { $in: theirs.map(({ course }) => course) };
  const both = await models.Enrolment.findOne({ person: owner._id, ...live, course: among }, null, {
    session,
  }).lean<Enrolment>();
  if (!both) return null;
  const course = await models.Course.findById(both.course, null, { session }).orFail().lean<Course>();
  return cannot('both-enrolled', course.title);
}

/** Enrolments that stand still because the registry turned the person away. */
export function stoppedOf({ models }: CorrectionsDeps, person: Types.ObjectId, session: ClientSession) {
  const stopped = { person, 'frozen.because': 'identity-rejected' as const };
  return models.Enrolment.find(stopped, null, { session }).lean<Enrolment[]>();
}

export interface Told {
  /** To be woken after the commit. */
  recorded: Types.ObjectId[];
  /** Of chats that changed hands, which need not be told of themselves. */
  ofChats: Notice[];
}

export async function merge(
  deps: CorrectionsDeps,
  correction: CodeCorrection,
  { wrong, owner, finding }: Pair & { finding: Finding },
  session: ClientSession,
): Promise<Told> {
  const { models, people, drafts } = deps;
  const [from, to] = [wrong._id, owner._id];
  const chats = await models.Account.find({ person: from }).session(session).lean<Account[]>();
  const hasOthers = (await models.Account.exists({ person: to }).session(session)) !== null;
  await drafts.dropAllOf(from, chats, session);
  const movedRials = await moveMoney(deps, { wrong, owner }, session);
  const enrolments = await handOver(deps, from, to, session);
  await people.erase(from, session);
  await models.Person.updateMany({ mergedInto: from }, { mergedInto: to }, { session });
  await models.Person.updateOne({ _id: from }, { mergedInto: to }, { session });
  await models.Person.updateOne({ _id: to }, learnt(deps, { wrong, owner, finding }), { session });
  const stopped = await stoppedOf(deps, to, session);
  await liftRejection(deps, to, session);
  await record(deps, correction, { wrong, owner, enrolments, movedRials }, session);
  const key = `${from.toHexString()}-${deps.clock().getTime()}`;
  const ofChats = hasOthers ? chats.map((chat) => ofChat(chat, to, key)) : [];
  const params = { enrolments, movedRials };
  const notice = { event: 'records-merged', person: to, params, dedupeKey: `records-merged-${key}` } as const;
  const recorded = await recordAll(deps.notifications, [notice, ...ofChats], session);
  return { ofChats, recorded: [...recorded, ...(await goOn(deps, correction, stopped, session))] };
}

/** What both wallets held, in whole rials. */
async function moveMoney(
  { ledger }: CorrectionsDeps,
  { wrong, owner }: Pair,
  session: ClientSession,
): Promise<number> {
  let rials = 0;
  for (const kind of PAYERS) {
    const wallets = { from: { person: wrong._id, kind }, to: { person: owner._id, kind } };
    rials += await ledger.moveAll(wallets, session);
  }
  return rials;
}

/** One after the other: a transaction carries one command at a time. Returns how many enrolments were the person's. */
async function handOver(
  { models }: CorrectionsDeps,
  from: Types.ObjectId,
  to: Types.ObjectId,
  session: ClientSession,
): Promise<number> {
  const { modifiedCount } = await models.Enrolment.updateMany({ person: from }, { person: to }, { session });
  await models.Enrolment.updateMany({ registeredBy: from }, { registeredBy: to }, { session });
  await models.TopUp.updateMany({ person: from }, { person: to }, { session });
  await models.TopUp.updateMany({ startedBy: from }, { startedBy: to }, { session });
  await models.Payback.updateMany({ person: from }, { person: to }, { session });
  await models.Account.updateMany({ person: from }, { person: to }, { session });
  await models.Notification.updateMany({ person: from }, { person: to }, { session });
  await models.StaffCase.updateMany({ person: from }, { person: to }, { session });
  return modifiedCount;
}

/** What is known of the owner from now on. */
function learnt({ people, clock }: CorrectionsDeps, { wrong, owner, finding }: Pair & { finding: Finding }) {
  const isNewProof = finding.isTheirMobile && wrong.mobile !== undefined && owner.mobileState !== 'verified';
  const proof = isNewProof
    ? {
        ...people.sealedMobile(owner._id, wrong.mobile ?? ''),
        ...{ mobileState: 'verified' as const, mobileVerifiedAt: clock() },
      }
    : {};
  return {
    $set: { ...finding.names, ...proof, identity: 'verified' as const },
    $unset: { registryDueAt: true, ...(isNewProof ? { exemption: true } : {}) },
    // Their payments are more now; and a write that changes nothing would meet nobody.
    $inc: { topUpsOpened: 1 },
  };
}

interface Moved extends Pair {
  enrolments: number;
  movedRials: number;
}

/** On both records: whoever looks up the one finds where it went, whoever looks up the other, whence it came. */
async function record(
  { auditTrail }: CorrectionsDeps,
  { by, reason }: CodeCorrection,
  { wrong, owner, enrolments, movedRials }: Moved,
  session: ClientSession,
): Promise<void> {
  const deed = { act: 'people-merged', by, reason: reason.trim() } as const;
  const details = {
    from: maskNationalCode(wrong.nationalCode),
    to: maskNationalCode(owner.nationalCode),
    ...{ fromRecord: wrong._id.toHexString(), toRecord: owner._id.toHexString(), enrolments, movedRials },
  };
  await auditTrail.record({ ...deed, subject: { kind: 'person', id: wrong._id }, details }, session);
  await auditTrail.record({ ...deed, subject: { kind: 'person', id: owner._id }, details }, session);
}

/** The owner's other chats hear of each that became theirs. */
const ofChat = ({ _id, platform }: Account, person: Types.ObjectId, key: string): Notice => ({
  ...{ event: 'account-added', person, shownIn: _id },
  params: { platform, account: _id.toHexString() },
  dedupeKey: `account-added-${_id.toHexString()}-${key}`,
});
