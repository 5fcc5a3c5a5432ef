/**
 * Who pays (N4): both wallets are shown before one is chosen. Asked of portal users only, since nobody else has two, and
 * not for a course that is free.
 */
import type { Payer } from '../../models/enrolment.ts';
import { beneficiaryOf, pursesFor } from '../conversations/purses.ts';
import { payFrom, purseLine } from '../screens/purse.ts';
import type { Prompt } from './prompt.ts';

const PAYERS: readonly Payer[] = ['portal-user', 'trainee'];

export const payerPrompt: Prompt = {
  id: 'payer',
  answers: ['payer'],

  async isAnswered({ form, answers }, { caller, services }) {
    if (answers.payer !== undefined) return true;
    if (form !== 'enrol-trainee' && !caller.person?.isPortalUser) return true;
    const course = await services.courses.byCode(answers.courseCode ?? '');
    return course === null || course.feeRials === 0;
  },

  async ask(draft, visit) {
    const { texts, services } = visit;
    const course = await services.courses.byCode(draft.answers.courseCode ?? '');
    const beneficiary = beneficiaryOf(draft, visit);
    if (!course || !beneficiary) throw new Error('It is known whom and what a payer pays for');
    const purses = await pursesFor(visit, beneficiary, course.feeRials);
    const shown = PAYERS.map((payer) => purses[payer]);
    return {
      text: [
        texts.chat('payer-question', { title: course.title, fee: course.feeRials }),
        ...shown.map((purse) => purseLine(texts, purse)),
      ].join('\n'),
      buttons: shown.map((purse) => [payFrom(texts, purse)]),
    };
  },

  async read(input) {
    const payer = input.kind === 'choice' ? PAYERS.find((one) => one === input.value) : undefined;
    return payer ? { type: 'answer', answers: { payer } } : { type: 'wrong', key: 'payer-expected' };
  },
};
