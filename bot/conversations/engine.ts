/**
 * Leads a person through a form.
 *
 * There is no conversation state besides the draft: each update reads it, writes the answer and the next question into
 * it by compare-and-set, and only then asks. So a restart, another process, another chat or a repeated update all find
 * the same place. When somebody else wrote in between, the step is decided anew from what they wrote.
 */
import type { Answers, Draft, FormName } from '../../models/draft.ts';
import { answersAfter, type DraftChange, forgetting } from '../../services/drafts/change.ts';
import type { Input } from '../input.ts';
import type { Prompt, Reading } from '../prompts/prompt.ts';
import { openElsewhere } from '../screens/open-elsewhere.ts';
import { withReason } from '../view.ts';
import type { Visit } from '../visit.ts';
import { enrolForm } from './enrol.ts';
import type { Form } from './form.ts';
import { topUpForm } from './top-up.ts';

const FORMS: Record<FormName, Form> = { enrol: enrolForm, 'top-up': topUpForm };

/** A chat that has not touched its form for so long lets another chat go on without asking. */
const HELD_FOR_MS = 10 * 60 * 1000;

/** Lost races in a row after which something is wrong with us, not with timing. */
const ATTEMPTS = 5;

/** After so many wrong answers to one question in a row, help is offered with the explanation. */
const MISTAKES_BEFORE_HELP = 2;

/** `raced`: the draft was written by somebody else meanwhile; decide again. */
type Step = 'done' | 'raced';

/** Opens a form (or goes on with the one that is open) with answers that are known already; `why` stands above it. */
export async function startForm(
  visit: Visit,
  name: FormName,
  answers: Answers = {},
  why?: string,
): Promise<void> {
  await untilDone(async () => {
    const draft = await visit.services.drafts.open(name, visit.caller, answers);
    if (isHeldElsewhere(draft, visit)) return showOpenElsewhere(visit, why);
    return advance(draft, visit, { answers }, because(why));
  });
}

/** Takes what was sent as the answer to the open question. False when no question is open. */
export function receive(visit: Visit, input: Input): Promise<boolean> {
  return inOpenForm(visit, (draft) =>
    isHeldElsewhere(draft, visit) ? showOpenElsewhere(visit) : receiveIn(draft, visit, input),
  );
}

/** Shows the open question again, below `why` if there is something to say first. False when none is open. */
export function resume(visit: Visit, why?: string): Promise<boolean> {
  return reopen(visit, [], why);
}

/** Takes some answers back and asks for them again. False when no form is open. */
export function reopen(visit: Visit, forget: readonly (keyof Answers)[], why?: string): Promise<boolean> {
  return inOpenForm(visit, (draft) =>
    isHeldElsewhere(draft, visit)
      ? showOpenElsewhere(visit, why)
      : advance(draft, visit, forgetting(forget), because(why)),
  );
}

/** Goes on with the form in this chat, wherever it was before: its card there is no longer obeyed. */
export function takeOver(visit: Visit): Promise<boolean> {
  return inOpenForm(visit, (draft) => advance(draft, visit, { heldBy: visit.caller.account._id }));
}

/** Drops the form. False when none was open. */
export async function cancel(visit: Visit): Promise<boolean> {
  const draft = await visit.services.drafts.current(visit.caller);
  // Carried out by another chat in this instant: then there is nothing left to cancel, and money may have moved.
  return draft !== null && visit.services.drafts.drop(draft);
}

/** Takes a step in the form that is open; false when none is. */
async function inOpenForm(visit: Visit, step: (draft: Draft) => Promise<Step>): Promise<boolean> {
  let open = true;
  await untilDone(async () => {
    const draft = await visit.services.drafts.current(visit.caller);
    open = draft !== null;
    return draft ? step(draft) : 'done';
  });
  return open;
}

async function untilDone(step: () => Promise<Step>): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if ((await step()) === 'done') return;
  }
  throw new Error(
    `A draft was changed by others ${ATTEMPTS} times in a row while one answer was being written`,
  );
}

function isHeldElsewhere(draft: Draft, { caller, clock }: Visit): boolean {
  return (
    !draft.heldBy.equals(caller.account._id) && clock().getTime() - draft.touchedAt.getTime() < HELD_FOR_MS
  );
}

async function showOpenElsewhere(visit: Visit, why?: string): Promise<Step> {
  await visit.chat.replace(withReason(openElsewhere(visit), why));
  return 'done';
}

