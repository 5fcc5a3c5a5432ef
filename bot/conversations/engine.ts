/**
 * Leads a person through a form.
 *
 * There is no conversation state besides the draft: each update reads it and takes one step (`step.ts`) over it. So a
 * restart, another process, another version, another chat or a repeated update all find the same place.
 */
import type { Answers, Draft, FormName } from '../../models/draft.ts';
import { isRegistration } from '../../services/drafts/kinds.ts';
import type { Input } from '../input.ts';
import type { Visit } from '../visit.ts';
import {
  begun,
  inBegunForm,
  inHand,
  inOpenForm,
  isHeldElsewhere,
  placeOf,
  showOther,
  untilDone,
  withdraw,
} from './in-hand.ts';
import { isAnother } from './one-registration.ts';
import { type At, advance, answer, type Beside, goBack } from './step.ts';

/**
 * Opens a form (or goes on with the one that was begun) with answers that are known already; `why` stands above it. While
 * another registration is open, that is shown instead (N3).
 */
export async function startForm(
  visit: Visit,
  name: FormName,
  answers: Answers = {},
  why?: string,
): Promise<void> {
  const isGiven = Object.keys(answers).length > 0;
  await untilDone(async () => {
    const draft = await visit.services.drafts.open(name, visit.caller, answers);
    const { courseCode } = answers;
    const wanted = { ref: name, ...(courseCode === undefined ? {} : { courseCode }) };
    if (isAnother(draft, { name, answers }, visit)) return showOther(visit, draft, { wanted });
    // A new answer ends the changing of an old one.
    const change = isGiven ? { answers, editing: null } : {};
    const beside = why === undefined ? continued(draft, visit) : { why };
    return inHand(visit, draft, (at) => advance(at, change, beside), { wanted });
  });
}

/**
 * Goes on with a form that was begun, also one that was set aside; `why` stands above it. False when there is none that
 * goes by `ref`.
 */
export function continueForm(visit: Visit, ref: string, why?: string): Promise<boolean> {
  return inBegunForm(visit, ref, (draft) => {
    const beside = why === undefined ? continued(draft, visit) : { why };
    return inHand(visit, draft, (at) => advance(at, {}, beside));
  });
}

/** Takes what was sent as the answer to the open question. False when no question is open. */
export function receive(visit: Visit, input: Input): Promise<boolean> {
  let first: At | undefined;
  return inOpenForm(visit, (at) => {
    first ??= at;
    // Whoever wrote meanwhile may have gone on to another question, which this was never meant for: show that.
    return at.draft.asked === first.draft.asked ? answer(at, input) : advance(at, {});
  });
}

/** Shows the open question again, below `why` if there is something to say first. False when none is open. */
export function resume(visit: Visit, why?: string): Promise<boolean> {
  const beside = why === undefined ? {} : { why };
  return inOpenForm(visit, (at) => advance(at, {}, beside), beside);
}

/**
 * Asks for an answer anew while the one given before still stands: `back` leads to the summary as it was. False when no
 * form is open, or its turn has not come.
 */
export async function edit(visit: Visit, name: keyof Answers): Promise<boolean> {
  let known = true;
  const open = await inOpenForm(visit, async (at) => {
    const { form, draft } = at;
    const index = form.prompts.findIndex(({ answers }) => answers.includes(name));
    const prompt = form.prompts[index];
    // Before its turn there is no summary to return to.
    const before = form.prompts.slice(0, Math.max(0, index));
    const answered = await Promise.all(before.map((prompt) => prompt.isAnswered(draft, visit)));
    const isItsTurn = answered.every(Boolean);
    known = prompt !== undefined && isItsTurn;
    if (!prompt || !known) return 'done';
    return advance(at, (await prompt.isAnswered(draft, visit)) ? { editing: prompt.id } : {});
  });
  return open && known;
}

/** Goes back by one question. `at-the-first`: there is none before; the form stays as it is. */
export async function back(visit: Visit): Promise<'done' | 'at-the-first' | 'none-open'> {
  let atTheFirst = false;
  const open = await inOpenForm(visit, async (at) => {
    const step = await goBack(at);
    atTheFirst = step === 'at-the-first';
    return step === 'at-the-first' ? 'done' : step;
  });
  if (!open) return 'none-open';
  return atTheFirst ? 'at-the-first' : 'done';
}

/** Goes on with this form in this chat, wherever it was before: its card there is no longer obeyed. */
export function takeOver(visit: Visit, ref: string, answers: Answers = {}): Promise<boolean> {
  return inBegunForm(visit, ref, (draft) => {
    const at = placeOf(draft, visit);
    if (!at) return withdraw(visit, draft);
    return advance(at, Object.keys(answers).length > 0 ? { answers, editing: null } : {});
  });
}

/**
 * Gives up the form that a button names, or the one that is open. False when there is none (any more). The chat in which
 * a registration was open is told, when it was another.
 */
export async function cancel(visit: Visit, ref?: string): Promise<boolean> {
  const { drafts } = visit.services;
  const { account } = visit.caller;
  let found = true;
  await untilDone(async () => {
    const draft = await (ref === undefined ? drafts.current(visit.caller) : begun(visit, ref));
    found = draft !== null;
    // Written by another chat or process in this instant: whether there is still something to give up is read anew.
    return draft === null || (await drafts.end(draft, 'cancelled', account._id)) ? 'done' : 'raced';
  });
  return found;
}

/**
 * The registration that a button names is open in another chat: that is shown, and true. What stands here is what was
 * left behind, and gives nothing up.
 */
export async function showIfElsewhere(visit: Visit, ref: string): Promise<boolean> {
  let isElsewhere = false;
  await untilDone(async () => {
    const draft = await begun(visit, ref);
    isElsewhere = draft !== null && isRegistration(draft.form) && isHeldElsewhere(draft, visit);
    return draft && isElsewhere ? showOther(visit, draft) : 'done';
  });
  return isElsewhere;
}

/** The person is looking around on the way to an answer: the form is not left alone. */
export async function keepOpen(visit: Visit): Promise<void> {
  const { drafts } = visit.services;
  const draft = await drafts.current(visit.caller);
  if (draft && !isHeldElsewhere(draft, visit)) await drafts.write(draft, {});
}

const continued = (draft: Draft, { texts }: Visit): Beside =>
  draft.setAsideAt ? { why: texts.chat('form-continued') } : {};
