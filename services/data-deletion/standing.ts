/** Reads all that may stand in the way of deleting a person's data, in the transaction that decides. */
import type { ClientSession } from 'mongoose';
import type { Course } from '../../models/course.ts';
import { type Enrolment, LIVE_STATUSES } from '../../models/enrolment.ts';
import type { Person } from '../../models/person.ts';
import { personalWallet, portalWallet } from '../wallet/accounts.ts';
import { requestKey, type Standing } from './rules.ts';
import type { DataDeletionDeps } from './service.ts';

export async function standingOf(
  deps: DataDeletionDeps,
  person: Person,
  session: ClientSession,
): Promise<Standing> {
  const { models, ledger, staff } = deps;
  const { _id } = person;
  const isThere = async (query: { session(session: ClientSession): PromiseLike<unknown> }) =>
    (await query.session(session)) !== null;
  // One after the other: a transaction carries one command at a time.
  const enrolled = await inCourseThatGoesOn(deps, { person: _id }, session);
  const paid = { registeredBy: _id, payer: 'portal-user' as const, person: { $ne: _id } };
  const paidForOthers = await inCourseThatGoesOn(deps, paid, session);
  const theirs = { $or: [{ person: _id }, { startedBy: _id }] };
  const open = { state: { $ne: 'credited' as const }, checkAt: { $exists: true } };
  const payingBack = { person: _id, state: { $in: ['requested', 'approved'] as const } };
  const payment =
    (await isThere(models.TopUp.exists({ ...theirs, ...open }))) ||
    (await isThere(models.Payback.exists(payingBack)));
  const balancesRials = [
    await ledger.balanceOf(personalWallet(_id), session),
    await ledger.balanceOf(portalWallet(_id), session),
  ];
  const isGranted = await isThere(models.Grant.exists({ person: _id, revokedAt: null }));
  const own = person.deletion ? requestKey(_id, person.deletion.requestedAt) : '';
  const others = { person: _id, state: 'open' as const, dedupeKey: { $ne: own } };
  return {
    enrolled,
    paidForOthers,
    payment,
    balancesRials,
    role: isGranted || staff.seemsStaff(person),
    case: await isThere(models.StaffCase.exists(others)),
  };
}

/** Who keeps a seat in a course that is over has nothing to lose or to give back there. */
async function inCourseThatGoesOn(
  { models, clock }: DataDeletionDeps,
  whose: object,
  session: ClientSession,
): Promise<boolean> {
  const live = await models.Enrolment.find({ ...whose, status: { $in: [...LIVE_STATUSES] } }, { course: 1 })
    .session(session)
    .lean<Pick<Enrolment, 'course'>[]>();
  if (live.length === 0) return false;
  const goingOn = { _id: { $in: live.map(({ course }) => course) }, endsAt: { $gte: clock() } };
  return (await models.Course.exists(goingOn).session(session).lean<Pick<Course, '_id'>>()) !== null;
}
