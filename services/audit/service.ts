/** The look at money and seats: everything is read at one moment, and each invariant that does not hold is named. */
import type { ClientSession } from 'mongoose';
import type { Course } from '../../models/course.ts';
import type { Enrolment } from '../../models/enrolment.ts';
import type { Models } from '../../models/models.ts';
import { CHANNELS, type Notification } from '../../models/notification.ts';
import type { Payback } from '../../models/payback.ts';
import type { SeatHold } from '../../models/seat-hold.ts';
import type { TopUp } from '../../models/top-up.ts';
import type { Clock } from '../clock.ts';
import type { InTransaction } from '../transaction.ts';
import type { Books } from '../wallet/books.ts';
import type { Finding, Records } from './records.ts';
import { findingsIn } from './rules.ts';

export interface Audit {
  /** Changes nothing; may run while people enrol. */
  run(): Promise<AuditReport>;
}

export interface AuditReport {
  /** Empty when all is well. */
  findings: Finding[];
  /** How many records of each kind were looked at. */
  looked: { [Kind in keyof Records]: number };
}

export interface AuditDeps {
  models: Models;
  books: Books;
  inTransaction: InTransaction;
  clock: Clock;
}

export function createAudit(deps: AuditDeps): Audit {
  return { run: () => run(deps) };
}

async function run(deps: AuditDeps): Promise<AuditReport> {
  const now = deps.clock();
  const records = await readRecords(deps);
  const { entries, enrolments, topUps, paybacks, courses, holds, openNotices, pending, merged } = records;
  return {
    findings: findingsIn(records, now),
    looked: {
      entries: entries.length,
      enrolments: enrolments.length,
      topUps: topUps.length,
      paybacks: paybacks.length,
      courses: courses.length,
      holds: holds.length,
      openNotices: openNotices.length,
      pending: pending.length,
      merged: merged.length,
    },
  };
}

/**
 * A transaction that only reads: what commits meanwhile is seen whole or not at all. It holds everything in memory,
 * which is fine up to some millions of records.
 */
function readRecords({ models, books, inTransaction }: AuditDeps): Promise<Records> {
  return inTransaction<Records>(async ({ session }) => ({
    entries: await books.entries(session),
    enrolments: await models.Enrolment.find().session(session).lean<Enrolment[]>(),
    topUps: await models.TopUp.find().session(session).lean<TopUp[]>(),
    paybacks: await models.Payback.find().session(session).lean<Payback[]>(),
    courses: await models.Course.find().session(session).lean<Course[]>(),
    holds: await models.SeatHold.find().session(session).lean<SeatHold[]>(),
    openNotices: await openNotices(models, session),
    pending: await models.Person.find({ identity: 'pending' })
      .select('registryAskedAt registryAttempts createdAt')
      .session(session)
      .lean<Records['pending'][number][]>(),
    merged: await models.Person.find({ mergedInto: { $exists: true } }, { mergedInto: 1 })
      .session(session)
      .lean<Records['merged'][number][]>(),
  }));
}

function openNotices({ Notification }: Models, session: ClientSession): Promise<Notification[]> {
  const open = CHANNELS.map((channel) => ({ [`${channel}.state`]: { $in: ['pending', 'sending'] } }));
  return Notification.find({ $or: open }).session(session).lean<Notification[]>();
}
