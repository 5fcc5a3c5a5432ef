/** What a task costs a person: everything that they must send or tap. */
import type { Person } from './person.ts';

export interface CountedPerson extends Person {
  /** Messages and taps so far. */
  acts(): number;
}

/** The same person in the same chat. */
export function counted(person: Person): CountedPerson {
  let acts = 0;
  const counting =
    <Input extends unknown[]>(act: (...input: Input) => Promise<void>) =>
    (...input: Input) => {
      acts += 1;
      return act(...input);
    };
  return {
    ...person,
    sends: counting(person.sends),
    sharesContact: counting(person.sharesContact),
    presses: counting(person.presses),
    does: counting(person.does),
    acts: () => acts,
  };
}
