/** "My unfinished forms": shown, continued in this chat, or given up one by one. */
import { unfinishedForms } from '../screens/unfinished-forms.ts';
import type { Visit } from '../visit.ts';
import { goHome } from './go-home.ts';

export async function showUnfinishedForms(visit: Visit): Promise<void> {
  const drafts = await visit.services.drafts.unfinished(visit.caller);
  if (drafts.length > 0) return visit.chat.replace(await unfinishedForms(visit, drafts));
  await visit.chat.show({ text: visit.texts.chat('unfinished-none') });
  await goHome(visit);
}

export async function discardForm(visit: Visit, name: string): Promise<void> {
  const { caller, chat, services, texts } = visit;
  const draft = (await services.drafts.unfinished(caller)).find(({ form }) => form === name);
  const ended = draft !== undefined && (await services.drafts.end(draft, 'cancelled'));
  await chat.show({ text: texts.chat(ended ? 'unfinished-discarded' : 'button-outdated') });
  await showUnfinishedForms(visit);
}
