/** The number that a one-time code is to be sent to, for clients that cannot share a contact (N1). */
import { readMobile } from '../../services/identity/rules.ts';
import type { SendCodeOutcome } from '../../services/mobile-codes/service.ts';
import type { Visit } from '../visit.ts';
import type { Prompt, Reading } from './prompt.ts';

export const textedMobilePrompt: Prompt = {
  id: 'texted-mobile',
  answers: ['mobileCode'],

  isAnswered: ({ answers }, { caller }) =>
    caller.person !== null || answers.byText !== true || answers.mobileCode !== undefined,

  ask: async (_draft, { texts }) => ({ text: texts.chat('texted-mobile-question'), keys: [] }),

  async read(input, visit) {
    if (input.kind === 'contact' && input.holder === 'own') return byContact(input.phoneNumber);
    const mobile = input.kind === 'text' ? readMobile(input.text) : null;
    return mobile
      ? readingOf(await sendCode(visit, mobile))
      : { type: 'wrong', key: 'texted-mobile-expected' };
  },
};

/** Shared after all: better than any code. */
function byContact(phoneNumber: string): Reading {
  const mobile = readMobile(phoneNumber);
  if (!mobile) return { type: 'wrong', key: 'mobile-not-iranian' };
  return { type: 'answer', answers: { mobile }, forget: ['byText', 'mobileCode'] };
}

export function sendCode({ services, caller, texts }: Visit, mobile: string): Promise<SendCodeOutcome> {
  const wordsWith = (code: string) => texts.bare('sms-mobile-code', { code });
  return services.mobileCodes.send({ account: caller.account, mobile, wordsWith });
}

export function readingOf(outcome: SendCodeOutcome): Reading {
  switch (outcome.type) {
    case 'sent':
      return { type: 'answer', answers: { mobileCode: outcome.code.toHexString() } };
    case 'too-many':
      return { type: 'wrong', key: 'mobile-code-too-many', blameless: true };
    case 'not-reachable':
      return { type: 'wrong', key: 'mobile-code-not-reachable' };
    case 'cannot-send-now':
      return { type: 'wrong', key: 'mobile-code-cannot-send', blameless: true };
  }
}
