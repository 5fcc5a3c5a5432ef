/** Which outside systems are known to be away, as people notice it. Pure. */
import type { SystemReport } from './service.ts';
import type { System } from './systems.ts';

/** What people notice the lack of; all payment gateways together are one. */
export type Part = Exclude<System, `payment-${string}`> | 'payment';

/** Nobody has asked for so long after somebody might have: it may be back by now, and nothing is said of it. */
export const KNOWN_FOR_MS = 5 * 60_000;

export const partOf = (system: System): Part =>
  system.startsWith('payment-') ? 'payment' : (system as Exclude<System, `payment-${string}`>);

/** Invoices inside a chat stand beside a gateway's link: without them one can pay, with them alone nobody can. */
const IN_CHAT: System = 'payment-bale';

/** In the order of the reports. While one gateway works, payment is not away. */
export function awayParts(all: readonly SystemReport[], now: Date): Part[] {
  const reports = all.filter(({ system }) => system !== IN_CHAT);
  const parts = [...new Set(reports.map(({ system }) => partOf(system)))];
  return parts.filter((part) =>
    reports.every((report) => partOf(report.system) !== part || isAway(report, now)),
  );
}

function isAway({ condition, override }: SystemReport, now: Date): boolean {
  if (override) return override.to === 'off';
  return condition.state === 'open' && now.getTime() < condition.nextProbeAt + KNOWN_FOR_MS;
}
