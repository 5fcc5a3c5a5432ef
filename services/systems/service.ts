/** Outside systems as staff see and decide about them. Who may is judged here. */
import type { Types } from 'mongoose';
import type { Models } from '../../models/models.ts';
import type { SystemOverride } from '../../models/system-override.ts';
import type { AuditTrail } from '../audit-trail/service.ts';
import type { Breakers, SystemReport } from '../breakers/service.ts';
import type { System } from '../breakers/systems.ts';
import { isReason } from '../cases/rules.ts';
import type { Clock } from '../clock.ts';
import type { Staff } from '../staff/service.ts';
import type { InTransaction } from '../transaction.ts';

/** `automatic`: its breaker decides. */
export const STANDINGS = ['on', 'off', 'automatic'] as const;
export type Standing = (typeof STANDINGS)[number];

export interface Decision {
  system: string;
  to: Standing;
  by: Types.ObjectId;
  reason: string;
}

export type DecideOutcome =
  /** Stands as decided; also when it was decided so by the same person before. */
  | { type: 'decided'; system: System }
  | { type: 'not-staff' }
  | { type: 'no-such-system' }
  /** Too short or too long to be one. */
  | { type: 'no-reason' };

export interface Systems {
  /** As they are at this moment; null for who is not staff. */
  look(by: Types.ObjectId): Promise<SystemReport[] | null>;
  decide(decision: Decision): Promise<DecideOutcome>;
}

export interface SystemsDeps {
  models: Models;
  clock: Clock;
  staff: Staff;
  auditTrail: AuditTrail;
  breakers: Pick<Breakers, 'reports' | 'lookAgain'>;
  inTransaction: InTransaction;
}

export function createSystems(deps: SystemsDeps): Systems {
  return { look: (by) => look(deps, by), decide: (decision) => decide(deps, decision) };
}

async function look({ staff, breakers }: SystemsDeps, by: Types.ObjectId): Promise<SystemReport[] | null> {
  if (!(await staff.isStaff(by))) return null;
  breakers.lookAgain();
  return breakers.reports();
}

async function decide(deps: SystemsDeps, decision: Decision): Promise<DecideOutcome> {
  if (!isReason(decision.reason)) return { type: 'no-reason' };
  const report = (await deps.breakers.reports()).find(({ system }) => system === decision.system);
  if (!report) return { type: 'no-such-system' };
  const { system } = report;
  const words = { ...decision, reason: decision.reason.trim() };
  const outcome = await deps.inTransaction<DecideOutcome>(async ({ session, abort }) => {
    if (!(await deps.staff.isStaff(decision.by, session))) return abort({ type: 'not-staff' });
    const before = await deps.models.SystemOverride.findOne({ system }, null, {
      session,
    }).lean<SystemOverride>();
    if (isAsBefore(words, before)) return { type: 'decided', system };
    await write(deps, words, session);
    const { by, reason, to } = words;
    const subject = { kind: 'system', id: system } as const;
    await deps.auditTrail.record({ act: 'system-switched', subject, by, reason, details: { to } }, session);
    return { type: 'decided', system };
  });
  deps.breakers.lookAgain();
  return outcome;
}

/** The same tap again. */
function isAsBefore({ to, by, reason }: Decision, before: SystemOverride | null): boolean {
  if (!before) return to === 'automatic';
  return before.to === to && before.by.equals(by) && before.reason === reason && before.until === undefined;
}

async function write(
  { models, clock }: SystemsDeps,
  { system, to, by, reason }: Decision,
  session: Parameters<AuditTrail['record']>[1],
): Promise<void> {
  const within = session ? { session } : {};
  if (to === 'automatic') {
    await models.SystemOverride.deleteOne({ system }, within);
    return;
  }
  const override = { $set: { to, by, reason, since: clock() }, $unset: { until: true } };
  await models.SystemOverride.updateOne({ system }, override, { ...within, upsert: true });
}
