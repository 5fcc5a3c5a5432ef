/** What a form is: prompts over a draft, and what happens when none of them lacks an answer. */
import type { Answers, Draft, FormName } from '../../models/draft.ts';
import type { Ending } from '../../models/form-ending.ts';
import type { DraftChange } from '../../services/drafts/change.ts';
import type { Prompt } from '../prompts/prompt.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';

export interface Form {
  name: FormName;
  /** Text key of what people know the form as. */
  titleKey: string;
  /** In the order of asking. */
  prompts: readonly Prompt[];
  /** Names under which `finish` draws cards that wait for a tap. */
  cards: readonly string[];
  /** Called when every prompt is answered; it decides what the person sees, the engine writes and shows it. */
  finish(draft: Draft, visit: Visit): Promise<Finish>;
}

export type Finish =
  /** A card waits for a tap. `asked` names it in the draft; `change` is written before the card is shown. */
  | { type: 'card'; asked: string; change: DraftChange; view: View }
  /** These answers do not hold (any more): say why and ask for them again. */
  | { type: 'ask-again'; forget: readonly (keyof Answers)[]; why: string }
  /** Nothing is left to do: the draft ends. */
  | { type: 'end'; because: Ending; view: View };

/** The forms of this version of the bot, by name. */
export type FormSet = Readonly<Partial<Record<string, Form>>>;
