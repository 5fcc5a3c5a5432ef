/** What a form is: prompts over a draft, and what happens when none of them lacks an answer. */
import type { Answers, Draft, FormName } from '../../models/draft.ts';
import type { DraftChange } from '../../services/drafts/change.ts';
import type { Prompt } from '../prompts/prompt.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';

export interface Form {
  name: FormName;
  /** In the order of asking. */
  prompts: readonly Prompt[];
  /** Called when every prompt is answered; it decides what the person sees, the engine writes and shows it. */
  finish(draft: Draft, visit: Visit): Promise<Finish>;
}

export type Finish =
  /** A card waits for a tap. `asked` names it in the draft; `change` is written before the card is shown. */
  | { type: 'card'; asked: string; change: DraftChange; view: View }
  /** These answers do not hold (any more): say why and ask for them again. */
  | { type: 'ask-again'; forget: readonly (keyof Answers)[]; why: string }
  /** Nothing is left to do: the draft is dropped. */
  | { type: 'end'; view: View };
