/** What the registers say of a person by the code that is to be theirs. */
import type { Person } from '../../models/person.ts';
import { askRegistry, type Names } from '../identity/ask-registry.ts';
import type { CorrectionOutcome, CorrectionsDeps } from './service.ts';

export interface Finding {
  type: 'found';
  /** Null: whoever is known by the code already has names that stay. */
  names: Names | null;
  /** The person's number is registered to the code. */
  isTheirMobile: boolean;
  /** Who is known by the code already. */
  owner: Person | null;
}

export type Refusal = Exclude<CorrectionOutcome, { type: 'corrected' | 'merged' }>;

export async function askRegisters(
  deps: CorrectionsDeps,
  { _id, mobile }: Person,
  nationalCode: string,
): Promise<Finding | Refusal> {
  const owner = await deps.people.byCode(nationalCode);
  const word = await askRegistry(deps, nationalCode, owner);
  if (word.type !== 'let-in') return word;
  const { names } = word;
  if (!names && owner?.identity !== 'verified') return { type: 'cannot-check-now' };
  const found = { type: 'found', names, owner } as const;
  const match = mobile === undefined ? null : await deps.mobileOwnership.match(nationalCode, mobile);
  if (match?.type === 'match') return { ...found, isTheirMobile: true };
  if (match?.type === 'unavailable') return { type: 'cannot-check-now' };
  // Whoever chats as this person has nothing to show for the new code but their number.
  const hasChat = await deps.models.Account.exists({ person: _id });
  return hasChat ? { type: 'mobile-of-another' } : { ...found, isTheirMobile: false };
}
