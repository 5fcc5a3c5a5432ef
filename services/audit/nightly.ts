/** The audit of every night: what it finds is in the log, and staff are told that there is something to read. */
import type { Types } from 'mongoose';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Notifications } from '../notifications/service.ts';
import type { Staff } from '../staff/service.ts';
import type { InTransaction } from '../transaction.ts';
import type { Audit } from './service.ts';

export interface NightlyAuditDeps {
  audit: Audit;
  notifications: Notifications;
  inTransaction: InTransaction;
  clock: Clock;
  staff: Staff;
  log: Logger;
}

/** A fault that repeats itself would bury the log; `npm run audit` prints them all. */
const FINDINGS_LOGGED = 100;

/** Returns the number of findings. Run twice in a day, it tells nobody twice. */
export async function auditNightly(deps: NightlyAuditDeps): Promise<number> {
  const { findings, looked } = await deps.audit.run();
  for (const finding of findings.slice(0, FINDINGS_LOGGED)) deps.log.error(finding, 'the audit found');
  const summary = { findings: findings.length, looked };
  if (findings.length === 0) {
    deps.log.info(summary, 'the nightly audit found nothing');
    return 0;
  }
  deps.log.error(summary, 'the nightly audit found violations: `npm run audit` prints them all');
  await tellStaff(deps, findings.length);
  return findings.length;
}

async function tellStaff(deps: NightlyAuditDeps, count: number): Promise<void> {
  const { notifications, inTransaction, clock, log } = deps;
  const staff = await deps.staff.all();
  if (staff.length === 0)
    log.warn('nobody is staff or an administrator: nobody was told what the audit found');
  const day = clock().toISOString().slice(0, 'yyyy-mm-dd'.length);
  const recorded = await inTransaction<Types.ObjectId[]>(async ({ session }) => {
    const notices: Types.ObjectId[] = [];
    for (const person of staff) {
      const dedupeKey = `audit-findings-${day}-${person.toHexString()}`;
      const notice = { event: 'audit-findings', person, params: { count }, dedupeKey } as const;
      notices.push(await notifications.record(notice, session));
    }
    return notices;
  });
  await notifications.wake(recorded);
}
