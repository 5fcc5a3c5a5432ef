/** The national code; with the mobile it tells who the person is, so it is proven before it counts as answered (N1). */
import { maskNationalCode } from '../../services/identity/rules.ts';
import { tap } from '../callback-data.ts';
import { menuKeys } from '../screens/menu-keys.ts';
import type { Prompt, Reading } from './prompt.ts';
import { isOffered, offerZeros, readTypedCode, TYPED_CODE } from './typed-code.ts';

export const nationalCodePrompt: Prompt = {
  id: 'national-code',
  answers: TYPED_CODE,

  isAnswered: (_draft, { caller }) => caller.person !== null,

  async ask({ answers }, visit) {
    const { texts } = visit;
    const { nationalCode } = answers;
    if (isOffered(answers)) return offerZeros(answers, visit);
    // Given, but the mobile-ownership service did not answer: nothing needs to be typed again.
    if (nationalCode !== undefined) {
      return {
        text: texts.chat('identity-cannot-check-now', { code: maskNationalCode(nationalCode) }),
        buttons: [[{ text: texts.plain('button-check-again'), data: tap.checkAgain.pack() }]],
      };
    }
    return { text: texts.chat('national-code-question'), keys: [] };
  },

  /** Proven: by name when the registry answered, else with the promise that the name follows (N2). */
  acknowledge({ caller, texts }) {
    if (!caller.person) return null;
    const { firstName, lastName } = caller.person;
    const text = firstName
      ? texts.chat('identity-proven', { name: `${firstName} ${lastName ?? ''}`.trim() })
      : texts.chat('identity-proven-name-pending');
    return { text, keys: menuKeys(texts, caller.person) };
  },

  async read(input, visit, draft) {
    if (input.kind === 'contact') return { type: 'wrong', key: 'national-code-not-contact' };
    if (input.kind !== 'text') return { type: 'wrong', key: 'national-code-expected' };
    if (input.forwarded) return { type: 'wrong', key: 'national-code-forwarded' };
    const typed = readTypedCode(input.text, draft.answers);
    return typed.type === 'national-code' ? prove(typed.nationalCode) : typed;

    async function prove(nationalCode: string): Promise<Reading> {
      const { account } = visit.caller;
      const mobile = draft.answers.mobile ?? '';
      const outcome = await visit.services.identity.prove({ account, nationalCode, mobile });
      switch (outcome.type) {
        case 'proven':
          visit.caller = { account: { ...account, person: outcome.person._id }, person: outcome.person };
          return { type: 'answer', answers: { nationalCode }, forget: ['zerosMissing'] };
        // Decided against a code that may have been kept while the service was down: it is not to be asked again.
        case 'mobile-of-another':
          return {
            type: 'wrong',
            key: 'identity-mismatch',
            params: { code: maskNationalCode(nationalCode) },
            forget: TYPED_CODE,
          };
        case 'code-taken':
          return {
            type: 'wrong',
            key: 'identity-code-taken',
            params: { code: maskNationalCode(nationalCode) },
            forget: TYPED_CODE,
          };
        case 'too-many-attempts':
          return { type: 'wrong', key: 'identity-too-many', forget: TYPED_CODE, blameless: true };
        case 'unknown-code':
          return { type: 'wrong', key: 'identity-unknown', forget: TYPED_CODE };
        case 'deceased':
          return { type: 'wrong', key: 'identity-deceased', forget: TYPED_CODE };
        case 'cannot-check-now':
          return draft.answers.nationalCode === nationalCode && !isOffered(draft.answers)
            ? { type: 'wrong', key: 'identity-still-cannot-check', blameless: true }
            : { type: 'answer', answers: { nationalCode }, forget: ['zerosMissing'] };
      }
    }
  },
};
