/**
 * The trainee's mobile, or the target group for which they have none (N6). With the code it tells who they are; once
 * that is proven, the form keeps neither, only whom they belong to.
 */
import type { EnterOutcome } from '../../services/identity/enter.ts';
import { EXEMPTION_GROUPS, type ExemptionGroup } from '../../services/identity/exemptions.ts';
import { maskNationalCode, readMobile } from '../../services/identity/rules.ts';
import { tap } from '../callback-data.ts';
import type { Input } from '../input.ts';
import type { Button } from '../view.ts';
import type { Visit } from '../visit.ts';
import type { Prompt, Reading } from './prompt.ts';

export const traineeMobilePrompt: Prompt = {
  id: 'trainee-mobile',
  answers: ['mobile', 'trainee'],

  isAnswered: ({ answers }) => answers.trainee !== undefined,

  async ask({ answers }, visit) {
    const { texts } = visit;
    const params = { nationalCode: maskNationalCode(answers.nationalCode ?? '') };
    // Given, but the mobile-ownership service did not answer: nothing needs to be typed again.
    if (answers.mobile !== undefined) {
      return {
        text: texts.chat('trainee-cannot-check-now', params),
        buttons: [[{ text: texts.plain('button-check-again'), data: tap.checkAgain.pack() }]],
      };
    }
    const groups = await exemptionButtons(visit);
    const key = groups.length > 0 ? 'trainee-mobile-or-group' : 'trainee-mobile-question';
    return { text: texts.chat(key, params), buttons: groups };
  },

  async read(input, visit, { answers }) {
    const { person } = visit.caller;
    const { nationalCode } = answers;
    if (!person || nationalCode === undefined) throw new Error('A trainee is entered by somebody, by a code');
    const contact = readContact(input);
    if (!contact) return { type: 'wrong', key: 'trainee-mobile-expected' };
    const outcome = await visit.services.identity.enter({ by: person, nationalCode, ...contact });
    const isRepeated = 'mobile' in contact && contact.mobile === answers.mobile;
    return readingOf(outcome, visit, { ...contact, nationalCode, isRepeated });
  },
};

/** The groups are offered where one of the grants allows it; whether it does is judged when one is chosen. */
async function exemptionButtons({ texts, services, caller }: Visit): Promise<Button[][]> {
  const grants = caller.person ? await services.grants.ofPerson(caller.person._id) : [];
  if (!grants.some(({ mayExempt }) => mayExempt)) return [];
  return EXEMPTION_GROUPS.map((group) => [
    {
      text: texts.plain('button-exemption', { group: texts.plain(`exemption-${group}`) }),
      data: tap.exemption.pack(group),
    },
  ]);
}

type Contact = { mobile: string } | { exemption: ExemptionGroup };

/** The number is matched with the code anyway, so it may be typed, and come on anybody's card. */
function readContact(input: Input): Contact | null {
  if (input.kind === 'other' || input.kind === 'document') return null;
  if (input.kind === 'choice') {
    const exemption = EXEMPTION_GROUPS.find((group) => group === input.value);
    return exemption ? { exemption } : null;
  }
  const mobile = readMobile(input.kind === 'contact' ? input.phoneNumber : input.text);
  return mobile ? { mobile } : null;
}

function readingOf(
  outcome: EnterOutcome,
  { texts }: Visit,
  given: { mobile?: string; nationalCode: string; isRepeated: boolean },
): Reading {
  const params = { nationalCode: maskNationalCode(given.nationalCode) };
  // What was decided against is not to be asked with again.
  const notThisCode = (key: string): Reading => ({
    type: 'ask-again',
    forget: ['nationalCode', 'mobile'],
    why: texts.chat(key, params),
  });
  switch (outcome.type) {
    case 'entered':
      return {
        type: 'answer',
        answers: { trainee: outcome.person._id.toHexString() },
        forget: ['nationalCode', 'mobile'],
      };
    case 'mobile-of-another':
      return { type: 'wrong', key: 'trainee-mismatch', params, forget: ['mobile'] };
    case 'unknown-code':
      return notThisCode('trainee-unknown');
    case 'deceased':
      return notThisCode('trainee-deceased');
    case 'too-many-attempts':
      return { type: 'wrong', key: 'trainee-too-many', forget: ['mobile'], blameless: true };
    case 'may-not-exempt':
      return { type: 'wrong', key: 'trainee-may-not-exempt', blameless: true };
    case 'no-grant':
      return { type: 'wrong', key: 'trainee-no-grant', forget: ['mobile'], blameless: true };
    case 'cannot-check-now':
      return given.mobile === undefined || given.isRepeated
        ? { type: 'wrong', key: 'trainee-still-cannot-check', blameless: true }
        : { type: 'answer', answers: { mobile: given.mobile } };
  }
}
