/** Staff's `/statements`: which gateway's day is to be compared with ours. */
import type { GatewayName } from '../../models/top-up.ts';
import { STATEMENT_GATEWAYS } from '../../services/gateway-statements/service.ts';
import { dayInTehran, nameOfDay } from '../../services/tehran.ts';
import { tap } from '../callback-data.ts';
import type { Button, View } from '../view.ts';
import type { Visit } from '../visit.ts';
import { staffOnly } from './staff-only.ts';

/** Gateways let a day be downloaded when it is over; today's is for who cannot wait. */
const DAYS_SHOWN = 7;
const DAY_MS = 24 * 60 * 60_000;

const isStaff = ({ caller, services }: Visit) =>
  caller.person !== null && services.staff.seemsStaff(caller.person);

export function statementGateways(visit: Visit): View {
  if (!isStaff(visit)) return staffOnly(visit);
  const { texts } = visit;
  return {
    text: texts.chat('statement-gateways'),
    buttons: [
      ...STATEMENT_GATEWAYS.map((gateway): Button[] => [
        { text: texts.plain('button-statement-gateway', { gateway }), data: tap.gatewayDays.pack(gateway) },
      ]),
      [{ text: texts.plain('button-home'), data: tap.home.pack() }],
    ],
  };
}

export function statementDays(visit: Visit, gateway: GatewayName): View {
  if (!isStaff(visit)) return staffOnly(visit);
  const { texts, clock } = visit;
  const today = dayInTehran(clock()).from.getTime();
  const days = Array.from({ length: DAYS_SHOWN }, (_, ago) => new Date(today - ago * DAY_MS));
  return {
    text: texts.chat('statement-days', { gateway }),
    buttons: [
      ...days.map((at): Button[] => [
        {
          text: texts.plain('button-statement-day', { at }),
          data: tap.gatewayDay.pack(gateway, nameOfDay(at)),
        },
      ]),
      [{ text: texts.plain('button-statements'), data: tap.gatewayStatements.pack() }],
    ],
  };
}
