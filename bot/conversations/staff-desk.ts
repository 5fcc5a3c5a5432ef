/** What staff look at and decide: cases, and outside systems. Who is staff is judged by the services. */
import { Types } from 'mongoose';
import { tap } from '../callback-data.ts';
import { caseCard, caseList } from '../screens/cases.ts';
import { statementDays, statementGateways } from '../screens/gateway-statements.ts';
import { staffOnly } from '../screens/staff-only.ts';
import { systemCard, systemList } from '../screens/systems.ts';
import { on, orOutdated, type Route } from '../tap-routes.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';
import { closeDeed, correctDeed, paybackDeed, statementDeed, switchDeed } from './deeds.ts';
import { keepOpen } from './engine.ts';
import { give } from './give.ts';
import { beginDeed } from './staff-deed.ts';

export const staffRoutes: readonly Route[] = [
  on(tap.systems, showSystems),
  on(tap.system, (visit, system) => show(visit, (by) => systemCard(visit, by, system))),
  on(tap.switchSystem, (visit, system, to) => beginDeed(visit, switchDeed(system, to))),
  on(tap.gatewayStatements, showStatements),
  on(tap.gatewayDays, (visit, gateway) => show(visit, async () => statementDays(visit, gateway))),
  on(tap.gatewayDay, (visit, gateway, day) => beginDeed(visit, statementDeed(gateway, day))),
  on(tap.cases, (visit, page) => showCases(visit, Number(page))),
  on(tap.case, (visit, id) => show(visit, (by) => caseCard(visit, by, new Types.ObjectId(id)))),
  on(tap.decidePayback, (visit, to, id) => beginDeed(visit, paybackDeed(to, id))),
  on(tap.closeCase, (visit, id) => beginDeed(visit, closeDeed(id))),
  on(tap.correct, (visit, what, id) => beginDeed(visit, correctDeed(what, id))),
  on(tap.reason, (visit, reason) => orOutdated(visit, give(visit, 'reason', reason))),
];

export function showSystems(visit: Visit): Promise<void> {
  return show(visit, (by) => systemList(visit, by));
}

export function showStatements(visit: Visit): Promise<void> {
  return show(visit, async () => statementGateways(visit));
}

export function showCases(visit: Visit, page = 0): Promise<void> {
  return show(visit, (by) => caseList(visit, by, page));
}

async function show(visit: Visit, screen: (by: Types.ObjectId) => Promise<View>): Promise<void> {
  const { caller, chat } = visit;
  await chat.replace(caller.person ? await screen(caller.person._id) : staffOnly(visit));
  await keepOpen(visit);
}
