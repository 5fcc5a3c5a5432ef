/** What a person does to an enrolment they have: look at it, withdraw, say whether it is them. */
import { Types } from 'mongoose';
import type { WithdrawOutcome } from '../../services/enrolments/outcomes.ts';
import { tap } from '../callback-data.ts';
import { beginningWith } from '../chat.ts';
import { enrolmentCard, whoseWords, withdrawLabel } from '../screens/enrolment-card.ts';
import { walletName } from '../screens/wallet-name.ts';
import { withReason } from '../view.ts';
import type { Visit } from '../visit.ts';

/** False when there is no such enrolment for this person to see. */
export async function showEnrolment(visit: Visit, id: string, why?: string): Promise<boolean> {
  const seen = await look(visit, id);
  if (seen) await visit.chat.replace(withReason(await enrolmentCard(visit, seen), why));
  return seen !== null;
}

/** Null when it is none that this person may see. */
export async function look({ services, caller }: Visit, id: string) {
  return caller.person && services.enrolments.lookAt(new Types.ObjectId(id), caller.person);
}

/** Shows exactly what comes back, and to which wallet, before anything happens. */
export async function askToWithdraw(visit: Visit, id: string): Promise<boolean> {
  const seen = await look(visit, id);
  if (!seen) return false;
  const { enrolment, course, withdrawal } = seen;
  if (withdrawal.type === 'refused') return showEnrolment(visit, id, noWithdrawal(visit, withdrawal.because));
  const { texts } = visit;
  const wallet = walletName(visit, enrolment);
  const whose = whoseWords(visit, enrolment);
  const params = { title: course.title, refund: withdrawal.refundRials, wallet, whose };
  await visit.chat.replace({
    text: texts.chat(enrolment.status === 'active' ? 'withdraw-question' : 'leave-line-question', params),
    buttons: [
      [
        {
          text: texts.plain(`${withdrawLabel(enrolment)}-yes`, { whose }),
          data: tap.withdraw.pack(id, String(withdrawal.refundRials)),
        },
      ],
      [{ text: texts.plain('button-keep'), data: tap.enrolment.pack(id) }],
    ],
  });
  return true;
}

const noWithdrawal = ({ texts }: Visit, because: 'ended' | 'too-late') =>
  texts.chat(because === 'too-late' ? 'withdraw-too-late' : 'withdraw-nothing-left');

export async function withdrawEnrolment(visit: Visit, id: string, refund: string): Promise<boolean> {
  const { person, account } = visit.caller;
  if (!person || !(await look(visit, id))) return false;
  const outcome = await visit.services.enrolments.withdraw({
    enrolment: new Types.ObjectId(id),
    by: person,
    account,
    shownRefundRials: Number(refund),
  });
  return tellWithdrawal(visit, id, outcome);
}

async function tellWithdrawal(visit: Visit, id: string, outcome: WithdrawOutcome): Promise<boolean> {
  const { texts, services, caller } = visit;
  switch (outcome.type) {
    case 'withdrawn': {
      const shown = await showEnrolment(visit, id, texts.chat('withdraw-done'));
      await services.enrolments.shown(outcome.enrolment, caller.account);
      return shown;
    }
    case 'refused':
      return showEnrolment(visit, id, noWithdrawal(visit, outcome.because));
    case 'refund-changed':
      visit.chat = changedFirst(visit);
      return askToWithdraw(visit, id);
  }
}

const changedFirst = (visit: Visit) => beginningWith(visit.texts.chat('withdraw-changed'), visit.chat);

export async function answerConsent(visit: Visit, id: string, isMe: boolean): Promise<boolean> {
  const { person } = visit.caller;
  if (!person) return false;
  const enrolment = new Types.ObjectId(id);
  const outcome = await visit.services.enrolments.answerConsent({ enrolment, person, isMe });
  if (outcome.type === 'nothing-to-answer') return showEnrolment(visit, id);
  return showEnrolment(visit, id, visit.texts.chat(isMe ? 'consent-given' : 'consent-refused'));
}
