/** Opens a payment and shows it: whose wallet, how much (N5), and the way to the gateway's page. */
import type { Types } from 'mongoose';
import type { Payer } from '../../models/enrolment.ts';
import type { Person } from '../../models/person.ts';
import type { TopUp } from '../../models/top-up.ts';
import type { CourseView } from '../../services/courses/service.ts';
import { maskName, maskNationalCode } from '../../services/identity/rules.ts';
import type { AmountRefusal } from '../../services/top-ups/limits.ts';
import type { Texts } from '../../texts/texts.ts';
import { tap } from '../callback-data.ts';
import { CAPABILITIES } from '../platforms/capabilities.ts';
import { paymentParams } from '../screens/payment-under-way.ts';
import { topUpRefusal } from '../screens/top-up-refusal.ts';
import { type Button, type View, withReason } from '../view.ts';
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
  /** What a button carries that tries once more, when no gateway answers. */
  again: string;
  /** For which centre a portal user charges the wallet of a trainee; else that of the course which waits. */
  centre?: Types.ObjectId;
}

/** What came of opening a payment, and what is shown of it. */
export type Opening =
  | { type: 'ready' | 'gateway-unavailable' | 'no-grant'; view: View }
  | { type: 'refused'; refusal: AmountRefusal; view: View };

export async function paymentCard(
  { texts, services, caller }: Visit,
  person: Person,
  { amountRials, wallet, waiting, again, centre = waiting?.course.centre }: Charge,
): Promise<Opening> {
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
  const { type } = started;
  if (type === 'no-grant') {
    const text = texts.chat(waiting ? 'no-grant' : 'charge-no-grant');
    return { type, view: { text, buttons: [back] } };
  }
  if (type === 'refused') {
    const { refusal } = started;
    const text = topUpRefusal(texts, refusal, { isOwn, mayWriteAnother: false });
    return { type, refusal, view: { text, buttons: [back] } };
  }
  if (type === 'gateway-unavailable') {
    const text = texts.chat('payment-unavailable', { code: started.topUp.trackingCode });
    return {
      type,
      view: { text, buttons: [[{ text: texts.plain('button-try-again'), data: again }], back] },
    };
  }
  const { beingChecked, topUp } = started;
  const id = topUp._id.toHexString();
  const mayPayInChat = services.topUps.takesInvoices && CAPABILITIES[caller.account.platform].paysInChat;
  const purposes = [
    ...(beingChecked ? [texts.chat('payment-second', paymentParams(beingChecked)), ''] : []),
    ...started.passedOver
      .slice(0, 1)
      .map((first) => texts.chat('payment-passed-over', { first, gateway: topUp.gateway ?? '' })),
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
      code: topUp.trackingCode,
    }),
    buttons: [
      ...(beingChecked ? [[checkButton(texts, beingChecked)]] : []),
      [{ text: texts.plain('button-pay', { amount: amountRials }), url: started.payUrl }],
      ...(mayPayInChat ? [[{ text: texts.plain('button-pay-in-chat'), data: tap.payInChat.pack(id) }]] : []),
      [{ text: texts.plain('button-paid'), data: tap.paidOf.pack(id) }],
      back,
    ],
  };
  return { type, view: purposes.length > 0 ? withReason(card, purposes.join('\n')) : card };
}

const checkButton = (texts: Texts, { _id }: TopUp): Button => ({
  text: texts.plain('button-check-earlier'),
  data: tap.paidOf.pack(_id.toHexString()),
});
