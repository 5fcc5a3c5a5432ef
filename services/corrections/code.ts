/** The right code for a rejected person: their record gets it, or goes into the record of whoever is known by it already. */
import type { ClientSession, Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import type { Person } from '../../models/person.ts';
import { closeWithin } from '../cases/close.ts';
import { isReason } from '../cases/rules.ts';
import { liftRejection } from '../identity/rejection.ts';
import { maskNationalCode } from '../identity/rules.ts';
import { recordAll } from '../notifications/record-all.ts';
import { isDuplicateKey } from '../transaction.ts';
import { askRegisters, type Finding } from './ask-registers.ts';
import { merge, obstacleOf, stoppedOf, type Told } from './merge.ts';
import type { CodeCorrection, CorrectionOutcome, CorrectionsDeps } from './service.ts';
import { goOn } from './tell.ts';

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

async function carryOut(
  deps: CorrectionsDeps,
  correction: CodeCorrection,
  person: Person,
  finding: Finding,
): Promise<CorrectionOutcome> {
  const { staff, notifications, inTransaction, models, accounts } = deps;
  const { by, reason } = correction;
  let told: Told = { recorded: [], ofChats: [] };
  try {
    const outcome = await inTransaction<CorrectionOutcome>(async ({ session, abort }) => {
      if (!(await staff.isStaff(by, session))) return abort({ type: 'not-staff' });
      const now = await asRead(deps, person, finding, session);
      if (now.type === 'changed') return abort({ type: 'changed-meanwhile' });
      const closed = await closeWithin(deps, { id: correction.case, by, reason }, session);
      if (!now.person || !closed) return abort({ type: 'nothing-to-correct' });
      if (!now.owner) {
        told = { recorded: await rename(deps, correction, now.person, finding, session), ofChats: [] };
        return { type: 'corrected' };
      }
      const pair = { wrong: now.person, owner: now.owner };
      const obstacle = await obstacleOf(deps, correction, pair, session);
      if (obstacle) return abort(obstacle);
      told = await merge(deps, correction, { ...pair, finding }, session);
      return { type: 'merged' };
    });
    if (outcome.type !== 'corrected' && outcome.type !== 'merged') return outcome;
    const theirs = { person: { $in: [person._id, ...(finding.owner ? [finding.owner._id] : [])] } };
    for (const account of await models.Account.find(theirs).lean<Account[]>()) accounts.forget(account);
    for (const { dedupeKey, shownIn } of told.ofChats)
      if (shownIn) await notifications.shown(dedupeKey, shownIn);
    await notifications.wake(told.recorded);
    return outcome;
  } catch (error) {
    // Somebody came by this code in the same instant, or joined the same course.
    if (isDuplicateKey(error)) return { type: 'changed-meanwhile' };
    throw error;
  }
}

type AsRead = { type: 'as-read'; person: Person | null; owner: Person | null } | { type: 'changed' };

/** Both as they are now. `person`: null when there is nothing to correct in them any more. `changed`: the code is not whose it was. */
async function asRead(
  { people }: CorrectionsDeps,
  { _id, nationalCode }: Person,
  { owner }: Finding,
  session: ClientSession,
): Promise<AsRead> {
  const person = await people.byId(_id, session);
  const isStill = person?.identity === 'rejected' && person.nationalCode === nationalCode;
  if (!owner) return { type: 'as-read', person: isStill ? person : null, owner: null };
  const now = await people.byId(owner._id, session);
  if (now?.nationalCode !== owner.nationalCode || now.identity !== owner.identity) return { type: 'changed' };
  return { type: 'as-read', person: isStill ? person : null, owner: now };
}

async function rename(
  deps: CorrectionsDeps,
  { by, reason, nationalCode }: CodeCorrection,
  { _id, nationalCode: before, mobile, mobileState }: Person,
  { names, isTheirMobile }: Finding,
  session: ClientSession,
): Promise<Types.ObjectId[]> {
  const { models, people, auditTrail, clock } = deps;
  const proof = mobile === undefined ? mobileState : isTheirMobile ? 'verified' : 'unverified';
  const code = people.sealedCode(_id, nationalCode);
  await models.Person.updateOne(
    { _id },
    {
      $set: { ...code, ...names, identity: 'verified' as const, mobileState: proof },
      $unset: { registryDueAt: true },
    },
    { session },
  );
  const stopped = await stoppedOf(deps, _id, session);
  await liftRejection(deps, _id, session);
  const details = { from: maskNationalCode(before), to: maskNationalCode(nationalCode) };
  const subject = { kind: 'person', id: _id } as const;
  await auditTrail.record({ act: 'code-corrected', subject, by, reason: reason.trim(), details }, session);
  const notice = {
    ...({ event: 'code-corrected', person: _id } as const),
    params: { name: names ? `${names.firstName} ${names.lastName}` : '', masked: details.to },
    dedupeKey: `code-corrected-${_id.toHexString()}-${clock().getTime()}`,
  };
  return [
    ...(await recordAll(deps.notifications, [notice], session)),
    ...(await goOn(deps, { by, reason }, stopped, session)),
  ];
}
