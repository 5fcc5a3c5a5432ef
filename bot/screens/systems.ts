/** Staff's `/systems`: how each outside system fares, what was decided about it, and the switch. */
import type { Types } from 'mongoose';
import { partOf } from '../../services/breakers/away.ts';
import type { SystemReport } from '../../services/breakers/service.ts';
import type { System } from '../../services/breakers/systems.ts';
import { STANDINGS, type Standing } from '../../services/systems/service.ts';
import type { Texts } from '../../texts/texts.ts';
import { tap } from '../callback-data.ts';
import type { Button, View } from '../view.ts';
import type { Visit } from '../visit.ts';
import { staffOnly } from './staff-only.ts';

export const systemName = (texts: Texts, system: string): string =>
  texts.plain(`system-${partOf(system as System)}`, { gateway: system.replace('payment-', '') });

export async function systemList(visit: Visit, by: Types.ObjectId): Promise<View> {
  const { texts, services } = visit;
  const reports = await services.systems.look(by);
  if (!reports) return staffOnly(visit);
  return {
    text: texts.chat('systems'),
    buttons: [
      ...reports.map((report): Button[] => [
        {
          text: texts.plain('button-system', {
            name: systemName(texts, report.system),
            status: stateOf(report),
          }),
          data: tap.system.pack(report.system),
        },
      ]),
      [{ text: texts.plain('button-home'), data: tap.home.pack() }],
    ],
  };
}

export async function systemCard(visit: Visit, by: Types.ObjectId, system: string): Promise<View> {
  const { texts, services } = visit;
  const reports = await services.systems.look(by);
  if (!reports) return staffOnly(visit);
  const report = reports.find((one) => one.system === system);
  if (!report) return systemList(visit, by);
  return {
    text: [
      texts.chat('system-card', { name: systemName(texts, system), status: stateOf(report) }),
      ...conditionLine(texts, report),
      ...(await overrideLine(visit, report)),
    ].join('\n'),
    buttons: [
      ...STANDINGS.filter((to) => to !== standingOf(report)).map((to): Button[] => [
        { text: texts.plain('button-switch', { to }), data: tap.switchSystem.pack(system, to) },
      ]),
      [
        { text: texts.plain('button-systems'), data: tap.systems.pack() },
        { text: texts.plain('button-home'), data: tap.home.pack() },
      ],
    ],
  };
}

const standingOf = ({ override }: SystemReport): Standing => override?.to ?? 'automatic';

function stateOf({ condition, override }: SystemReport): string {
  if (override) return `switched-${override.to}`;
  return condition.state === 'open' ? 'down' : 'up';
}

/** What its breaker has found, also while staff have decided otherwise. */
function conditionLine(texts: Texts, { condition }: SystemReport): string[] {
  if (condition.state === 'closed') return [];
  return [
    texts.chat('system-down', { since: new Date(condition.since), next: new Date(condition.nextProbeAt) }),
  ];
}

async function overrideLine({ texts, services }: Visit, { override }: SystemReport): Promise<string[]> {
  if (!override) return [];
  const who = await services.identity.byId(override.by);
  const name = `${who?.firstName ?? ''} ${who?.lastName ?? ''}`.trim() || texts.plain('name-pending');
  return [texts.chat('system-override', { who: name, since: override.since, reason: override.reason })];
}
