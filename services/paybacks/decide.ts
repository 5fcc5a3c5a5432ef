/** What staff decide about a payback: each step once, in one transaction with what it means for the books. */
import type { ClientSession, Types } from 'mongoose';
import type { Payback } from '../../models/payback.ts';
import { closeWithin } from '../cases/close.ts';
import { isReason } from '../cases/rules.ts';
import { noticeKey } from '../notifications/rules.ts';
import { FOLLOWS, isReturned, matterKey } from './rules.ts';
import type { DecideOutcome, Deciding, Decision, PaybacksDeps } from './service.ts';

export async function decide(deps: PaybacksDeps, deciding: Deciding): Promise<DecideOutcome> {
  const { id, by, to } = deciding;
  if (!isReason(deciding.reason)) return { type: 'no-reason' };
  const reason = deciding.reason.trim();
  const notices: Types.ObjectId[] = [];
  const outcome = await deps.inTransaction<DecideOutcome>(async ({ session, abort }) => {
    notices.length = 0;
    if (!(await deps.staff.isStaff(by, session))) return abort({ type: 'not-staff' });
    const found = await deps.models.Payback.findById(id, null, { session }).lean<Payback>();
    if (!found) return abort({ type: 'no-such-payback' });
    if (found.person.equals(by)) return abort({ type: 'own-payback' });
    const payback = await move(deps, { id, to, reason }, session);
    if (!payback) return abort({ type: 'not-now', payback: found });
    await book(deps, payback, to, session);
    const deed = { act: `payback-${to}`, subject: { kind: 'payback', id }, person: payback.person } as const;
    await deps.auditTrail.record(
      { ...deed, by, reason, details: { amountRials: payback.amountRials } },
      session,
    );
    if (to !== 'approved') await closeCase(deps, { id, by, reason }, session);
    notices.push(await tell(deps, payback, to, session));
    return { type: 'decided', payback };
  });
  await deps.notifications.wake(notices);
  return outcome;
}

function move(
  { models, clock }: PaybacksDeps,
  { id, to, reason }: Omit<Deciding, 'by'>,
  session: ClientSession,
): Promise<Payback | null> {
  return models.Payback.findOneAndUpdate(
    { _id: id, state: FOLLOWS[to] },
    {
      $set: { state: to, reason, ...(to === 'approved' ? {} : { endedAt: clock() }) },
      ...(isReturned(to) ? { $unset: { holds: 1 } } : {}),
    },
    { session, returnDocument: 'after' },
  ).lean<Payback>();
}

async function book(
  { ledger }: PaybacksDeps,
  { person, wallet: kind, amountRials, trackingCode: about }: Payback,
  to: Decision,
  session: ClientSession,
): Promise<void> {
  const entry = { wallet: { person, kind }, amountRials, about };
  if (isReturned(to)) await ledger.returnPayback(entry, session);
  if (to === 'paid-out') await ledger.payOut(entry, session);
}

/** By whoever decided: the case says so, and the trail. */
async function closeCase(
  deps: PaybacksDeps,
  { id, by, reason }: Omit<Deciding, 'to'>,
  session: ClientSession,
): Promise<void> {
  const matter = { dedupeKey: matterKey(id), state: 'open' as const };
  const open = await deps.models.StaffCase.findOne(matter, { _id: 1 }, { session }).lean();
  if (open) await closeWithin(deps, { id: open._id, by, reason }, session);
}

function tell(
  { notifications }: PaybacksDeps,
  { _id, person, account, amountRials, trackingCode, reason = '' }: Payback,
  to: Decision,
  session: ClientSession,
): Promise<Types.ObjectId> {
  const event = `payback-${to}` as const;
  const params = { amountRials, trackingCode, reason };
  return notifications.record({ event, person, account, params, dedupeKey: noticeKey(event, _id) }, session);
}
