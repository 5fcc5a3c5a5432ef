/** The person of a national code, also when nobody but a file or a portal user has named them so far. */
import type { ClientSession } from 'mongoose';
import { direct } from '../../models/direct.ts';
import type { Models } from '../../models/models.ts';
import type { Person } from '../../models/person.ts';
import type { Clock } from '../clock.ts';

/**
 * Finds the person, or makes one whose name is still to come: the backfill asks the registry for it. One person per
 * code, however often and from wherever this is called at once (a duplicate is refused by the index and thrown).
 */
export async function personOfCode(
  { models, clock }: { models: Models; clock: Clock },
  nationalCode: string,
  session?: ClientSession,
): Promise<Person> {
  const person = await direct(models.Person).findOneAndUpdate(
    { nationalCode },
    {
      $setOnInsert: {
        identity: 'pending',
        registryAttempts: 0,
        mobileState: 'unverified',
        language: 'fa',
        createdAt: clock(),
      },
    },
    { upsert: true, returnDocument: 'after', ...(session ? { session } : {}) },
  );
  if (!person) throw new Error('The database acknowledged the person but did not return them');
  return person;
}
