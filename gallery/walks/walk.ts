/** A walk through the bot, told by the keys of its texts; it is walked on both messengers and in both languages. */
import type { PersonOptions, Platform } from '../../test/support/person.ts';
import type { Visitor } from '../visitor.ts';
import type { World } from '../world.ts';

export interface Walk {
  name: string;
  /** Switches systems that others need: nobody else walks meanwhile. */
  alone?: true;
  /** Waits for jobs that come at their own time: left out of the fast run. */
  slow?: true;
  /** Only this messenger has what is walked through. */
  only?: Platform;
  who?: PersonOptions;
  /** `newcomer(options)`: another person in the same setting. */
  run(visitor: Visitor, world: World, another: (options?: PersonOptions) => Promise<Visitor>): Promise<void>;
}
