/** The code that was sent by SMS: who types it has the phone of that number (N1). */
import { Types } from 'mongoose';
import type { Answers } from '../../models/draft.ts';
import { asciiDigits, bareDigits } from '../../services/identity/digits.ts';
import { tap } from '../callback-data.ts';
import type { Visit } from '../visit.ts';
import type { Prompt, Reading } from './prompt.ts';
import { readingOf, sendCode } from './texted-mobile.ts';

export const mobileCodePrompt: Prompt = {
  id: 'mobile-code',
  answers: [],

  isAnswered: ({ answers }, { caller }) => caller.person !== null || answers.byText !== true,

  async ask({ answers }, visit) {
    const { texts, services, caller } = visit;
    const mobile = (await services.mobileCodes.mobileOf(sentOf(answers), caller.account)) ?? '';
    return {
      text: texts.chat('mobile-code-question', { ending: mobile.slice(-4) }),
      buttons: [[{ text: texts.plain('button-code-again'), data: tap.sendCodeAgain.pack() }]],
    };
  },

  async read(input, visit, { answers }) {
    const sent = sentOf(answers);
    if (input.kind === 'choice') return sendAgain(visit, sent);
    const digits = input.kind === 'text' ? codeIn(input.text) : null;
    if (digits === null) return { type: 'wrong', key: 'mobile-code-expected' };
    const outcome = await visit.services.mobileCodes.check({ account: visit.caller.account, sent, digits });
    switch (outcome.type) {
      case 'proven':
        return {
          type: 'answer',
          answers: { mobile: outcome.mobile },
          forget: ['byText', 'mobileCode'],
        };
      case 'wrong':
        return { type: 'wrong', key: 'mobile-code-wrong', params: { left: outcome.triesLeft } };
      case 'over':
        return { type: 'ask-again', forget: ['mobileCode'], why: visit.texts.chat('mobile-code-over') };
    }
  },
};

/** Typed, or with the whole SMS around it. */
function codeIn(text: string): string | null {
  const typed = bareDigits(text);
  if (typed?.length === 6) return typed;
  const found = new Set(asciiDigits(text).match(/(?<!\d)\d{6}(?!\d)/g));
  const [code = null] = found;
  return found.size === 1 ? code : null;
}

async function sendAgain(visit: Visit, sent: Types.ObjectId): Promise<Reading> {
  const { services, caller, texts } = visit;
  const mobile = await services.mobileCodes.mobileOf(sent, caller.account);
  if (!mobile) return { type: 'ask-again', forget: ['mobileCode'], why: texts.chat('mobile-code-over') };
  const outcome = await sendCode(visit, mobile);
  if (outcome.type === 'sent' && !outcome.isNew)
    return { type: 'wrong', key: 'mobile-code-under-way', blameless: true };
  return readingOf(outcome);
}

/** Whichever the form names; none is found by a new id. */
const sentOf = ({ mobileCode }: Answers) => new Types.ObjectId(mobileCode);
