/**
 * One step of a form over its draft: an answer is read, written with the next question by compare-and-set, and only then
 * is the next question asked. When somebody else wrote in between the step is `raced`, and decided anew from what they
 * wrote.
 */
import type { Draft } from '../../models/draft.ts';
import type { Ending } from '../../models/form-ending.ts';
import { readable } from '../../services/drafts/answers.ts';
import { answersAfter, type DraftChange, forgetting } from '../../services/drafts/change.ts';
import { refOf } from '../form-ref.ts';
import type { Input } from '../input.ts';
import type { Prompt, Reading } from '../prompts/prompt.ts';
import { withWayOut } from '../screens/way-out.ts';
import { withReason } from '../view.ts';
import type { Visit } from '../visit.ts';
import type { Form } from './form.ts';
import { inTheWayOf, showOpenRegistration } from './one-registration.ts';

/** `raced`: the draft was written by somebody else meanwhile; decide again. */
export type Step = 'done' | 'raced';

/** A draft, the form it belongs to, and the turn of the person who fills it. */
export interface At {
  form: Form;
  draft: Draft;
  visit: Visit;
}

/** After so many wrong answers to one question in a row, help is offered with the explanation. */
const MISTAKES_BEFORE_HELP = 2;

/** What is said beside the next question: what came of the answer before it, and why it is asked again. */
export interface Beside {
  /** The prompt whose answer is being written. */
  answered?: Prompt;
  /** Stands above the question or card. */
  why?: string;
}

/** Takes what was sent as the answer to the open question. */
export async function answer(at: At, input: Input): Promise<Step> {
  const { form, draft, visit } = at;
  const handledBefore = draft.lastUpdate === visit.updateKey && visit.updateKey !== null;
  // This very update was answered before we died: show where we are.
  if (handledBefore) return advance(at, {});
  const prompt = form.prompts.find(({ id }) => id === draft.asked);
  if (!prompt) return advance(at, {}, { why: visit.texts.chat(whyNotNow(at)) });
  // The answer became known meanwhile (we died after it was proven, say): it is only left to say so.
  if (!(await isAsked(prompt, draft, visit))) return advance(at, {}, { answered: prompt });

  const reading = await prompt.read(input, visit, draft);
  switch (reading.type) {
    case 'answer':
      return accept(at, prompt, { ...forgetting(reading.forget ?? []).answers, ...reading.answers });
    case 'ask-again':
      return advance(at, { ...forgetting(reading.forget), editing: null }, { why: reading.why });
    case 'show':
      // Looking around is not leaving alone.
      if (!(await visit.services.drafts.write(draft, {}))) return 'raced';
      await visit.chat.replace(withWayOut(reading.view, visit.texts, wayOutOf(form, draft)));
      return 'done';
    case 'wrong':
      return explain(at, prompt, reading);
  }
}

/** Writes `change` and the next question, then asks it. */
export async function advance(at: At, change: DraftChange, beside: Beside = {}): Promise<Step> {
  const { form, draft, visit } = at;
  const editing = change.editing === undefined ? draft.editing : (change.editing ?? undefined);
  const next = withEditing({ ...draft, answers: answersAfter(draft, change) }, editing);
  const prompt = await firstAsked(form, next, visit);
  if (!prompt) return finish(at, { change, next }, beside);

  const written = await writeAsked(at, { ...change, asked: prompt.id, operationId: null });
  if (!written) return 'raced';
  await acknowledge(beside, visit);
  const question = await prompt.ask(readable(written), visit);
  await visit.chat.replace(
    withReason(withWayOut(question, visit.texts, wayOutOf(form, written)), beside.why),
  );
  return 'done';
}

/** Goes back by one: from a change to the summary, from the summary to its last question, else to the one before. */
export async function goBack(at: At): Promise<Step | 'at-the-first'> {
  const { form, draft } = at;
  if (draft.editing !== undefined) return advance(at, { editing: null });
  const before = promptBefore(form, draft);
  if (!before) return 'at-the-first';
  const fromCard = form.cards.includes(draft.asked ?? '');
  return advance(at, fromCard ? { editing: before.id } : forgetting(before.answers));
}

function withEditing({ editing: _before, ...draft }: Draft, editing: string | undefined): Draft {
  return editing === undefined ? draft : { ...draft, editing };
}

async function isAsked(prompt: Prompt, draft: Draft, visit: Visit): Promise<boolean> {
  return draft.editing === prompt.id || !(await prompt.isAnswered(draft, visit));
}

async function firstAsked({ prompts }: Form, draft: Draft, visit: Visit): Promise<Prompt | undefined> {
  for (const prompt of prompts) if (await isAsked(prompt, draft, visit)) return prompt;
  return undefined;
}

