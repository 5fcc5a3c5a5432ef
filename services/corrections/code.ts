/** The right code for a rejected person. */
import type { ClientSession, Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import type { Course } from '../../models/course.ts';
import type { Enrolment } from '../../models/enrolment.ts';
import type { MobileState, Person } from '../../models/person.ts';
import { closeWithin } from '../cases/close.ts';
import { isReason } from '../cases/rules.ts';
import { aboutEnrolment, toAnother } from '../enrolments/notices.ts';
import { askRegistry, type Names } from '../identity/ask-registry.ts';
import { liftRejection } from '../identity/rejection.ts';
import { maskNationalCode } from '../identity/rules.ts';
import type { Notice } from '../notifications/service.ts';
import { isDuplicateKey } from '../transaction.ts';
import type { Correction, CorrectionOutcome, CorrectionsDeps } from './service.ts';

type CodeCorrection = Correction & { nationalCode: string };

/** What the registers have said of the person by the right code. */
interface Finding {
  type: 'found';
  names: Names;
  mobileState: MobileState;
}

export async function correctCode(
  deps: CorrectionsDeps,
  correction: CodeCorrection,
): Promise<CorrectionOutcome> {
  if (!isReason(correction.reason)) return { type: 'no-reason' };
  const matter = await deps.cases.byId({ by: correction.by, id: correction.case });
  if (!matter) return { type: 'not-staff' };
  const person = matter.person ? await deps.people.byId(matter.person) : null;
  if (matter.kind !== 'identity-rejected' || person?.identity !== 'rejected')
    return { type: 'nothing-to-correct' };
  const finding = await askRegisters(deps, person, correction.nationalCode);
  if (finding.type !== 'found') return finding;
  return carryOut(deps, correction, person, finding);
}

async function askRegisters(
  deps: CorrectionsDeps,
  { _id, mobile, mobileState }: Person,
  nationalCode: string,
): Promise<Finding | Exclude<CorrectionOutcome, { type: 'corrected' }>> {
  if (await deps.people.byCode(nationalCode)) return { type: 'code-of-another' };
  const word = await askRegistry(deps, nationalCode, null);
  if (word.type !== 'let-in') return word;
  const { names } = word;
  if (!names) return { type: 'cannot-check-now' };
  if (mobile === undefined) return { type: 'found', names, mobileState };
  const match = await deps.mobileOwnership.match(nationalCode, mobile);
  if (match.type === 'unavailable') return { type: 'cannot-check-now' };
  if (match.type === 'match') return { type: 'found', names, mobileState: 'verified' };
  // Whoever chats as this person has proven nothing of the new code but by their number.
  const hasChat = await deps.models.Account.exists({ person: _id });
  return hasChat ? { type: 'mobile-of-another' } : { type: 'found', names, mobileState: 'unverified' };
}

async function carryOut(
  deps: CorrectionsDeps,
  correction: CodeCorrection,
  person: Person,
  finding: Finding,
): Promise<CorrectionOutcome> {
  const { people, staff, notifications, inTransaction, models } = deps;
  let notices: Types.ObjectId[] = [];
  try {
    const outcome = await inTransaction<CorrectionOutcome>(async ({ session, abort }) => {
      if (!(await staff.isStaff(correction.by, session))) return abort({ type: 'not-staff' });
      const now = await people.byId(person._id, session);
      const isAsRead = now?.identity === 'rejected' && now.nationalCode === person.nationalCode;
      if (!isAsRead || !(await closeWithin(deps, { ...correction, id: correction.case }, session)))
        return abort({ type: 'nothing-to-correct' });
      notices = await write(deps, correction, now, finding, session);
      return { type: 'corrected' };
    });
    if (outcome.type !== 'corrected') return outcome;
  } catch (error) {
    // Somebody came by this code in the same instant.
    if (isDuplicateKey(error)) return { type: 'code-of-another' };
    throw error;
  }
  const chats = await models.Account.find({ person: person._id }).lean<Account[]>();
  for (const account of chats) deps.accounts.forget(account);
  await notifications.wake(notices);
  return { type: 'corrected' };
}

async function write(
  deps: CorrectionsDeps,
  { by, reason, nationalCode }: CodeCorrection,
  { _id, nationalCode: before }: Person,
  { names, mobileState }: Finding,
  session: ClientSession,
): Promise<Types.ObjectId[]> {
  const { models, people, auditTrail, notifications, clock } = deps;
  const $set = {
    ...people.sealedCode(_id, nationalCode),
    ...names,
    identity: 'verified' as const,
    mobileState,
  };
  await models.Person.updateOne({ _id }, { $set, $unset: { registryDueAt: true } }, { session });
  const stopped = await models.Enrolment.find({ person: _id, 'frozen.because': 'identity-rejected' }, null, {
    session,
  }).lean<Enrolment[]>();
  await liftRejection(deps, _id, session);
  const deed = { by, reason: reason.trim() };
  const details = { from: maskNationalCode(before), to: maskNationalCode(nationalCode) };
  await auditTrail.record(
    { ...deed, act: 'code-corrected', subject: { kind: 'person', id: _id }, details },
    session,
  );
  const at = clock();
  const name = `${names.firstName} ${names.lastName}`;
  const key = `${_id.toHexString()}-${at.getTime()}`;
  const toPerson = { person: _id, params: { name, masked: details.to }, dedupeKey: `code-corrected-${key}` };
  const told = [await notifications.record({ ...toPerson, event: 'code-corrected' }, session)];
  for (const enrolment of stopped) {
    const subject = { kind: 'enrolment', id: enrolment._id } as const;
    await auditTrail.record({ ...deed, act: 'enrolment-unfrozen', subject, person: _id }, session);
    const notice = await noticeTo(deps, enrolment, at, session);
    if (notice) told.push(await notifications.record(notice, session));
  }
  return told;
}

/** To whoever registered somebody else. */
async function noticeTo(
  { models }: CorrectionsDeps,
  enrolment: Enrolment,
  at: Date,
  session: ClientSession,
): Promise<Notice | null> {
  if (enrolment.registeredBy.equals(enrolment.person)) return null;
  const course = await models.Course.findById(enrolment.course, null, { session }).orFail().lean<Course>();
  const notice = toAnother(aboutEnrolment('trainee-corrected', enrolment, course), enrolment.registeredBy);
  return { ...notice, dedupeKey: `${notice.dedupeKey}-${at.getTime()}` };
}
