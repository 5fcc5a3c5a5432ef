/** What a person taps around a payment: charge what the form lacks, "I have paid". */
import type { Person } from '../../models/person.ts';
import type { TopUp } from '../../models/top-up.ts';
import { gapToCharge } from '../../services/top-ups/rules.ts';
import { tap } from '../callback-data.ts';
import { paymentParams } from '../screens/payment-under-way.ts';
import { wallet } from '../screens/wallet.ts';
import { withReason } from '../view.ts';
import type { Visit } from '../visit.ts';
import { resume } from './engine.ts';
import { paymentCard } from './payment-card.ts';
import { beneficiaryOf, pursesFor } from './purses.ts';

/** Charges what the open enrolment form lacks; false when no form waits for money for this course. */
export async function chargeGap(visit: Visit, courseCode: string): Promise<boolean> {
  const { services, caller } = visit;
  const draft = await services.drafts.current(caller);
  // An older card names another course, at another price.
  if (draft?.answers.courseCode !== courseCode || draft.asked !== 'payment') return false;
  const course = await services.courses.byCode(courseCode);
  if (!course || !caller.person) return false;
  // Held by another chat: there is one link, and the chat that holds the form has it.
  if (!draft.heldBy.equals(caller.account._id)) return resume(visit);
  const beneficiary = beneficiaryOf(draft, visit);
  if (!beneficiary) return false;
  const purse = (await pursesFor(visit, beneficiary, course.feeRials))[draft.answers.payer ?? 'trainee'];
  const owner = purse.isOwn ? caller.person : await services.identity.byId(beneficiary);
  if (purse.shortRials === 0 || !owner) return false;
  const gap = gapToCharge(purse.shortRials, 0, services.topUps.limits);
  // While the person pays, the form is not left alone.
  await services.drafts.write(draft, {});
  const waiting = { draft: draft._id, course };
  const again = tap.chargeGap.pack(courseCode);
  const charge = { amountRials: gap, wallet: purse.payer, waiting, again };
  const { view } = await paymentCard(visit, owner, charge);
  await visit.chat.replace(view);
  return true;
}

/** The payment of this card has ended, and the notice of it has said how. */
async function showNoneUnderWay(visit: Visit): Promise<boolean> {
  const { person } = visit.caller;
  const why = visit.texts.chat('payment-none-under-way');
  if (await resume(visit, why)) return true;
  if (person) await visit.chat.show(withReason(await wallet(visit, person), why));
  return person !== null;
}

/** "I have paid" (`id`: this one; else the newest): the gateway is asked at once; what it says of a finished payment comes as the notice of it. */
export async function checkPayment(visit: Visit, id?: string): Promise<boolean> {
  const { services, caller } = visit;
  const { topUps } = services;
  const underWay = (person: Person) =>
    id === undefined ? topUps.underWay(person) : topUps.underWayOf(person, id);
  const payment = caller.person && (await underWay(caller.person));
  if (!payment?.sessionId || !payment.gateway) return showNoneUnderWay(visit);
  await visit.chat.typing();
  const outcome = await services.topUps.returned(payment.gateway, payment.sessionId);
  // The notice of its end goes to the chat where it was begun; another chat has to be told here.
  if (outcome?.type !== 'being-checked')
    return payment.account.equals(caller.account._id) || showNoneUnderWay(visit);
  return showPaymentBeingChecked(visit, payment);
}

export async function showPaymentBeingChecked(visit: Visit, payment: TopUp): Promise<true> {
  const { texts } = visit;
  await visit.chat.show({
    text: texts.chat('payment-being-checked', paymentParams(payment)),
    buttons: [
      [{ text: texts.plain('button-check-again'), data: tap.paidOf.pack(payment._id.toHexString()) }],
      ...(payment.payUrl ? [[{ text: texts.plain('button-back-to-payment'), url: payment.payUrl }]] : []),
    ],
  });
  return true;
}
