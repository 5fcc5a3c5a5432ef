/** What staff do with a reason. Each deed is named in the form by words like `system:sms:off`, which are read here alone. */
import { Types } from 'mongoose';
import type { Answers } from '../../models/draft.ts';
import type { GatewayName } from '../../models/top-up.ts';
import { isGateway } from '../../services/gateway-statements/service.ts';
import { maskName, maskNationalCode } from '../../services/identity/rules.ts';
import type { Decision } from '../../services/paybacks/service.ts';
import { STANDINGS, type Standing } from '../../services/systems/service.ts';
import { startOfDay } from '../../services/tehran.ts';
import { caseCard, caseList } from '../screens/cases.ts';
import { staffOnly } from '../screens/staff-only.ts';
import { systemCard, systemName } from '../screens/systems.ts';
import { type View, withReason } from '../view.ts';
import type { Visit } from '../visit.ts';
import { compareStatement } from './compare-statement.ts';

export interface Deed {
  usualReasons: readonly string[];
  /** What is about to be done. */
  describe(visit: Visit): Promise<string>;
  /** Does it; safe to repeat. */
  carryOut(visit: Visit, by: Types.ObjectId, reason: string): Promise<View>;
}

const SYSTEM = /^system:([a-z-]{1,32}):(on|off|automatic)$/;
const CORRECT = /^correct:(code|name):([0-9a-f]{24})$/;
const STATEMENT = /^statement:([a-z]{1,16}):(\d{4}-\d\d-\d\d)$/;
const PAYBACK = /^payback:(approved|refused|paid-out|failed):([0-9a-f]{24})$/;
const CLOSE = /^close:([0-9a-f]{24})$/;

export const switchDeed = (system: string, to: Standing) => `system:${system}:${to}`;
export const correctDeed = (what: 'code' | 'name', id: string) => `correct:${what}:${id}`;
/** It needs a code besides the reason. */
export const isCodeCorrection = ({ deed = '' }: Answers): boolean => CORRECT.exec(deed)?.[1] === 'code';
export const statementDeed = (gateway: GatewayName, day: string) => `statement:${gateway}:${day}`;
/** It needs a file, and its reason is its name. */
export const isStatement = ({ deed = '' }: Answers): boolean => STATEMENT.test(deed);
export const paybackDeed = (to: Decision, id: string) => `payback:${to}:${id}`;
export const closeDeed = (id: string) => `close:${id}`;

/** Null for what this version does not know. */
export function deedOf({ deed = '', nationalCode, fileId }: Answers): Deed | null {
  const [, system, standing] = SYSTEM.exec(deed) ?? [];
  const to = STANDINGS.find((one) => one === standing);
  if (system !== undefined && to) return switching(system, to);
  const [, what, about] = CORRECT.exec(deed) ?? [];
  if (about !== undefined)
    return correcting(new Types.ObjectId(about), what === 'code' ? (nationalCode ?? '') : null);
  const [, gateway, day] = STATEMENT.exec(deed) ?? [];
  if (gateway !== undefined && day !== undefined && isGateway(gateway))
    return comparing(gateway, day, fileId);
  const [, decision, payback] = PAYBACK.exec(deed) ?? [];
  if (payback !== undefined) return payingBack(decision as Decision, new Types.ObjectId(payback));
  const [, id] = CLOSE.exec(deed) ?? [];
  return id === undefined ? null : closing(new Types.ObjectId(id));
}

const switching = (system: string, to: Standing): Deed => ({
  usualReasons: to === 'off' ? ['announced', 'failures'] : ['back', 'trial'],
  describe: async ({ texts }) => texts.chat('system-will-switch', { name: systemName(texts, system), to }),
  async carryOut(visit, by, reason) {
    const { texts, services } = visit;
    const outcome = await services.systems.decide({ system, to, by, reason });
    if (outcome.type === 'not-staff') return staffOnly(visit);
    const key = outcome.type === 'decided' ? 'system-switched' : 'system-not-switched';
    return withReason(await systemCard(visit, by, system), texts.chat(key));
  },
});

const closing = (id: Types.ObjectId): Deed => ({
  usualReasons: ['spoken', 'seen', 'mistake'],
  describe: async ({ texts }) => texts.chat('case-will-close'),
  async carryOut(visit, by, reason) {
    const { texts, services } = visit;
    const outcome = await services.cases.close({ id, by, reason });
    if (outcome.type === 'not-staff') return staffOnly(visit);
    const key = outcome.type === 'closed' ? 'case-closed-now' : 'case-not-closed';
    return withReason(await caseCard(visit, by, id), texts.chat(key));
  },
});

/** `nationalCode`: null when the name is corrected. */
const correcting = (id: Types.ObjectId, nationalCode: string | null): Deed => ({
  usualReasons: nationalCode === null ? ['seen', 'mistake'] : ['card', 'mistyped'],
  describe: (visit) => (nationalCode === null ? ofName(visit) : ofCode(visit, nationalCode)),
  async carryOut(visit, by, reason) {
    const { texts, services } = visit;
    const correction = { case: id, by, reason };
    const outcome = await (nationalCode === null
      ? services.corrections.name(correction)
      : services.corrections.code({ ...correction, nationalCode }));
    if (outcome.type === 'not-staff') return staffOnly(visit);
    const { because = '', course = '' } = outcome.type === 'cannot-merge' ? outcome : {};
    const words = texts.chat(`correction-${outcome.type}`, { because, course });
    return withReason(await caseCard(visit, by, id), words);
  },
});

const comparing = (gateway: GatewayName, day: string, fileId = ''): Deed => ({
  usualReasons: [],
  describe: async ({ texts }) => texts.chat('statement-of', { gateway, at: startOfDay(day) }),
  carryOut: (visit, by) => compareStatement(visit, { by, gateway, day, fileId }),
});

const PAYBACK_REASONS: Record<Decision, readonly string[]> = {
  approved: ['seen'],
  refused: ['spoken', 'mistake'],
  // The bank's number, which only whoever paid it out knows.
  'paid-out': [],
  failed: ['spoken'],
};

const PAYBACK_ANSWERS: Partial<Record<string, string>> = {
  decided: 'payback-decided',
  'own-payback': 'payback-own',
};

const payingBack = (to: Decision, id: Types.ObjectId): Deed => ({
  usualReasons: PAYBACK_REASONS[to],
  describe: async ({ texts, services }) => {
    const { amountRials: amount = 0 } = (await services.paybacks.byId(id)) ?? {};
    return texts.chat('payback-will', { to, amount });
  },
  async carryOut(visit, by, reason) {
    const { texts, services } = visit;
    const outcome = await services.paybacks.decide({ id, by, to, reason });
    if (outcome.type === 'not-staff') return staffOnly(visit);
    const key = PAYBACK_ANSWERS[outcome.type] ?? 'payback-not-now';
    return withReason(await caseList(visit, by, 0), texts.chat(key));
  },
});

const ofName = async ({ texts }: Visit) => texts.chat('name-will-be-corrected');

/** Whoever is known by the code already is named, masked, before all goes to them. */
async function ofCode({ texts, services, caller }: Visit, nationalCode: string): Promise<string> {
  const masked = maskNationalCode(nationalCode);
  const by = caller.person?._id;
  const owner = by ? await services.corrections.ownerOf({ by, nationalCode }) : null;
  if (!owner) return texts.chat('code-will-be-corrected', { masked });
  const { firstName, lastName = '' } = owner;
  const name = firstName === undefined ? '' : maskName(firstName, lastName);
  return texts.chat('records-will-be-merged', { masked, name, isNamed: name === '' ? 'no' : 'yes' });
}
