/** Seats that were offered: accepted, taken up by themselves once the money is there, or passed on when time is over. */
import type { Types } from 'mongoose';
import type { Course } from '../../models/course.ts';
import type { Enrolment } from '../../models/enrolment.ts';
import type { Person } from '../../models/person.ts';
import { PAYING_STATES } from '../../models/top-up.ts';
import { UNDER_WAY_MS } from '../top-ups/rules.ts';
import { payingWallet } from '../wallet/accounts.ts';
import { end } from './end.ts';
import type { AcceptOutcome } from './outcomes.ts';
import { seat } from './promote.ts';
import { mayTakeSeat } from './rules.ts';
import type { EnrolmentsDeps } from './service.ts';

export interface Acceptance {
  enrolment: Types.ObjectId;
  /** Who may take it is told by `mayTakeSeat`. */
  by: Pick<Person, '_id'>;
  /** The fee that was on the button: nobody pays another one than they saw. */
  quotedFeeRials: number;
}

export async function acceptOffer(deps: EnrolmentsDeps, acceptance: Acceptance): Promise<AcceptOutcome> {
  let notices: Types.ObjectId[] = [];
  const outcome = await deps.inTransaction<AcceptOutcome>(async ({ session, abort }) => {
    notices = [];
    const { by, quotedFeeRials } = acceptance;
    const _id = acceptance.enrolment;
    const found = await deps.models.Enrolment.findOne({ _id }, null, { session }).lean<Enrolment>();
    if (found?.status === 'active') return abort({ type: 'enrolled', enrolment: found, again: true });
    if (found?.status !== 'offered' || !isOpen(found, deps.clock())) return abort({ type: 'no-offer' });
    if (!mayTakeSeat(found, by._id)) return abort({ type: 'not-theirs-to-take' });
    const course = await deps.models.Course.findById(found.course, null, { session }).lean<Course>();
    if (course?.status !== 'open') return abort({ type: 'no-offer' });
    const { feeRials } = course;
    const enrolment = { ...found, feeRials };
    if (feeRials !== quotedFeeRials) return abort({ type: 'fee-changed', enrolment });
    const balanceRials = await deps.ledger.balanceOf(payingWallet(found), session);
    if (balanceRials < feeRials) {
      return abort({ type: 'wallet-short', enrolment, feeRials, balanceRials });
    }
    notices = await seat(deps, enrolment, course, session);
    return { type: 'enrolled', enrolment: { ...enrolment, status: 'active' }, again: false };
  });
  if (notices.length > 0) await deps.notifications.wake(notices);
  return outcome;
}

const isOpen = ({ offeredUntil, frozen }: Enrolment, now: Date) =>
  frozen === undefined && offeredUntil !== undefined && offeredUntil > now;

/** Offers to which the money has come meanwhile are taken up; those whose time is over pass on. Returns how many changed. */
export async function watchOffers(deps: EnrolmentsDeps, limit: number): Promise<number> {
  const offered = await deps.models.Enrolment.find({ status: 'offered', frozen: null })
    .sort({ offeredUntil: 1 })
    .limit(limit)
    .lean<Enrolment[]>();
  let changed = 0;
  for (const enrolment of offered) {
    if (await takeUp(deps, enrolment)) changed += 1;
    else if (await passOn(deps, enrolment)) changed += 1;
  }
  return changed;
}

/** Who has agreed to this fee when joining, and has the money now, need not press anything. */
async function takeUp(deps: EnrolmentsDeps, offered: Enrolment): Promise<boolean> {
  const by = { _id: payingWallet(offered).person };
  const acceptance = { enrolment: offered._id, by, quotedFeeRials: offered.feeRials };
  const outcome = await acceptOffer(deps, acceptance);
  return outcome.type === 'enrolled' && !outcome.again;
}

async function passOn(deps: EnrolmentsDeps, enrolment: Enrolment): Promise<boolean> {
  const now = deps.clock();
  const { offeredUntil } = enrolment;
  if (!offeredUntil || offeredUntil > now) return false;
  if (await isPaying(deps, enrolment, offeredUntil, now)) return false;
  return (await end(deps, { enrolment, because: 'offer-expired' })) !== null;
}

/** A payment that was begun in time is waited for, as long as a gateway commonly lets one be paid. */
async function isPaying(
  { models }: EnrolmentsDeps,
  enrolment: Enrolment,
  offeredUntil: Date,
  now: Date,
): Promise<boolean> {
  if (now.getTime() - offeredUntil.getTime() > UNDER_WAY_MS) return false;
  const { person } = payingWallet(enrolment);
  const createdAt = { $gt: new Date(now.getTime() - UNDER_WAY_MS), $lt: offeredUntil };
  return (await models.TopUp.exists({ person, state: { $in: PAYING_STATES }, createdAt })) !== null;
}
