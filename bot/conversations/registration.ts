/** What the two forms that register somebody share: why a course cannot be had, and what is shown when money lacks. */
import type { Types } from 'mongoose';
import type { Draft } from '../../models/draft.ts';
import type { Finding } from '../../services/admission/rules.ts';
import type { Availability } from '../../services/courses/rules.ts';
import type { CourseView } from '../../services/courses/service.ts';
import { gapToCharge } from '../../services/top-ups/rules.ts';
import { tap } from '../callback-data.ts';
import { refOf } from '../form-ref.ts';
import { isPersonal, refusalText } from '../screens/conditions.ts';
import { paymentParams } from '../screens/payment-under-way.ts';
import { payFrom, purseLine } from '../screens/purse.ts';
import type { Button } from '../view.ts';
import type { Visit } from '../visit.ts';
import type { Finish } from './form.ts';
import { otherPayer, type Purse, type Purses } from './purses.ts';

/** Why a chosen course cannot be had; a full one has a line. */
const REFUSALS: Record<Exclude<Availability, 'open' | 'full'>, string> = {
  'not-yet-open': 'course-not-yet-open',
  closed: 'course-closed',
  cancelled: 'course-cancelled',
};

/** Why not this course, or null: it is over for all, or it is not for this person. */
export function whyNot({ texts }: Visit, course: CourseView, findings: readonly Finding[]): string | null {
  const registration = findings.find((finding) => finding.rule === 'registration');
  if (registration) {
    const { availability, opensAt } = registration;
    return texts.chat(REFUSALS[availability], { title: course.title, opensAt });
  }
  const personal = findings.filter(isPersonal);
  return personal.length > 0 ? refusalText(texts, course, personal) : null;
}

/** Whether there is a seat: held for this form, or free. Who goes to pay is held one. */
export async function seatFor(
  { services }: Visit,
  draft: Draft,
  { beneficiary, course, isShort }: { beneficiary: Types.ObjectId; course: CourseView; isShort: boolean },
): Promise<{ type: 'held' | 'free' | 'none'; until?: Date }> {
  if (isShort) {
    const request = { course: course._id, person: beneficiary, draft: draft._id };
    const outcome = await services.seats.hold(request);
    return outcome.type === 'full' ? { type: 'none' } : outcome;
  }
  const held = draft.holdsSeat ? await services.seats.heldFor(draft._id) : null;
  if (held?.course.equals(course._id)) return { type: 'held', until: held.expiresAt };
  // The list may be of a moment ago; that somebody must wait is said of this moment.
  const isFree = course.availability === 'open' || (await services.seats.isFree(course._id));
  return { type: isFree ? 'free' : 'none' };
}

/** What a card at the end of a form is about. */
export interface Registering {
  draft: Draft;
  course: CourseView;
  purses: Purses;
  /** The one that was chosen. */
  purse: Purse;
  /** What stands above the money: course, trainee, remarks. */
  head: readonly string[];
  /** A seat is kept free for the form until then. */
  heldUntil?: Date;
}

/**
 * The chosen wallet is short (N4): both are shown, with every way on, and nothing is debited.
 * Who may have paid a moment ago is not asked to pay again.
 */
export async function shortOfTwo(visit: Visit, registering: Registering): Promise<Finish> {
  const { texts, services, caller } = visit;
  const { draft, course, purses, purse, head, heldUntil } = registering;
  const other = purses[otherPayer(purse.payer)];
  const payment = caller.person && (await services.topUps.underWay(caller.person));
  const whose = purse.payer === 'portal-user' ? 'portal' : purse.isOwn ? 'own' : 'trainee';
  const heldKey = draft.form === 'enrol-trainee' ? 'trainee-card-held' : 'enrol-card-held';
  const gap = gapToCharge(purse.shortRials, 0, services.topUps.limits);
  return {
    type: 'card',
    asked: 'payment',
    change: { operationId: null, holdsSeat: true },
    view: {
      text: [
        ...head,
        texts.chat('purse-short', { fee: course.feeRials, whose, short: purse.shortRials }),
        ...[purses['portal-user'], purses.trainee].map((one) => purseLine(texts, one)),
        ...(heldUntil ? [texts.chat(heldKey, { until: heldUntil })] : []),
        '',
        ...(payment ? [texts.chat('payment-under-way', paymentParams(payment)), ''] : []),
        texts.chat(other.shortRials === 0 ? 'purse-short-one' : 'purse-short-both'),
      ].join('\n'),
      buttons: [
        ...(payment ? [[{ text: texts.plain('button-paid'), data: tap.paid.pack() }]] : []),
        ...(other.shortRials === 0 ? [[payFrom(texts, other)]] : []),
        [{ text: texts.plain(`button-charge-${whose}`, { gap }), data: tap.chargeGap.pack(course.code) }],
        // While one of them suffices, that one has a button of its own.
        ...changeRows(visit, draft, other.shortRials > 0),
      ],
    },
  };
}

/** The last rows of a summary. */
export function changeRows({ texts }: Visit, draft: Draft, mayChangePayer: boolean): Button[][] {
  const changeCourse = { text: texts.plain('button-change-course'), data: tap.changeCourse.pack() };
  const changePayer = { text: texts.plain('button-change-payer'), data: tap.changeAnswer.pack('payer') };
  const cancel = { text: texts.plain('button-cancel'), data: tap.cancelForm.pack(refOf(draft)) };
  return mayChangePayer ? [[changeCourse, changePayer], [cancel]] : [[changeCourse, cancel]];
}
