/** A question: how it is asked, and how an answer is read. One file a question. */
import type { Answers, Draft } from '../../models/draft.ts';
import type { TextParams } from '../../texts/texts.ts';
import type { Input } from '../input.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';

export type Reading =
  /** `forget`: answers that have done their work and are not kept. */
  | { type: 'answer'; answers: Answers; forget?: readonly (keyof Answers)[] }
  /** Earlier answers turned out not to hold: they are asked for again, below the reason. */
  | { type: 'ask-again'; forget: readonly (keyof Answers)[]; why: string }
  /** The text says what was wrong and what would be right; the question stays open. `forget`: kept answers that do not hold. */
  | {
      type: 'wrong';
      key: string;
      params?: TextParams;
      forget?: readonly (keyof Answers)[];
      /** The person made no mistake (a service is down, tries are used up): other words would not help. */
      blameless?: true;
    }
  /** Not an answer yet, but something to show on the way to one (search results). */
  | { type: 'show'; view: View };

export interface Prompt {
  /**
   * Recorded in the draft as what was asked. The text `<id>-again` explains the question in other words, for a second
   * wrong answer.
   */
  id: string;
  /** The answers it asks for: taken back when the person goes back to it. */
  answers: readonly (keyof Answers)[];
  isAnswered(draft: Draft, visit: Visit): boolean | Promise<boolean>;
  /** The question with its own choices; the way back, out and to help is added by the engine. */
  ask(draft: Draft, visit: Visit): Promise<View>;
  read(input: Input, visit: Visit, draft: Draft): Promise<Reading>;
  /** Said once the answer is written, before the next question. */
  acknowledge?(visit: Visit): View | null;
}
