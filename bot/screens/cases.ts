/** Staff's `/cases`: what waits for them, and one case with what is known of it. */
import { Types } from 'mongoose';
import type { CaseClosing, CaseKind, StaffCase } from '../../models/staff-case.ts';
import type { Decision } from '../../services/paybacks/service.ts';
import { tap } from '../callback-data.ts';
import type { Button, View } from '../view.ts';
import type { Visit } from '../visit.ts';
import { staffOnly } from './staff-only.ts';
import { traineeLine } from './trainee.ts';

export async function caseList(visit: Visit, by: Types.ObjectId, page: number): Promise<View> {
  const { texts, services } = visit;
  const found = await services.cases.list({ by, page });
  if (found.type === 'not-staff') return staffOnly(visit);
  const { cases, total, hasMore } = found;
  if (cases.length === 0 && page > 0) return caseList(visit, by, 0);
  return {
    text: total === 0 ? texts.chat('cases-none') : texts.chat('cases', { total }),
    buttons: [
      ...cases.map(({ _id, kind, openedAt: at }): Button[] => [
        { text: texts.plain('button-case', { kind, at }), data: tap.case.pack(_id.toHexString()) },
      ]),
      [
        ...(page > 0 ? [toPage(visit, 'button-previous', page - 1)] : []),
        ...(hasMore ? [toPage(visit, 'button-next', page + 1)] : []),
      ],
      [{ text: texts.plain('button-statements'), data: tap.gatewayStatements.pack() }],
      [{ text: texts.plain('button-home'), data: tap.home.pack() }],
    ].filter((row) => row.length > 0),
  };
}

const toPage = ({ texts }: Visit, key: string, page: number): Button => ({
  text: texts.plain(key),
  data: tap.cases.pack(String(page)),
});

export async function caseCard(visit: Visit, by: Types.ObjectId, id: Types.ObjectId): Promise<View> {
  const { texts, services } = visit;
  const found = await services.cases.byId({ by, id });
  // Also for who is not staff, who is told so by the list.
  if (!found) return caseList(visit, by, 0);
  const { kind, openedAt: at, closed } = found;
  const decisions = await decisionRows(visit, found);
  const close = { text: texts.plain('button-close-case'), data: tap.closeCase.pack(id.toHexString()) };
  return {
    text: [
      texts.chat('case-card', { kind, at }),
      ...(await personLine(visit, found)),
      ...factLines(visit, found),
      ...(closed ? [closedLine(visit, closed)] : []),
    ].join('\n'),
    buttons: [
      ...decisions,
      ...(closed || decisions.length > 0 ? [] : [...correctRow(visit, found), [close]]),
      [
        { text: texts.plain('button-cases'), data: tap.cases.pack('0') },
        { text: texts.plain('button-home'), data: tap.home.pack() },
      ],
    ],
  };
}

/** What is over by itself has our words for a reason, and not those of a person. */
const closedLine = ({ texts }: Visit, { at, by, reason }: CaseClosing): string =>
  by ? texts.chat('case-closed', { at, reason }) : texts.chat('case-over', { at });

/** It ends with a decision about the money, and not before. */
async function decisionRows({ texts, services }: Visit, { kind, subject }: StaffCase): Promise<Button[][]> {
  if (kind !== 'refund-requested' || !subject) return [];
  const payback = await services.paybacks.byId(new Types.ObjectId(subject.id));
  const row = (to: Decision): Button[] => [
    { text: texts.plain('button-decide-payback', { to }), data: tap.decidePayback.pack(to, subject.id) },
  ];
  if (payback?.state === 'requested') return [row('approved'), row('refused')];
  return payback?.state === 'approved' ? [row('paid-out'), row('failed')] : [];
}

const CORRECTIONS: Partial<Record<CaseKind, 'code' | 'name'>> = {
  'identity-rejected': 'code',
  'registry-differs': 'name',
};

function correctRow({ texts }: Visit, { _id, kind }: StaffCase): Button[][] {
  const what = CORRECTIONS[kind];
  if (!what) return [];
  const data = tap.correct.pack(what, _id.toHexString());
  return [[{ text: texts.plain(`button-correct-${what}`), data }]];
}

/** Masked: whoever decides needs to know the record, not to read it out in a chat. */
async function personLine({ texts, services }: Visit, { person }: StaffCase): Promise<string[]> {
  const about = person && (await services.identity.byId(person));
  return about ? [traineeLine(texts, about)] : [];
}

/** For what was cleared, or not known yet when the case was opened. */
const UNKNOWN = {
  ...{ platform: '', because: '', enrolments: 0, ours: '—', theirs: '—' },
  ...{ trackingCode: '—', amountRials: 0, gateway: '—', name: '—', found: '' },
};

function factLines({ texts }: Visit, { kind, facts }: StaffCase): string[] {
  if (!texts.has(`case-facts-${kind}`)) return [];
  return [texts.chat(`case-facts-${kind}`, { ...UNKNOWN, ...facts })];
}
