/** The nightly look at money and seats: everything is read at one moment, and each invariant that does not hold is named. */
import type { Course } from '../../models/course.ts';
import type { Enrolment } from '../../models/enrolment.ts';
import type { Models } from '../../models/models.ts';
import type { SeatHold } from '../../models/seat-hold.ts';
import type { TopUp } from '../../models/top-up.ts';
import type { InTransaction } from '../transaction.ts';
import type { Books } from '../wallet/books.ts';
import { type Finding, findingsIn, type Records } from './rules.ts';

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
}

export function createAudit(deps: AuditDeps): Audit {
  return { run: () => run(deps) };
}

async function run(deps: AuditDeps): Promise<AuditReport> {
  const records = await readRecords(deps);
  const { entries, enrolments, topUps, courses } = records;
  return {
    findings: findingsIn(records),
    looked: {
      entries: entries.length,
      enrolments: enrolments.length,
      topUps: topUps.length,
      courses: courses.length,
      holds: records.holds.length,
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
    topUps: await models.TopUp.find({ state: 'credited' }).session(session).lean<TopUp[]>(),
    courses: await models.Course.find().session(session).lean<Course[]>(),
    holds: await models.SeatHold.find().session(session).lean<SeatHold[]>(),
  }));
}
