/** "Delete my data": what is kept, what deleting comes to, the request, and taking it back. */

import { tap } from '../callback-data.ts';
import { deletionQuestion, deletionRequested, myData, noData, whatComesFirst } from '../screens/my-data.ts';
import { on, onSlow, type Route } from '../tap-routes.ts';
import type { Visit } from '../visit.ts';
import { goHome } from './go-home.ts';

export const dataRoutes: readonly Route[] = [
  on(tap.myData, showMyData),
  onSlow(tap.askToDelete, askToDelete),
  onSlow(tap.deleteData, deleteData),
  on(tap.keepData, keepData),
];

export async function showMyData(visit: Visit): Promise<void> {
  const { caller, chat, services } = visit;
  if (!caller.person) return chat.replace(noData(visit));
  const asked = await services.dataDeletion.look(caller.person._id);
  if (asked.type === 'gone') return beginAnew(visit);
  await chat.replace(myData(visit, caller.person, asked));
}

async function askToDelete(visit: Visit): Promise<void> {
  const { caller, chat, services } = visit;
  if (!caller.person) return showMyData(visit);
  const asked = await services.dataDeletion.look(caller.person._id);
  switch (asked.type) {
    case 'possible':
      return chat.replace(deletionQuestion(visit, asked.dueAt));
    case 'not-possible':
      return chat.replace(await whatComesFirst(visit, caller.person, asked));
    case 'requested':
      return chat.replace(deletionRequested(visit, asked.dueAt));
    case 'gone':
      return beginAnew(visit);
  }
}

async function deleteData(visit: Visit): Promise<void> {
  const { caller, chat, services } = visit;
  if (!caller.person) return showMyData(visit);
  const { _id } = caller.person;
  const outcome = await services.dataDeletion.request(_id, caller.account);
  switch (outcome.type) {
    case 'requested':
      await chat.replace(deletionRequested(visit, outcome.dueAt));
      return services.dataDeletion.shown(_id, caller.account);
    case 'not-possible':
      return chat.replace(await whatComesFirst(visit, caller.person, outcome));
    case 'gone':
      return beginAnew(visit);
  }
}

async function keepData(visit: Visit): Promise<void> {
  const { caller, services, texts } = visit;
  if (!caller.person) return beginAnew(visit);
  const kept = await services.dataDeletion.takeBack(caller.person._id);
  services.accounts.forget(caller.account);
  await goHome(visit, texts.chat(kept ? 'delete-taken-back' : 'delete-nothing-asked'));
}

/** This chat is remembered as somebody for a moment longer than they are there. */
async function beginAnew(visit: Visit): Promise<void> {
  visit.services.accounts.forget(visit.caller.account);
  visit.caller = { ...visit.caller, person: null };
  await goHome(visit, visit.texts.chat('data-deleted'));
}
