/**
 * Self-enrolment by the single window (N1): mobile → national code → course → card → receipt. A known person is asked
 * for the course only.
 */
import type { Draft } from '../../models/draft.ts';
import type { Person } from '../../models/person.ts';
import type { Availability } from '../../services/courses/rules.ts';
import type { CourseView } from '../../services/courses/service.ts';
import { gapToCharge } from '../../services/top-ups/rules.ts';
import { personalWallet } from '../../services/wallet/accounts.ts';
import { tap } from '../callback-data.ts';
import { coursePrompt } from '../prompts/course.ts';
import { mobilePrompt } from '../prompts/mobile.ts';
import { nationalCodePrompt } from '../prompts/national-code.ts';
import { courseParams } from '../screens/course-card.ts';
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
  const existing = await services.enrolments.live(person._id, course._id);
  if (existing) {
    const view = receipt(visit, 'already-enrolled', existing, course);
    return { type: 'end', because: 'pointless', view };
  }
  const { availability } = course;
  if (availability !== 'open') {
    return {
      type: 'ask-again',
      forget: ['courseCode'],
      why: await refusal(visit, person, { ...course, availability }),
    };
  }
  // A free course asks nothing of the wallet, and its card shows no balance.
  const balance = course.feeRials === 0 ? 0 : await services.ledger.balanceOf(personalWallet(person._id));
  return balance < course.feeRials
    ? {
        type: 'card',
        asked: 'payment',
        change: { operationId: null },
        view: await shortCard(visit, person, course, balance),
      }
    : confirmCard(visit, person, course, balance);
}

/** Why the course cannot be had; somebody who has just paid for it reads where the money is. */
async function refusal(
  { texts, services }: Visit,
  person: Person,
  course: CourseView & { availability: keyof typeof REFUSALS },
): Promise<string> {
  const params = { title: course.title, opensAt: course.registrationOpensAt };
  const why = texts.chat(REFUSALS[course.availability], params);
  const balance = await services.ledger.balanceOf(personalWallet(person._id));
  return balance > 0 ? `${why}\n${texts.chat('course-balance-kept', { balance })}` : why;
}

function confirmCard(visit: Visit, person: Person, course: CourseView, balance: number): Finish {
  const { texts, ids } = visit;
  const operationId = ids.operation();
  return {
    type: 'card',
    asked: 'confirm',
    change: { operationId, quotedFeeRials: course.feeRials },
    view: {
      text: [
        texts.chat('enrol-card', courseParams(texts, course)),
        person.firstName
          ? texts.chat('enrol-card-name', { name: `${person.firstName} ${person.lastName ?? ''}`.trim() })
          : texts.chat('enrol-card-name-pending'),
        course.feeRials === 0
          ? texts.chat('enrol-card-free')
          : texts.chat('enrol-card-fee', { fee: course.feeRials, balance, left: balance - course.feeRials }),
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
async function shortCard(visit: Visit, person: Person, course: CourseView, balance: number): Promise<View> {
  const { texts, services } = visit;
  const gap = gapToCharge(course.feeRials, balance);
  const payment = await services.topUps.underWay(person);
  return {
    text: [
      texts.chat('enrol-card', courseParams(texts, course)),
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
