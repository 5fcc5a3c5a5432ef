/** How a button names a form of a person: by its kind, or, where several of that kind may wait, by its id. */
import type { Draft } from '../models/draft.ts';
import { isOneOfAKind } from '../services/drafts/kinds.ts';

export const refOf = ({ _id, form }: Pick<Draft, '_id' | 'form'>): string =>
  isOneOfAKind(form) ? form : _id.toHexString();

/** The form that a button names. A kind of which there are several means the one that is open, or was touched last. */
export function named(drafts: readonly Draft[], ref: string): Draft | null {
  const found = drafts.filter(({ _id, form }) => form === ref || _id.toHexString() === ref);
  return found.find(({ setAsideAt }) => setAsideAt === undefined) ?? found[0] ?? null;
}
