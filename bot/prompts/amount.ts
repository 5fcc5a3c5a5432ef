/** How much to charge: by a button, or typed in digits or words, in rials or tomans. */
import type { Draft } from '../../models/draft.ts';
import { type ReadAmount, readAmount } from '../../services/top-ups/amount.ts';
import { outsideLimits } from '../../services/top-ups/limits.ts';
import { strangeAmount } from '../../services/top-ups/usual.ts';
import { tap } from '../callback-data.ts';
import { type Gap, waitingFor } from '../conversations/waiting-form.ts';
import { walletToCharge } from '../conversations/wallet-to-charge.ts';
import { registeredBy } from '../screens/registered.ts';
import type { Button } from '../view.ts';
import type { Visit } from '../visit.ts';
import type { Prompt, Reading } from './prompt.ts';

/** Rials; what courses commonly cost. */
const COMMON_AMOUNTS = [500_000, 1_000_000, 2_000_000, 5_000_000];

export const amountPrompt: Prompt = {
  id: 'amount',
  answers: ['amountRials'],

  isAnswered: (draft) => draft.answers.amountRials !== undefined,

  async ask(draft, visit) {
    const whose = draft.answers.whose ?? 'mine';
    const owner = whose === 'trainee' ? await registeredBy(visit, draft) : '';
    const text = visit.texts.chat('amount-question', { whose, owner });
    const gap = await gapOf(visit, draft);
    const others = COMMON_AMOUNTS.filter((amount) => amount !== gap?.gapRials);
    return { text, buttons: [...gapButtons(visit, gap), ...amountButtons(visit, others)] };
  },

  async read(input, visit, draft) {
    // Of a button, which says what it stands for in rials and in tomans.
    if (input.kind === 'choice') return chosen(Number(input.value), visit);
    if (input.kind !== 'text') return { type: 'wrong', key: 'amount-expected' };
    return typed(input.text, visit, draft);
  },
};

async function gapOf(visit: Visit, draft: Draft): Promise<Gap | null> {
  const { person } = visit.caller;
  return person ? waitingFor(visit, walletToCharge(draft, person)) : null;
}

/** First of all what the form lacks that waits for the money. */
function gapButtons({ texts }: Visit, gap: Gap | null): Button[][] {
  if (!gap) return [];
  const { gapRials, form } = gap;
  const text = texts.plain('button-amount-gap', { gap: gapRials, title: form.course.title });
  return [[{ text, data: tap.amount.pack(String(gapRials)) }]];
}

/** An old button may stand for what the limits of today do not allow. */
function chosen(amountRials: number, { services }: Visit): Reading {
  return answerOf(outsideLimits(amountRials, services.topUps.limits) ?? { type: 'amount', amountRials });
}

async function typed(written: string, visit: Visit, draft: Draft): Promise<Reading> {
  const read = readAmount(written, visit.services.topUps.limits);
  if (read.type === 'amount') return (await doubted(read.amountRials, visit, draft)) ?? answerOf(read);
  if (read.type !== 'unclear') return answerOf(read);
  const { readings } = read;
  const text = visit.texts.chat('amount-unclear', { count: readings.length });
  return { type: 'show', view: { text, buttons: amountButtons(visit, readings) } };
}

/** A zero may be lost, or one too many: what was written is asked back, beside what may be meant. Null when it is usual. */
async function doubted(amount: number, visit: Visit, draft: Draft): Promise<Reading | null> {
  const { caller, services, texts } = visit;
  if (!caller.person) return null;
  const usual = await services.topUps.usual(caller.person._id, walletToCharge(draft, caller.person).kind);
  const strange = strangeAmount(amount, usual);
  if (!strange) return null;
  const { side, meantRials } = strange;
  const isPossible = outsideLimits(meantRials, services.topUps.limits) === null;
  const amounts = isPossible ? [amount, meantRials] : [amount];
  const text = texts.chat('amount-strange', { amount, side, count: amounts.length });
  return { type: 'show', view: { text, buttons: amountButtons(visit, amounts) } };
}

function answerOf(read: Exclude<ReadAmount, { type: 'unclear' }>): Reading {
  switch (read.type) {
    case 'amount':
      return { type: 'answer', answers: { amountRials: read.amountRials } };
    case 'not-a-number':
      return { type: 'wrong', key: 'amount-not-a-number' };
    case 'too-small':
      return { type: 'wrong', key: 'amount-too-small', params: { least: read.leastRials } };
    case 'too-large':
      return { type: 'wrong', key: 'amount-too-large', params: { most: read.mostRials } };
  }
}

function amountButtons({ texts }: Visit, amounts: readonly number[]): Button[][] {
  return amounts.map((amount) => [
    { text: texts.plain('button-amount', { amount }), data: tap.amount.pack(String(amount)) },
  ]);
}
