/** The registration that stands still until a wallet has been charged, and what that wallet lacks for it. */
import type { Draft } from '../../models/draft.ts';
import { isRegistration } from '../../services/drafts/kinds.ts';
import { gapToCharge } from '../../services/top-ups/rules.ts';
import type { Wallet } from '../../services/wallet/accounts.ts';
import type { Visit } from '../visit.ts';
import type { WaitingForm } from './payment-card.ts';
import { beneficiaryOf, pursesFor } from './purses.ts';

export interface Gap {
  form: WaitingForm;
  /** What is to be charged for the form to go on. */
  gapRials: number;
}

/** Null when no form of this chat waits for money in this wallet. */
export async function waitingFor(visit: Visit, wallet: Wallet): Promise<Gap | null> {
  const { services, caller } = visit;
  const begun = await services.drafts.unfinished(caller);
  // Of registrations one is open; in another chat it is that chat which goes on.
  const draft = begun.find(
    ({ form, asked, setAsideAt, heldBy }) =>
      isRegistration(form) && asked === 'payment' && !setAsideAt && heldBy.equals(caller.account._id),
  );
  return draft ? gapOf(draft, wallet, visit) : null;
}

async function gapOf(draft: Draft, { person, kind }: Wallet, visit: Visit): Promise<Gap | null> {
  const { services } = visit;
  const { courseCode = '', payer = 'trainee' } = draft.answers;
  const beneficiary = beneficiaryOf(draft, visit);
  const course = await services.courses.byCode(courseCode);
  if (!beneficiary || !course || payer !== kind) return null;
  const { wallet, shortRials } = (await pursesFor(visit, beneficiary, course.feeRials))[payer];
  if (!wallet.person.equals(person) || shortRials === 0) return null;
  const gapRials = gapToCharge(shortRials, 0, services.topUps.limits);
  return { form: { draft: draft._id, course }, gapRials };
}
