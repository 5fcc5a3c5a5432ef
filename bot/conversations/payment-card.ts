/** Opens a payment and shows it: whose wallet, how much (N5), and the way to the gateway's page. */
import type { Types } from 'mongoose';
import type { Payer } from '../../models/enrolment.ts';
import type { Person } from '../../models/person.ts';
import type { CourseView } from '../../services/courses/service.ts';
import { maskName, maskNationalCode } from '../../services/identity/rules.ts';
import { tap } from '../callback-data.ts';
import { topUpRefusal } from '../screens/top-up-refusal.ts';
import { type View, withReason } from '../view.ts';
import type { Visit } from '../visit.ts';

/** The form that waits for this money, and the course it is for. */
export interface WaitingForm {
  draft: Types.ObjectId;
  course: CourseView;
}

export interface Charge {
  amountRials: number;
  /** Which of the owner's wallets. */
  wallet: Payer;
  waiting?: WaitingForm;
  /** For which centre a portal user charges the wallet of a trainee; else that of the course which waits. */
  centre?: Types.ObjectId;
}

export async function paymentCard(
  { texts, services, caller }: Visit,
  person: Person,
  { amountRials, wallet, waiting, centre = waiting?.course.centre }: Charge,
): Promise<View> {
  const isOwn = caller.person?._id.equals(person._id) ?? false;
  const started = await services.topUps.start({
    person,
    ...(wallet === 'trainee' ? {} : { wallet }),
    ...(caller.person && centre && !isOwn ? { behalf: { by: caller.person, centre } } : {}),
    account: caller.account,
    amountRials,
    description: texts.bare('payment-description', { lastDigits: person.nationalCode.slice(-3) }),
    ...(waiting ? { resumeDraft: waiting.draft } : {}),
  });
  const back = waiting
    ? [{ text: texts.plain('button-resume'), data: tap.resume.pack() }]
    : [{ text: texts.plain('button-wallet'), data: tap.statement.pack(wallet, '0') }];
  if (started.type === 'no-grant') return { text: texts.chat('no-grant'), buttons: [back] };
  if (started.type === 'refused') {
    return { text: topUpRefusal(texts, started.refusal, isOwn), buttons: [back] };
  }
  if (started.type === 'gateway-unavailable') {
    const topUp = wallet === 'trainee' ? tap.topUp.pack() : tap.topUpPortal.pack();
    const again = waiting ? tap.chargeGap.pack(waiting.course.code) : topUp;
    return {
      text: texts.chat('payment-unavailable', { code: started.topUp.trackingCode }),
      buttons: [[{ text: texts.plain('button-try-again'), data: again }], back],
    };
  }
  const purposes = [
    ...started.passedOver
      .slice(0, 1)
      .map((first) => texts.chat('payment-passed-over', { first, gateway: started.topUp.gateway ?? '' })),
    ...(wallet === 'portal-user' ? [texts.chat('payment-for-portal')] : []),
    ...(waiting ? [texts.chat('payment-for-course', { title: waiting.course.title })] : []),
  ];
  const card = {
    text: texts.chat('payment-card', {
      whose: !isOwn ? 'another' : wallet === 'portal-user' ? 'portal' : 'own',
      owner: person.firstName
        ? maskName(person.firstName, person.lastName ?? '')
        : texts.plain(isOwn ? 'payment-owner-pending' : 'payment-another-pending'),
      nationalCode: maskNationalCode(person.nationalCode),
      amount: amountRials,
      code: started.topUp.trackingCode,
    }),
    buttons: [
      [{ text: texts.plain('button-pay', { amount: amountRials }), url: started.payUrl }],
      [{ text: texts.plain('button-paid'), data: tap.paid.pack() }],
      back,
    ],
  };
  return purposes.length > 0 ? withReason(card, purposes.join('\n')) : card;
}
