/**
 * Self-enrolment by the single window (N1): mobile → national code → course → card → receipt. A known person is asked
 * for the course only.
 */
import type { Draft } from '../../models/draft.ts';
import type { Person } from '../../models/person.ts';
import type { Finding } from '../../services/admission/rules.ts';
import type { Availability } from '../../services/courses/rules.ts';
import type { CourseView } from '../../services/courses/service.ts';
import { gapToCharge } from '../../services/top-ups/rules.ts';
import { personalWallet } from '../../services/wallet/accounts.ts';
import { tap } from '../callback-data.ts';
import { coursePrompt } from '../prompts/course.ts';
import { mobilePrompt } from '../prompts/mobile.ts';
import { nationalCodePrompt } from '../prompts/national-code.ts';
import { isPersonal, refusalText, remarkLines } from '../screens/conditions.ts';
import { courseLines } from '../screens/course-card.ts';
import { receipt } from '../screens/receipt.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';
import type { Finish, Form } from './form.ts';

export const enrolForm: Form = {
  name: 'enrol',
  titleKey: 'form-enrol',
  prompts: [mobilePrompt, nationalCodePrompt, coursePrompt],
  cards: ['confirm', 'payment'],
  finish,
};

/** Why a chosen course cannot be had; `open` can. */
const REFUSALS: Record<Exclude<Availability, 'open'>, string> = {
  full: 'course-full',
  'not-yet-open': 'course-not-yet-open',
  closed: 'course-closed',
  cancelled: 'course-cancelled',
};

async function finish(draft: Draft, visit: Visit): Promise<Finish> {
  const { texts, services, caller } = visit;
  const { person } = caller;
  if (!person) throw new Error('The enrolment form finished without a proven person');
  if (person.identity === 'rejected') {
    return { type: 'end', because: 'pointless', view: identityRejected(visit) };
  }
  const course = await services.courses.byCode(draft.answers.courseCode ?? '');
  if (!course) return { type: 'ask-again', forget: ['courseCode'], why: texts.chat('course-unknown') };
  const findings = await services.admission.judge(person._id, course);
  const own = findings.find((finding) => finding.rule === 'once');
  if (own) {
    const view = receipt(visit, 'already-enrolled', own.enrolment, course);
    return { type: 'end', because: 'pointless', view };
  }
  const why = whyNot(visit, course, findings);
  if (why !== null) {
    return { type: 'ask-again', forget: ['courseCode'], why: await withBalance(visit, person, why) };
  }
  // A free course asks nothing of the wallet, and its card shows no balance.
  const balance = course.feeRials === 0 ? 0 : await services.ledger.balanceOf(personalWallet(person._id));
  return balance < course.feeRials
    ? {
        type: 'card',
        asked: 'payment',
        change: { operationId: null },
        view: await shortCard(visit, { person, course, balance, findings }),
      }
    : confirmCard(visit, { person, course, balance, findings });
}

/** Why not this course, or null: it is over for all; or it is not for this person; or it has no seat left. */
function whyNot({ texts }: Visit, course: CourseView, findings: readonly Finding[]): string | null {
  const registration = findings.find((finding) => finding.rule === 'registration');
  if (registration) {
    const { availability, opensAt } = registration;
    return texts.chat(REFUSALS[availability], { title: course.title, opensAt });
  }
  const personal = findings.filter(isPersonal);
  if (personal.length > 0) return refusalText(texts, course, personal);
  const isFull = findings.some((finding) => finding.rule === 'capacity');
  return isFull ? texts.chat(REFUSALS.full, { title: course.title }) : null;
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
}

function confirmCard({ texts, ids }: Visit, { person, course, balance, findings }: Shown): Finish {
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
          : texts.chat('enrol-card-fee', { fee: course.feeRials, balance, left: balance - course.feeRials }),
        ...(remarks.length > 0 ? ['', ...remarks] : []),
        '',
        texts.chat('enrol-card-question'),
      ].join('\n'),
      buttons: [
        [{ text: texts.plain('button-confirm'), data: tap.confirm.pack(operationId) }],
        [
          { text: texts.plain('button-change-course'), data: tap.changeCourse.pack() },
          { text: texts.plain('button-cancel'), data: tap.cancelForm.pack('enrol') },
        ],
      ],
    },
  };
}

/** The registry has refused this code since the person was let in: nothing is enrolled on it, what was before stays. */
function identityRejected({ texts }: Visit): View {
  return {
    text: texts.chat('enrol-identity-rejected'),
    buttons: [
      [{ text: texts.plain('button-mine'), data: tap.myEnrolments.pack() }],
      [{ text: texts.plain('button-help'), data: tap.help.pack() }],
    ],
  };
}

/**
 * The wallet is short (N4): what is lacking, and one tap to charge exactly that. Somebody who may have paid a moment
 * ago is not asked to pay again.
 */
async function shortCard(visit: Visit, { person, course, balance, findings }: Shown): Promise<View> {
  const { texts, services } = visit;
  const gap = gapToCharge(course.feeRials, balance);
  const payment = await services.topUps.underWay(person);
  return {
    text: [
      ...courseLines(texts, course),
      ...remarkLines(texts, findings),
      texts.chat('enrol-card-short', { fee: course.feeRials, balance, gap }),
      ...(payment ? ['', texts.chat('payment-under-way', { amount: payment.amountRials })] : []),
    ].join('\n'),
    buttons: [
      ...(payment ? [[{ text: texts.plain('button-paid'), data: tap.paid.pack() }]] : []),
      [{ text: texts.plain('button-charge-gap', { gap }), data: tap.chargeGap.pack(course.code) }],
      [
        { text: texts.plain('button-change-course'), data: tap.changeCourse.pack() },
        { text: texts.plain('button-cancel'), data: tap.cancelForm.pack('enrol') },
      ],
    ],
  };
}
