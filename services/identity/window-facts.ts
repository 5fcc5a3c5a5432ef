/** What the national window's word changes of a person. Pure. */
import type { Person } from '../../models/person.ts';
import type { WindowIdentity } from '../providers/identity/national-window-claims.ts';

export interface NewFacts {
  update: { $set: Partial<Person>; $unset: { exemption?: true } };
  /** The identity was open, or refused by the registry, and is verified now. */
  completes: boolean;
}

/**
 * Names that are there already stay: whoever came first, the registry or the window, has said who it is. A proven mobile
 * stays too, until its owner changes it. Without a name the registry is still to be asked for one.
 */
export function newFacts(person: Person, told: WindowIdentity, now: Date): NewFacts {
  const { gender, birthDate } = told;
  const brings = person.identity !== 'verified' && told.firstName !== undefined;
  const names = brings ? namesOf(person, told) : {};
  const isNamed = person.firstName !== undefined || told.firstName !== undefined;
  const identity = isNamed ? 'verified' : 'pending';
  const mobile = person.mobileState === 'verified' ? undefined : told.mobile;
  return {
    update: {
      $set: {
        ...names,
        identity,
        ...(gender ? { gender } : {}),
        ...(birthDate ? { birthDate } : {}),
        ...(mobile ? { mobile, mobileState: 'verified', mobileVerifiedAt: now } : {}),
      },
      $unset: mobile ? { exemption: true } : {},
    },
    completes: identity === 'verified' && person.identity !== 'verified',
  };
}

/** What staff have written down is not overwritten. */
function namesOf(person: Person, { firstName, lastName }: WindowIdentity): Partial<Person> {
  if (person.nameSource === 'staff' || !firstName || !lastName) return {};
  return { firstName, lastName, nameSource: 'national-window' };
}
