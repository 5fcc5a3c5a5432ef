/** What a person taps around a payment: charge what the form lacks, "I have paid". */
import { gapToCharge } from '../../services/top-ups/rules.ts';
import { tap } from '../callback-data.ts';
import type { Visit } from '../visit.ts';
import { resume } from './engine.ts';
import { paymentCard } from './payment-card.ts';

/** Charges what the open enrolment form lacks; false when no form waits for money. */
export async function chargeGap(visit: Visit): Promise<boolean> {
  const { services, caller } = visit;
  const draft = await services.drafts.current(caller);
  const course = draft?.answers.courseCode ? await services.courses.byCode(draft.answers.courseCode) : null;
  if (!draft || !course || !caller.person || draft.asked !== 'payment') return false;
  // Held by another chat: there is one link, and the chat that holds the form has it.
  if (!draft.heldBy.equals(caller.account._id)) return resume(visit);
  const balance = await services.ledger.balanceOf(caller.person._id);
  if (balance >= course.feeRials) return false;
  const gap = gapToCharge(course.feeRials, balance);
  // While the person pays, the form is not left alone.
  await services.drafts.write(draft, {});
  await visit.chat.replace(await paymentCard(visit, caller.person, gap, draft._id));
  return true;
}

/** "I have paid": the gateway is asked at once; what it says of a finished payment comes as the notice of it. */
export async function checkPayment(visit: Visit): Promise<boolean> {
  const { services, caller, texts } = visit;
  const payment = caller.person && (await services.topUps.underWay(caller.person));
  if (!payment?.sessionId) return resume(visit);
  await visit.chat.typing();
  const outcome = await services.topUps.returned(payment.sessionId);
  if (outcome?.type !== 'being-checked') return true;
  await visit.chat.show({
    text: texts.chat('payment-being-checked', { amount: payment.amountRials, until: outcome.until }),
    buttons: [
      [{ text: texts.plain('button-check-again'), data: tap.paid.pack() }],
      ...(payment.payUrl ? [[{ text: texts.plain('button-back-to-payment'), url: payment.payUrl }]] : []),
    ],
  });
  return true;
}
