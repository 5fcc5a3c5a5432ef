/**
 * Leads a person through a form.
 *
 * There is no conversation state besides the draft: each update reads it and takes one step (`step.ts`) over it. So a
 * restart, another process, another version, another chat or a repeated update all find the same place.
 */
import type { Answers, Draft, FormName } from '../../models/draft.ts';
import { readable } from '../../services/drafts/answers.ts';
import type { Input } from '../input.ts';
import { formWithdrawn } from '../screens/form-withdrawn.ts';
import { openElsewhere } from '../screens/open-elsewhere.ts';
import { withReason } from '../view.ts';
import type { Visit } from '../visit.ts';
import { type At, advance, answer, type Beside, goBack, type Step } from './step.ts';

/** A chat that has not touched its form for so long lets another chat go on without asking. */
const HELD_FOR_MS = 10 * 60 * 1000;

/** Lost races in a row after which something is wrong with us, not with timing. */
const ATTEMPTS = 5;

/** Opens a form (or goes on with the one that was begun) with answers that are known already; `why` stands above it. */
export async function startForm(
  visit: Visit,
  name: FormName,
  answers: Answers = {},
  why?: string,
): Promise<void> {
  const isGiven = Object.keys(answers).length > 0;
  await untilDone(async () => {
    const draft = await visit.services.drafts.open(name, visit.caller, answers);
    // A new answer ends the changing of an old one.
    const change = isGiven ? { answers, editing: null } : {};
    const beside = why === undefined ? continued(draft, visit) : { why };
    return inHand(visit, draft, (at) => advance(at, change, beside), { answers, ...beside });
  });
}

/** Goes on with a form that was begun, also one that was set aside. False when there is none of that name. */
export function continueForm(visit: Visit, name: string): Promise<boolean> {
  return inBegunForm(visit, name, (draft) =>
    inHand(visit, draft, (at) => advance(at, {}, continued(draft, visit))),
  );
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
    const isItsTurn = form.prompts.slice(0, index).every((before) => before.isAnswered(draft, visit));
    known = prompt !== undefined && isItsTurn;
    if (!prompt || !known) return 'done';
    return advance(at, prompt.isAnswered(draft, visit) ? { editing: prompt.id } : {});
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
export function takeOver(visit: Visit, name: string, answers: Answers = {}): Promise<boolean> {
  return inBegunForm(visit, name, (draft) => {
    const at = placeOf(draft, visit);
    if (!at) return withdraw(visit, draft);
    return advance(at, Object.keys(answers).length > 0 ? { answers, editing: null } : {});
  });
}

/** Gives up the form of this name, or the one that is open. False when there is none (any more). */
export async function cancel(visit: Visit, name?: string): Promise<boolean> {
  const { drafts } = visit.services;
  let found = true;
  await untilDone(async () => {
    const draft = await (name === undefined ? drafts.current(visit.caller) : begun(visit, name));
    found = draft !== null;
    // Written by another chat or process in this instant: whether there is still something to give up is read anew.
    return draft === null || (await drafts.end(draft, 'cancelled')) ? 'done' : 'raced';
  });
  return found;
}

/** The person is looking around on the way to an answer: the form is not left alone. */
export async function keepOpen(visit: Visit): Promise<void> {
  const { drafts } = visit.services;
  const draft = await drafts.current(visit.caller);
  if (draft && !isHeldElsewhere(draft, visit)) await drafts.write(draft, {});
}

async function begun({ caller, services }: Visit, name: string): Promise<Draft | null> {
  return (await services.drafts.unfinished(caller)).find(({ form }) => form === name) ?? null;
}

/** Takes a step in a form of this name, open or set aside; false when there is none. */
async function inBegunForm(
  visit: Visit,
  name: string,
  step: (draft: Draft) => Promise<Step>,
): Promise<boolean> {
  let found = true;
  await untilDone(async () => {
    const draft = await begun(visit, name);
    found = draft !== null;
    return draft ? step(draft) : 'done';
  });
  return found;
}

/** Takes a step in the form that is open; false when none is. */
async function inOpenForm(visit: Visit, step: (at: At) => Promise<Step>, said: Said = {}): Promise<boolean> {
  let open = true;
  await untilDone(async () => {
    const draft = await visit.services.drafts.current(visit.caller);
    open = draft !== null;
    return draft ? inHand(visit, draft, step, said) : 'done';
  });
  return open;
}

/** What goes with a step that another chat may stand in the way of: what is said first, and what was chosen here. */
interface Said {
  why?: string;
  answers?: Answers;
}

/** Takes a step unless another chat has the form in hand; then it says so, and offers to go on here. */
async function inHand(
  visit: Visit,
  draft: Draft,
  step: (at: At) => Promise<Step>,
  { why, answers = {} }: Said = {},
): Promise<Step> {
  const at = placeOf(draft, visit);
  if (!at) return withdraw(visit, draft);
  if (!isHeldElsewhere(draft, visit)) return step(at);
  await visit.chat.replace(withReason(openElsewhere(visit, draft.form, answers.courseCode), why));
  return 'done';
}

/** Null when this version of the bot has no such form. */
function placeOf(draft: Draft, visit: Visit): At | null {
  const form = visit.forms[draft.form];
  return form ? { form, draft: readable(draft), visit } : null;
}

async function withdraw(visit: Visit, draft: Draft): Promise<Step> {
  await visit.services.drafts.end(draft, 'withdrawn');
  await visit.chat.replace(formWithdrawn(visit));
  return 'done';
}

function isHeldElsewhere(draft: Draft, { caller, clock }: Visit): boolean {
  return (
    !draft.heldBy.equals(caller.account._id) &&
    draft.setAsideAt === undefined &&
    clock().getTime() - draft.touchedAt.getTime() < HELD_FOR_MS
  );
}

const continued = (draft: Draft, { texts }: Visit): Beside =>
  draft.setAsideAt ? { why: texts.chat('form-continued') } : {};

async function untilDone(step: () => Promise<Step>): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if ((await step()) === 'done') return;
  }
  throw new Error(
    `A draft was changed by others ${ATTEMPTS} times in a row while one answer was being written`,
  );
}
