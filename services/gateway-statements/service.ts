/**
 * The daily statement: what a gateway says was paid on a day beside what we credited. Money is never moved by the file's
 * word: of a payment of ours that is not credited the gateway is asked at once, as after a return, and what no payment of
 * ours explains becomes a case. Who may is judged here.
 */
import type { Types } from 'mongoose';
import type { Models } from '../../models/models.ts';
import { GATEWAY_NAMES, type GatewayName, type TopUp } from '../../models/top-up.ts';
import type { AuditTrail } from '../audit-trail/service.ts';
import type { Cases } from '../cases/service.ts';
import type { Staff } from '../staff/service.ts';
import type { TopUps } from '../top-ups/service.ts';
import { type Comparison, compare, type Day, type Difference, type Ours } from './compare.ts';
import { readStatement, type StatementProblem, type StatementRow } from './read-statement.ts';

export interface StatementRequest {
  by: Types.ObjectId;
  gateway: GatewayName;
  day: Day;
  content: Uint8Array;
}

export type StatementOutcome =
  /**
   * `credited`: of the payments that were not credited, so many are by now. `cases`: so many are for staff to look into;
   * null when they are too many to be anything but another gateway's file, or another shop's.
   */
  | { type: 'compared'; comparison: Comparison; leftOut: number; credited: number; cases: number | null }
  | { type: 'unreadable'; problem: StatementProblem }
  | { type: 'not-staff' };

export interface GatewayStatements {
  /** Safe to repeat: the same file opens no second case. */
  compare(request: StatementRequest): Promise<StatementOutcome>;
}

export interface GatewayStatementsDeps {
  models: Models;
  staff: Staff;
  auditTrail: AuditTrail;
  cases: Pick<Cases, 'open'>;
  topUps: Pick<TopUps, 'returned'>;
}

export function createGatewayStatements(deps: GatewayStatementsDeps): GatewayStatements {
  return { compare: (request) => compareDay(deps, request) };
}

/** More of one file are not opened. */
export const CASES_A_FILE = 50;

/** Whose days can be compared. */
export const STATEMENT_GATEWAYS = GATEWAY_NAMES;

export const isGateway = (name: string): name is GatewayName =>
  (STATEMENT_GATEWAYS as readonly string[]).includes(name);

async function compareDay(deps: GatewayStatementsDeps, request: StatementRequest): Promise<StatementOutcome> {
  const { by, gateway, day, content } = request;
  if (!(await deps.staff.isStaff(by))) return { type: 'not-staff' };
  const read = readStatement(content);
  if (read.type === 'problem') return { type: 'unreadable', problem: read.problem };
  const first = compare(read.rows, await oursOf(deps, request, read.rows), day);
  const credited = await askForUncredited(deps, gateway, first.differences);
  const comparison = credited === 0 ? first : compare(read.rows, await oursOf(deps, request, read.rows), day);
  const cases = await openCases(deps, gateway, comparison.differences);
  await deps.auditTrail.record({
    ...{ act: 'statement-compared', subject: { kind: 'system', id: `payment-${gateway}` }, by },
    details: {
      day: day.from.toISOString(),
      rows: read.rows.length,
      matched: comparison.matched,
      differences: comparison.differences.length,
    },
  });
  return { type: 'compared', comparison, leftOut: read.leftOut, credited, cases };
}

const FIELDS = 'trackingCode state amountRials sessionId reference endedAt startedBy';

async function oursOf(
  { models }: GatewayStatementsDeps,
  { gateway, day }: StatementRequest,
  rows: readonly StatementRow[],
): Promise<Ours[]> {
  const named = (field: 'sessionId' | 'reference') =>
    rows.flatMap((row) => (row[field] === undefined ? [] : [row[field]]));
  const [ofDay, inFile] = await Promise.all([
    models.TopUp.find({ gateway, state: 'credited', endedAt: { $gte: day.from, $lt: day.until } })
      .select(FIELDS)
      .lean<TopUp[]>(),
    models.TopUp.find({
      gateway,
      $or: [{ sessionId: { $in: named('sessionId') } }, { reference: { $in: named('reference') } }],
    })
      .select(FIELDS)
      .lean<TopUp[]>(),
  ]);
  return [...new Map([...ofDay, ...inFile].map((payment) => [payment._id.toHexString(), payment])).values()];
}

/** Returns how many were credited by it. */
async function askForUncredited(
  { topUps }: GatewayStatementsDeps,
  gateway: GatewayName,
  differences: readonly Difference[],
): Promise<number> {
  let credited = 0;
  for (const difference of differences) {
    if (difference.type !== 'not-credited' || !difference.ours.sessionId) continue;
    const outcome = await topUps.returned(gateway, difference.ours.sessionId);
    if (outcome?.type === 'credited') credited += 1;
  }
  return credited;
}

/** What was paid, by the gateway's word, and is in no wallet, or in another amount. */
async function openCases(
  { cases, models }: GatewayStatementsDeps,
  gateway: GatewayName,
  differences: readonly Difference[],
): Promise<number | null> {
  const matters = differences.flatMap((one) => (one.type === 'only-ours' ? [] : [one]));
  if (matters.length > CASES_A_FILE) return null;
  for (const difference of matters) {
    const { row } = difference;
    const name = row.sessionId ?? row.reference ?? '';
    const ours = difference.type === 'only-theirs' ? null : difference.ours;
    // One file may name a payment otherwise than another.
    const which = ours?._id.toHexString() ?? name;
    const payer = ours && (await models.TopUp.findById(ours._id).select('startedBy').lean<TopUp>());
    await cases.open({
      ...{ kind: 'unmatched-money', dedupeKey: `unmatched-${gateway}-${which}-${difference.type}` },
      ...(ours && { subject: { kind: 'top-up', id: ours._id } as const }),
      ...(payer && { person: payer.startedBy }),
      facts: {
        ...{ gateway, name, amountRials: row.amountRials, found: difference.type },
        ...(ours && { trackingCode: ours.trackingCode }),
      },
    });
  }
  return matters.length;
}