/** What was asked is no question of this form: a card, or what another version of the bot has asked. */
function whyNotNow({ form, draft }: At): string {
  return form.cards.includes(draft.asked ?? '') ? 'card-waits-for-tap' : 'form-has-changed';
}

/** The nearest question before the one that is open whose answer can be taken back. */
function promptBefore({ prompts }: Form, { asked, answers }: Draft): Prompt | undefined {
  const open = prompts.findIndex(({ id }) => id === asked);
  return prompts
    .slice(0, open < 0 ? undefined : open)
    .findLast((prompt) => prompt.answers.some((name) => answers[name] !== undefined));
}

const wayOutOf = (form: Form, draft: Draft) => ({
  form: refOf(draft),
  canGoBack: draft.editing !== undefined || promptBefore(form, draft) !== undefined,
});

async function accept(at: At, prompt: Prompt, answers: DraftChange['answers']): Promise<Step> {
  const { draft, visit } = at;
  const { person } = visit.caller;
  const adopted = person ? await visit.services.drafts.adopt(draft, person._id) : draft;
  const owned = adopted === draft ? draft : readable(adopted);
  const inTheWay = await inTheWayOf(visit, owned);
  if (inTheWay) {
    await acknowledge({ answered: prompt }, visit);
    return showOpenRegistration(visit, inTheWay, { wanted: { ref: refOf(owned) } });
  }
  // The answer that proves a person has done its work; it is not kept (the person record holds it).
  const change: DraftChange = person && owned !== draft ? {} : { answers: answers ?? {} };
  return advance({ ...at, draft: owned }, { ...change, editing: null }, { answered: prompt });
}

async function explain(
  { form, draft, visit }: At,
  prompt: Prompt,
  { key, params, forget = [], blameless }: Extract<Reading, { type: 'wrong' }>,
): Promise<Step> {
  const mistakes = draft.mistakes + (blameless ? 0 : 1);
  const change = { ...forgetting(forget), mistakes, ...updateMark(visit) };
  const written = await visit.services.drafts.write(draft, change);
  if (!written) return 'raced';
  const offersHelp = mistakes > MISTAKES_BEFORE_HELP;
  const sentences = [
    visit.texts.chat(key, params),
    ...(mistakes > 1 && !blameless ? [visit.texts.chat(`${prompt.id}-again`)] : []),
    ...(offersHelp ? [visit.texts.chat('mistakes-help')] : []),
  ];
  const { text: _question, ...choices } = await prompt.ask(readable(written), visit);
  const view = { ...choices, text: sentences.join('\n\n') };
  await visit.chat.show(withWayOut(view, visit.texts, { ...wayOutOf(form, written), offersHelp }));
  return 'done';
}

async function finish(
  at: At,
  { change, next }: { change: DraftChange; next: Draft },
  beside: Beside,
): Promise<Step> {
  const { form, visit } = at;
  const finished = await form.finish(next, visit);
  switch (finished.type) {
    case 'ask-again':
      return advance(at, { ...forgetting(finished.forget), editing: null }, { ...beside, why: finished.why });
    case 'card': {
      const card = { ...change, asked: finished.asked, ...finished.change };
      if (!(await writeAsked(at, card))) return 'raced';
      await acknowledge(beside, visit);
      await visit.chat.replace(withReason(finished.view, beside.why));
      return 'done';
    }
    case 'end':
      await acknowledge(beside, visit);
      await visit.chat.replace(withReason(finished.view, beside.why));
      // Last: should we die before, the same update finds the form again and shows the same.
      await endShown(at, finished.because);
      return 'done';
  }
}

/** The end was shown: whoever wrote meanwhile at the same question does not keep the form alive. */
async function endShown({ draft, visit }: At, because: Ending): Promise<void> {
  const { drafts } = visit.services;
  for (let found: Draft | null = draft; found && found.asked === draft.asked; ) {
    if (await drafts.end(found, because)) return;
    found = await drafts.byId(draft._id);
  }
}

/** Writes what waits for an answer now, in this chat: the form is open here. Null when somebody else wrote meanwhile. */
function writeAsked({ draft, visit }: At, change: DraftChange): Promise<Draft | null> {
  const here = { mistakes: 0, heldBy: visit.caller.account._id, remindedAt: null, setAsideAt: null };
  return visit.services.drafts.write(draft, { ...change, ...here, ...updateMark(visit) });
}

async function acknowledge({ answered }: Beside, visit: Visit): Promise<void> {
  const view = answered?.acknowledge?.(visit);
  if (view) await visit.chat.show(view);
}

const updateMark = ({ updateKey }: Visit): DraftChange =>
  updateKey === null ? {} : { lastUpdate: updateKey };
