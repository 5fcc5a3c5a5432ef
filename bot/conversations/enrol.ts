/**
 * Self-enrolment by the single window (N1): mobile → national code → course → card → receipt. A known person is asked
 * for the course only.
 */
import type { Draft } from '../../models/draft.ts';
import type { Person } from '../../models/person.ts';
import type { Finding } from '../../services/admission/rules.ts';
import type { CourseView } from '../../services/courses/service.ts';
import { gapToCharge } from '../../services/top-ups/rules.ts';
import { personalWallet } from '../../services/wallet/accounts.ts';
import { tap } from '../callback-data.ts';
import { BECOMING_KNOWN } from '../prompts/becoming-known.ts';
import { coursePrompt } from '../prompts/course.ts';
import { payerPrompt } from '../prompts/payer.ts';
import { remarkLines } from '../screens/conditions.ts';
import { courseLines } from '../screens/course-card.ts';
import { completeRow } from '../screens/identity.ts';
import { paymentParams } from '../screens/payment-under-way.ts';
import { alreadyIn } from '../screens/receipt.ts';
import type { Button, View } from '../view.ts';
import type { Visit } from '../visit.ts';
import type { Finish, Form } from './form.ts';
import { lineCard } from './full-course.ts';
import { pursesFor } from './purses.ts';
import { changeRows, seatFor, shortOfTwo, whyNot } from './registration.ts';

export const enrolForm: Form = {
  name: 'enrol',
  titleKey: 'form-enrol',
  prompts: [...BECOMING_KNOWN, coursePrompt, payerPrompt],
  cards: ['confirm', 'payment', 'line'],
  finish,
};

async function finish(draft: Draft, visit: Visit): Promise<Finish> {
  const { texts, services, caller } = visit;
  const { person } = caller;
  if (!person) throw new Error('The enrolment form finished without a proven person');
  if (person.identity === 'rejected') {
    return { type: 'end', because: 'pointless', view: await identityRejected(visit) };
  }
  const course = await services.courses.byCode(draft.answers.courseCode ?? '');
  if (!course) return { type: 'ask-again', forget: ['courseCode'], why: texts.chat('course-unknown') };
  const findings = await services.admission.judge(person._id, course);
  const own = findings.find((finding) => finding.rule === 'once');
  if (own) {
    const view = await alreadyIn(visit, person, own.enrolment, course);
    return { type: 'end', because: 'pointless', view };
  }
  const why = whyNot(visit, course, findings);
  if (why !== null) {
    return { type: 'ask-again', forget: ['courseCode'], why: await withBalance(visit, person, why) };
  }
  if (person.isPortalUser && course.feeRials > 0) {
    return ofTwoWallets(visit, { draft, person, course, findings });
  }
  // A free course asks nothing of the wallet, and its card shows no balance.
  const balance = course.feeRials === 0 ? 0 : await services.ledger.balanceOf(personalWallet(person._id));
  const seat = await seatFor(visit, draft, {
    beneficiary: person._id,
    course,
    isShort: balance < course.feeRials,
  });
  const shown = { person, course, balance, findings, ...(seat.until ? { heldUntil: seat.until } : {}) };
  if (seat.type === 'none') return lineCard(visit, 'enrol', await lineFor(visit, shown));
  if (balance >= course.feeRials) return confirmCard(visit, shown);
  return {
    type: 'card',
    asked: 'payment',
    change: { operationId: null, holdsSeat: true },
    view: await shortCard(visit, shown),
  };
}

/** Somebody who has just paid for what is full now reads where the money is. */
async function lineFor({ texts, services }: Visit, { person, course, findings }: Shown) {
  const balance = await services.ledger.balanceOf(personalWallet(person._id));
  const kept = balance > 0 ? [texts.chat('course-balance-kept', { balance })] : [];
  const wallet = texts.plain('wallet-name', { whose: 'mine' });
  return { course, whose: 'own' as const, wallet, more: [...remarkLines(texts, findings), ...kept] };
}

/** Somebody who has just paid for what they cannot have reads where the money is. */
async function withBalance({ texts, services }: Visit, person: Person, why: string): Promise<string> {
  const balance = await services.ledger.balanceOf(personalWallet(person._id));
  return balance > 0 ? `${why}\n${texts.chat('course-balance-kept', { balance })}` : why;
}

/** What the cards at the end of the form show. */
interface Shown {
  person: Person;
  course: CourseView;
  balance: number;
  findings: readonly Finding[];
  /** A seat is kept free for the form until then. */
  heldUntil?: Date;
}

const heldLine = ({ texts }: Visit, { heldUntil }: Shown): string[] =>
  heldUntil ? [texts.chat('enrol-card-held', { until: heldUntil })] : [];

