/** What staff do to a system or a matter: what it is stands in the form from the beginning, and the reason is asked for. */
import type { Draft } from '../../models/draft.ts';
import { reasonPrompt } from '../prompts/reason.ts';
import { rightCodePrompt } from '../prompts/right-code.ts';
import { statementFilePrompt } from '../prompts/statement-file.ts';
import { staffOnly } from '../screens/staff-only.ts';
import type { Visit } from '../visit.ts';
import { deedOf } from './deeds.ts';
import { cancel, startForm } from './engine.ts';
import type { Finish, Form } from './form.ts';

export const staffDeedForm: Form = {
  name: 'staff-deed',
  titleKey: 'form-staff-deed',
  prompts: [rightCodePrompt, statementFilePrompt, reasonPrompt],
  cards: [],
  finish,
};

/** Begins anew: a reason that was given for something else is none for this. */
export async function beginDeed(visit: Visit, deed: string): Promise<void> {
  const { caller, services, chat } = visit;
  if (!caller.person || !services.staff.seemsStaff(caller.person)) return chat.replace(staffOnly(visit));
  await cancel(visit, staffDeedForm.name);
  await startForm(visit, staffDeedForm.name, { deed });
}

async function finish({ answers }: Draft, visit: Visit): Promise<Finish> {
  const { person } = visit.caller;
  const deed = deedOf(answers);
  if (!person || !deed) return { type: 'end', because: 'pointless', view: staffOnly(visit) };
  const view = await deed.carryOut(visit, person._id, answers.reason ?? '');
  return { type: 'end', because: 'handed-over', view };
}
