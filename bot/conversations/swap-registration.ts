/** The card of an open registration (N3): given up, for nothing else or for what was asked for here. */
import { formNamed } from '../../services/drafts/kinds.ts';
import type { Wanted } from '../screens/open-registration.ts';
import { paymentParams } from '../screens/payment-under-way.ts';
import type { Visit } from '../visit.ts';
import { enrolTrainee } from './begin-trainee.ts';
import { cancel, continueForm, startForm } from './engine.ts';
import { goHome } from './go-home.ts';

export async function endRegistration(visit: Visit, id: string): Promise<void> {
  await goHome(visit, await giveUp(visit, id));
}

/** Begins what was asked for, also when the registration has ended by itself meanwhile. */
export async function swapRegistration(visit: Visit, id: string, { ref, courseCode }: Wanted): Promise<void> {
  const why = await giveUp(visit, id);
  const name = formNamed(ref);
  if (name === 'enrol-trainee') return enrolTrainee(visit, why);
  if (name) return startForm(visit, name, courseCode === undefined ? {} : { courseCode }, why);
  if (!(await continueForm(visit, ref, why))) await goHome(visit, why);
}

/** What came of it, in words. */
async function giveUp(visit: Visit, id: string): Promise<string> {
  const { caller, services, texts } = visit;
  const ended = await cancel(visit, id);
  if (!ended) return texts.chat('registration-over');
  const payment = caller.person ? await services.topUps.underWay(caller.person) : null;
  return payment
    ? texts.chat('cancelled-payment-under-way', paymentParams(payment))
    : texts.chat('registration-given-up');
}
