/**
 * The trainee whose wallet a portal user charges: found by the national code among the trainees of their centres, shown
 * masked, and confirmed before any money moves (N5).
 */
import { Types } from 'mongoose';
import type { Answers } from '../../models/draft.ts';
import { maskMobile, maskName, maskNationalCode } from '../../services/identity/rules.ts';
import type { Chargeable } from '../../services/top-ups/trainee-of.ts';
import { tap } from '../callback-data.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';
import type { Prompt, Reading } from './prompt.ts';
import { isOffered, offerZeros, readTypedCode, TYPED_CODE } from './typed-code.ts';

export const traineeWalletPrompt: Prompt = {
  id: 'trainee-wallet',
  answers: [...TYPED_CODE, 'candidate', 'trainee'],

  isAnswered: ({ answers }) => answers.whose !== 'trainee' || answers.trainee !== undefined,

  async ask({ answers }, visit) {
    if (isOffered(answers)) return offerZeros(answers, visit);
    const found = await candidateOf(answers, visit);
    if (found) return isItThem(found, visit);
    return { text: visit.texts.chat('trainee-wallet-question'), buttons: [] };
  },

  async read(input, visit, { answers }) {
    if (input.kind === 'choice') return confirmed(input.value, answers, visit);
    if (input.kind !== 'text') return { type: 'wrong', key: 'trainee-wallet-expected' };
    const typed = readTypedCode(input.text, answers);
    // Who was found before is not meant any more, whatever is written instead.
    if (typed.type === 'wrong') return { ...typed, forget: [...(typed.forget ?? []), 'candidate'] };
    if (typed.type === 'answer') return { ...typed, forget: ['candidate'] };
    return found(typed.nationalCode, visit);
  },
};

/** Whom the code named, as far as their wallet may be charged now. */
async function candidateOf({ candidate }: Answers, { caller, services }: Visit): Promise<Chargeable | null> {
  if (candidate === undefined || !caller.person) return null;
  return services.topUps.chargeable(caller.person._id, { id: new Types.ObjectId(candidate) });
}

function isItThem({ trainee, centre }: Chargeable, { texts }: Visit): View {
  const { _id, firstName, lastName = '', mobile, nationalCode } = trainee;
  return {
    text: texts.chat('trainee-wallet-card', {
      name: firstName ? maskName(firstName, lastName) : texts.plain('name-pending'),
      nationalCode: maskNationalCode(nationalCode),
      centre: centre.name,
      mobile: mobile === undefined ? 'none' : maskMobile(mobile),
    }),
    buttons: [
      [{ text: texts.plain('button-trainee-wallet-yes'), data: tap.chargeable.pack(_id.toHexString()) }],
    ],
  };
}

/** The button under the card of who was found; an older card may show somebody else. */
async function confirmed(trainee: string, answers: Answers, visit: Visit): Promise<Reading> {
  const isStill = trainee === answers.candidate && (await candidateOf(answers, visit)) !== null;
  if (!isStill) return { type: 'wrong', key: 'trainee-wallet-expected', blameless: true };
  return { type: 'answer', answers: { trainee }, forget: ['candidate'] };
}

async function found(nationalCode: string, { caller, services }: Visit): Promise<Reading> {
  const forget = [...TYPED_CODE, 'candidate'] as const;
  if (!caller.person) throw new Error('A wallet is charged by somebody who was proven');
  if (nationalCode === caller.person.nationalCode)
    return { type: 'wrong', key: 'trainee-wallet-own', forget };
  const chargeable = await services.topUps.chargeable(caller.person._id, { nationalCode });
  if (!chargeable) return { type: 'wrong', key: 'trainee-wallet-unknown', forget };
  const candidate = chargeable.trainee._id.toHexString();
  return { type: 'answer', answers: { candidate }, forget: TYPED_CODE };
}
