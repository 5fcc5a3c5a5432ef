/** The people whom the sandbox's civil registry, mobile operators and messengers know. */
import type { Platform, SandboxEvents } from './events.ts';
import type { Store } from './store.ts';

/** An account of a person at a messenger. */
export interface MessengerAccount {
  /** The messenger's own number for this user, as decimal digits. */
  userId: string;
  username?: string;
  /** IETF tag of the app's language; `fa` unless told otherwise. */
  languageCode: string;
}

/** One inhabitant. Nothing here is a real person. */
export interface SandboxPerson {
  /** Ten digits with a valid check digit. */
  nationalCode: string;
  firstName: string;
  lastName: string;
  fatherName: string;
  /** Jalali, `1377/09/03`. */
  birthDate: string;
  gender?: 'woman' | 'man';
  alive: boolean;
  /** `09…`; absent for a person without a phone. */
  mobile?: string;
  /** Who the operator says owns `mobile`, when that is not this person (a SIM in a parent's name). */
  mobileRegisteredTo?: string;
  /** What the page's list calls them, and what they may try. */
  role: 'trainee' | 'portal-user' | 'staff';
  note: string;
  accounts: Partial<Record<Platform, MessengerAccount>>;
}

export interface Population {
  all(): SandboxPerson[];
  byNationalCode(nationalCode: string): SandboxPerson | undefined;
  byAccount(platform: Platform, userId: string): SandboxPerson | undefined;
  /** National code to which the operators have registered this mobile. */
  ownerOfMobile(mobile: string): string | undefined;
  /** Adds a person, or replaces the one with the same national code. */
  put(person: SandboxPerson): void;
}

export interface PopulationDeps {
  store: Store;
  events: SandboxEvents;
  /** Born with the sandbox; those that the store already holds are left as they are. */
  firstPeople: readonly SandboxPerson[];
}

export function createPopulation({ store, events, firstPeople }: PopulationDeps): Population {
  const people = store.map<SandboxPerson>('people');
  for (const person of firstPeople) {
    if (!people.get(person.nationalCode)) people.set(person.nationalCode, person);
  }
  const all = () => [...people.values()];

  return {
    all,
    byNationalCode: (nationalCode) => people.get(nationalCode),
    byAccount: (platform, userId) => all().find((person) => person.accounts[platform]?.userId === userId),
    ownerOfMobile(mobile) {
      const holder = all().find((person) => person.mobile === mobile);
      return holder && (holder.mobileRegisteredTo ?? holder.nationalCode);
    },
    put(person) {
      people.set(person.nationalCode, person);
      events.publish({ type: 'person', item: person });
    },
  };
}
