/** What the civil registry says of a code before somebody is let in by it. */
import type { NameSource, Person } from '../../models/person.ts';
import type { CivilRegistry } from '../providers/identity/civil-registry.ts';
import { keptName } from './registry-answer.ts';

export interface Names {
  firstName: string;
  lastName: string;
  nameSource: NameSource;
}

export type RegistryWord =
  /** Null: known already, or the registry does not answer and the names follow (N2). */
  | { type: 'let-in'; names: Names | null }
  | { type: 'unknown-code' }
  | { type: 'deceased' }
  | { type: 'cannot-check-now' };

/** `known`: the person of this code, if there is one. */
export async function askRegistry(
  { civilRegistry }: { civilRegistry: CivilRegistry },
  nationalCode: string,
  known: Person | null,
): Promise<RegistryWord> {
  if (known?.identity === 'verified') return { type: 'let-in', names: null };
  const answer = await civilRegistry.lookup(nationalCode, known?.birthDate);
  switch (answer.type) {
    case 'found':
      return { type: 'let-in', names: keptNames(known) ?? namesIn(answer) };
    case 'not-found':
    case 'bad-input':
      return { type: 'unknown-code' };
    case 'deceased':
      return { type: 'deceased' };
    case 'unavailable':
      // Whom the registry has turned away before comes in by its own word only.
      return known?.identity === 'rejected' ? { type: 'cannot-check-now' } : { type: 'let-in', names: null };
  }
}

function namesIn({ firstName, lastName }: { firstName: string; lastName: string }): Names {
  return { firstName, lastName, nameSource: 'registry' };
}

/** What the national window or staff said stays. */
function keptNames(known: Person | null): Names | null {
  if (!known || keptName(known) === null) return null;
  const { firstName, lastName, nameSource } = known;
  return firstName && lastName && nameSource ? { firstName, lastName, nameSource } : null;
}
