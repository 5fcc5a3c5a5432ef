/** What people are told to be away, of all that is known of the outside systems. */
import { expect, test } from '@jest/globals';
import { Types } from 'mongoose';
import type { SystemOverride } from '../../../../models/system-override.ts';
import { awayParts, KNOWN_FOR_MS } from '../../../../services/breakers/away.ts';
import { type Condition, HEALTHY } from '../../../../services/breakers/condition.ts';
import type { SystemReport } from '../../../../services/breakers/service.ts';
import type { System } from '../../../../services/breakers/systems.ts';

const NOW = new Date('2026-11-25T09:00:00Z');

/** Found down a minute ago; the next question is due then. */
const down = (nextProbeAt = NOW.getTime()): Condition => ({
  ...({ state: 'open', since: NOW.getTime() - 60_000, failedProbes: 1, probe: null } as const),
  nextProbeAt,
});
const decided = (system: System, to: SystemOverride['to']): SystemOverride => ({
  ...{ _id: new Types.ObjectId(), by: new Types.ObjectId(), reason: 'قطعی', since: NOW },
  system,
  to,
});
const report = (
  system: System,
  condition: Condition = HEALTHY,
  override: SystemOverride | null = null,
): SystemReport => ({ system, condition, override });
const away = (...reports: SystemReport[]) => awayParts(reports, NOW);

test('nothing is away while all is well, also after a single failure', () => {
  const failedOnce: Condition = { state: 'closed', failures: 1, lastFailureAt: NOW.getTime() };
  expect(away(report('sms'), report('shahkar', failedOnce), report('payment-zarinpal'))).toEqual([]);
});

test('what was found down is away, until nobody has asked it for long', () => {
  expect(away(report('sms', down()), report('shahkar'))).toEqual(['sms']);
  expect(away(report('sms', down(NOW.getTime() - KNOWN_FOR_MS + 1)))).toEqual(['sms']);
  expect(away(report('sms', down(NOW.getTime() - KNOWN_FOR_MS)))).toEqual([]);
});

test('the word of staff goes before what was found', () => {
  expect(away(report('sms', HEALTHY, decided('sms', 'off')))).toEqual(['sms']);
  expect(away(report('sms', down(), decided('sms', 'on')))).toEqual([]);
});

test('payment is away when every gateway is, and is told once', () => {
  const [first, second] = [report('payment-zarinpal', down()), report('payment-other', down())];
  expect(away(first, second)).toEqual(['payment']);
  expect(away(first, report('payment-other'))).toEqual([]);
});

test('payment inside a chat neither is what people lack, nor makes up for gateways that are away', () => {
  expect(away(report('payment-zarinpal'), report('payment-bale', down()))).toEqual([]);
  expect(away(report('payment-zarinpal', down()), report('payment-bale'))).toEqual(['payment']);
});
