/** Charging one's own wallet: amount → whose wallet and how much (N5) → the gateway's payment page. */
import type { Types } from 'mongoose';
import type { Draft } from '../../models/draft.ts';
import type { Person } from '../../models/person.ts';
import { maskName, maskNationalCode } from '../../services/identity/rules.ts';
import { gapToCharge } from '../../services/top-ups/rules.ts';
import { tap } from '../callback-data.ts';
import { amountPrompt } from '../prompts/amount.ts';
import { mobilePrompt } from '../prompts/mobile.ts';
import { nationalCodePrompt } from '../prompts/national-code.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';
import type { Finish, Form } from './form.ts';

export const topUpForm: Form = {
  name: 'top-up',
  prompts: [mobilePrompt, nationalCodePrompt, amountPrompt],
  finish,
};

/** From here on the payment has a record of its own; the form has done its work. */
async function finish(draft: Draft, visit: Visit): Promise<Finish> {
  const { person } = visit.caller;
  if (!person) throw new Error('The top-up form finished without a proven person');
  return { type: 'end', view: await paymentCard(visit, person, draft.answers.amountRials ?? 0) };
}

/** Charges what the open enrolment form lacks; false when no form waits for money. */
export async function chargeGap(visit: Visit): Promise<boolean> {
  const { services, caller } = visit;
  const draft = await services.drafts.current(caller);
  const course = draft?.answers.courseCode ? await services.courses.byCode(draft.answers.courseCode) : null;
  if (!draft || !course || !caller.person || draft.asked !== 'payment') return false;
  const balance = await services.ledger.balanceOf(caller.person._id);
  if (balance >= course.feeRials) return false;
  const gap = gapToCharge(course.feeRials, balance);
  await visit.chat.replace(await paymentCard(visit, caller.person, gap, draft._id));
  return true;
}

async function paymentCard(
  { texts, services, caller }: Visit,
  person: Person,
  amountRials: number,
  resumeDraft?: Types.ObjectId,
): Promise<View> {
  const started = await services.topUps.start({
    person,
    account: caller.account,
    amountRials,
    description: texts.plain('payment-description', { lastDigits: person.nationalCode.slice(-3) }),
    ...(resumeDraft ? { resumeDraft } : {}),
  });
  const back = resumeDraft
    ? [{ text: texts.plain('button-resume'), data: tap.resume.pack() }]
    : [{ text: texts.plain('button-wallet'), data: tap.wallet.pack() }];
  if (started.type === 'gateway-unavailable')
    return { text: texts.chat('payment-unavailable'), buttons: [back] };
  return {
    text: texts.chat('payment-card', {
      owner: person.firstName ? maskName(person.firstName, person.lastName ?? '') : '—',
      code: maskNationalCode(person.nationalCode),
      amount: amountRials,
    }),
    buttons: [[{ text: texts.plain('button-pay', { amount: amountRials }), url: started.payUrl }], back],
  };
}