/** What is different on the card of a person with two wallets. */
interface OfTwo {
  /** Text of the fee and of the wallet that pays it. */
  key: string;
  /** How the card can be changed. */
  rows: Button[][];
}

function confirmCard(
  visit: Visit,
  shown: Shown,
  { key, rows }: OfTwo = { key: 'enrol-card-fee', rows: [changeRow(visit)] },
): Finish {
  const { texts, ids } = visit;
  const { person, course, balance, findings } = shown;
  const remarks = remarkLines(texts, findings);
  const operationId = ids.operation();
  return {
    type: 'card',
    asked: 'confirm',
    change: { operationId, quotedFeeRials: course.feeRials },
    view: {
      text: [
        ...courseLines(texts, course),
        person.firstName
          ? texts.chat('enrol-card-name', { name: `${person.firstName} ${person.lastName ?? ''}`.trim() })
          : texts.chat('enrol-card-name-pending'),
        course.feeRials === 0
          ? texts.chat('enrol-card-free')
          : texts.chat(key, { fee: course.feeRials, balance, left: balance - course.feeRials }),
        ...heldLine(visit, shown),
        ...(remarks.length > 0 ? ['', ...remarks] : []),
        '',
        texts.chat('enrol-card-question'),
      ].join('\n'),
      buttons: [[{ text: texts.plain('button-confirm'), data: tap.confirm.pack(operationId) }], ...rows],
    },
  };
}

/** A portal user may pay from either wallet, also for themselves (N4). */
async function ofTwoWallets(
  visit: Visit,
  { draft, person, course, findings }: Omit<Shown, 'balance'> & { draft: Draft },
): Promise<Finish> {
  const { texts } = visit;
  const purses = await pursesFor(visit, person._id, course.feeRials);
  const purse = purses[draft.answers.payer ?? 'trainee'];
  const isShort = purse.shortRials > 0;
  const seat = await seatFor(visit, draft, { beneficiary: person._id, course, isShort });
  const isPortal = purse.payer === 'portal-user';
  if (seat.type === 'none') {
    const wallet = texts.plain('wallet-name', { whose: isPortal ? 'my-portal' : 'mine' });
    return lineCard(visit, 'enrol', { course, whose: 'own', wallet, more: remarkLines(texts, findings) });
  }
  const heldUntil = seat.until ? { heldUntil: seat.until } : {};
  if (isShort) {
    const head = [...courseLines(texts, course), ...remarkLines(texts, findings)];
    return shortOfTwo(visit, { draft, course, purses, purse, head, ...heldUntil });
  }
  const card = { person, course, balance: purse.balanceRials, findings, ...heldUntil };
  const key = isPortal ? 'enrol-card-fee-portal' : 'enrol-card-fee';
  return confirmCard(visit, card, { key, rows: changeRows(visit, draft, true) });
}

/** The registry has refused this code since the person was let in: nothing is enrolled on it, what was before stays. */
async function identityRejected(visit: Visit): Promise<View> {
  const { texts } = visit;
  return {
    text: texts.chat('enrol-identity-rejected'),
    buttons: [
      ...(await completeRow(visit)),
      [{ text: texts.plain('button-mine'), data: tap.myEnrolments.pack() }],
      [{ text: texts.plain('button-help'), data: tap.help.pack() }],
    ],
  };
}

/**
 * The wallet is short (N4): what is lacking, and one tap to charge exactly that. Somebody who may have paid a moment
 * ago is not asked to pay again.
 */
async function shortCard(visit: Visit, shown: Shown): Promise<View> {
  const { person, course, balance, findings } = shown;
  const { texts, services } = visit;
  const gap = gapToCharge(course.feeRials, balance, services.topUps.limits);
  const payment = await services.topUps.underWay(person);
  return {
    text: [
      ...courseLines(texts, course),
      ...remarkLines(texts, findings),
      texts.chat('enrol-card-short', { fee: course.feeRials, balance, gap }),
      ...heldLine(visit, shown),
      ...(payment ? ['', texts.chat('payment-under-way', paymentParams(payment))] : []),
    ].join('\n'),
    buttons: [
      ...(payment ? [[{ text: texts.plain('button-paid'), data: tap.paid.pack() }]] : []),
      [{ text: texts.plain('button-charge-gap', { gap }), data: tap.chargeGap.pack(course.code) }],
      changeRow(visit),
    ],
  };
}

const changeRow = ({ texts }: Visit): Button[] => [
  { text: texts.plain('button-change-course'), data: tap.changeCourse.pack() },
  { text: texts.plain('button-cancel'), data: tap.cancelForm.pack('enrol') },
];
