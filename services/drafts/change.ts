/** What a write may change in a draft, and what it comes to: in the database, and beforehand in memory. Pure. */
import type { Types } from 'mongoose';
import type { Answers, Draft } from '../../models/draft.ts';

/** `answers` are merged; `null` takes a value away. */
export interface DraftChange {
  answers?: { [Name in keyof Answers]?: Answers[Name] | null };
  asked?: string;
  editing?: string | null;
  mistakes?: number;
  operationId?: string | null;
  quotedFeeRials?: number;
  holdsSeat?: true;
  lastUpdate?: string;
  heldBy?: Types.ObjectId;
  remindedAt?: null;
  setAsideAt?: null;
}

/** Takes these answers back. */
export function forgetting(names: readonly (keyof Answers)[]): DraftChange {
  return { answers: Object.fromEntries(names.map((name) => [name, null])) };
}

/** The answers as they will be once `change` is written. */
export function answersAfter(draft: Draft, change: DraftChange): Answers {
  const merged = Object.entries({ ...draft.answers, ...change.answers });
  return Object.fromEntries(merged.filter(([, value]) => value !== null));
}

/** The change as an update of the database. */
export function updateOf({ answers = {}, ...fields }: DraftChange, touchedAt: Date) {
  const set: Record<string, unknown> = { touchedAt };
  const unset: Record<string, true> = {};
  const answerPaths = Object.entries(answers).map(([name, value]) => [`answers.${name}`, value] as const);
  for (const [path, value] of [...Object.entries(fields), ...answerPaths]) {
    if (value === null) unset[path] = true;
    else set[path] = value;
  }
  return { $set: set, $unset: unset, $inc: { version: 1 } };
}