async function receiveIn(draft: Draft, visit: Visit, input: Input): Promise<Step> {
  const prompt = FORMS[draft.form].prompts.find(({ id }) => id === draft.asked);
  const handledBefore = draft.lastUpdate === visit.updateKey && visit.updateKey !== null;
  // This very update was answered before we died: show where we are.
  if (handledBefore) return advance(draft, visit, {});
  if (!prompt) return advance(draft, visit, {}, { why: visit.texts.chat('card-waits-for-tap') });
  // The answer became known meanwhile (we died after it was proven, say): it is only left to say so.
  if (prompt.isAnswered(draft, visit)) return advance(draft, visit, {}, { answered: prompt });

  const reading = await prompt.read(input, visit, draft);
  switch (reading.type) {
    case 'answer':
      return accept(draft, visit, prompt, reading.answers);
    case 'show':
      await visit.chat.replace(reading.view);
      return 'done';
    case 'wrong':
      return explain(draft, visit, prompt, reading);
  }
}

async function accept(draft: Draft, visit: Visit, prompt: Prompt, answers: Answers): Promise<Step> {
  const { drafts } = visit.services;
  const { person } = visit.caller;
  const owned = person ? await drafts.adopt(draft, person._id) : draft;
  // The answer that proves a person has done its work; it is not kept (the person record holds it).
  const change = person && owned !== draft ? {} : { answers };
  return advance(owned, visit, change, { answered: prompt });
}

async function explain(
  draft: Draft,
  visit: Visit,
  prompt: Prompt,
  { key, params, forget = [] }: Extract<Reading, { type: 'wrong' }>,
): Promise<Step> {
  const why = visit.texts.chat(key, params);
  const mistakes = draft.mistakes + 1;
  const change = { ...forgetting(forget), mistakes, ...updateMark(visit) };
  const written = await visit.services.drafts.write(draft, change);
  if (!written) return 'raced';
  const { buttons, keys } = await prompt.ask(written, visit);
  const text = mistakes > MISTAKES_BEFORE_HELP ? `${why}\n\n${visit.texts.chat('mistakes-help')}` : why;
  await visit.chat.show({ text, ...(buttons ? { buttons } : {}), ...(keys ? { keys } : {}) });
  return 'done';
}

/** What is said beside the next question: what came of the answer before it, and why it is asked again. */
interface Beside {
  /** The prompt whose answer is being written. */
  answered?: Prompt;
  /** Stands above the question or card. */
  why?: string;
}

const because = (why: string | undefined): Beside => (why === undefined ? {} : { why });

/** A draft on its way to the next question: as it was read, what is to be written, and what both come to. */
interface Move {
  form: Form;
  draft: Draft;
  change: DraftChange;
  next: Draft;
}

/** Writes `change` and the next question, then asks it. */
async function advance(draft: Draft, visit: Visit, change: DraftChange, beside: Beside = {}): Promise<Step> {
  const form = FORMS[draft.form];
  const next = { ...draft, answers: answersAfter(draft, change) };
  const prompt = form.prompts.find((candidate) => !candidate.isAnswered(next, visit));
  if (!prompt) return finish({ form, draft, change, next }, visit, beside);

  const written = await writeAsked(draft, visit, { ...change, asked: prompt.id, operationId: null });
  if (!written) return 'raced';
  await acknowledge(beside, visit);
  await visit.chat.replace(withReason(await prompt.ask(written, visit), beside.why));
  return 'done';
}

async function finish({ form, draft, change, next }: Move, visit: Visit, beside: Beside): Promise<Step> {
  const finished = await form.finish(next, visit);
  switch (finished.type) {
    case 'ask-again':
      return advance(draft, visit, forgetting(finished.forget), { ...beside, why: finished.why });
    case 'card': {
      const card = { ...change, asked: finished.asked, ...finished.change };
      if (!(await writeAsked(draft, visit, card))) return 'raced';
      await acknowledge(beside, visit);
      await visit.chat.replace(withReason(finished.view, beside.why));
      return 'done';
    }
    case 'end':
      await acknowledge(beside, visit);
      await visit.chat.replace(withReason(finished.view, beside.why));
      // Last: should we die before, the same update finds the form again and shows the same.
      await visit.services.drafts.drop(draft);
      return 'done';
  }
}

/** Writes what waits for an answer now, in this chat. Null when somebody else wrote meanwhile. */
function writeAsked(draft: Draft, visit: Visit, change: DraftChange): Promise<Draft | null> {
  const here = { mistakes: 0, heldBy: visit.caller.account._id, ...updateMark(visit) };
  return visit.services.drafts.write(draft, { ...change, ...here });
}

async function acknowledge({ answered }: Beside, visit: Visit): Promise<void> {
  const view = answered?.acknowledge?.(visit);
  if (view) await visit.chat.show(view);
}

const updateMark = ({ updateKey }: Visit): DraftChange =>
  updateKey === null ? {} : { lastUpdate: updateKey };
