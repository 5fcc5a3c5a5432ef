/** What a person taps on the way to money back to the card. */
import type { Person } from '../../models/person.ts';
import { tap } from '../callback-data.ts';
import { paybackCard, paybackList, paybackRequested } from '../screens/paybacks.ts';
import { on, orOutdated, type Route } from '../tap-routes.ts';
import { type View, withReason } from '../view.ts';
import type { Visit } from '../visit.ts';
import { keepOpen } from './engine.ts';

export const paybackRoutes: readonly Route[] = [
  on(tap.paybacks, (visit) =>
    orOutdated(
      visit,
      show(visit, (person) => paybackList(visit, person)),
    ),
  ),
  on(tap.payback, (visit, id) =>
    orOutdated(
      visit,
      show(visit, (person) => card(visit, person, id)),
    ),
  ),
  on(tap.confirmPayback, (visit, id, amount) =>
    orOutdated(
      visit,
      show(visit, (person) => confirm(visit, person, id, Number(amount))),
    ),
  ),
];

async function show(visit: Visit, screen: (person: Person) => Promise<View>): Promise<boolean> {
  const { caller, chat } = visit;
  if (!caller.person) return false;
  await chat.replace(await screen(caller.person));
  await keepOpen(visit);
  return true;
}

async function card(visit: Visit, person: Person, topUpId: string): Promise<View> {
  const found = await visit.services.paybacks.returnable(person);
  const one = found.find(({ topUp }) => topUp._id.equals(topUpId));
  return one ? paybackCard(visit, one) : paybackList(visit, person);
}

async function confirm(visit: Visit, person: Person, topUpId: string, amountRials: number): Promise<View> {
  const { services, caller, texts } = visit;
  const { account } = caller;
  const outcome = await services.paybacks.request({ person, account, topUpId, amountRials });
  switch (outcome.type) {
    case 'requested':
      return paybackRequested(visit, outcome.payback, outcome.isNew);
    case 'changed':
      return withReason(paybackCard(visit, outcome.now), texts.chat('payback-changed'));
    case 'nothing':
      return paybackList(visit, person);
  }
}
