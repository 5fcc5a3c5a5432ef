/**
 * Whether the keys of the settings are those of the records. With another hash key nobody would be found, and everybody
 * who comes would become a second person; so nothing starts then.
 */
import type { Connection } from 'mongoose';
import { direct } from '../../models/direct.ts';
import type { StoredPerson } from '../../models/person.ts';
import { OTHER_HASH_KEY } from './reseal.ts';
import type { Seal } from './seal.ts';

/** Throws when they are not. Looks at the first and the last person: a change of keys goes from the one to the other. */
export async function keysFit(connection: Connection, seal: Seal): Promise<void> {
  const people = direct(connection.model<StoredPerson>('Person'));
  for (const order of [1, -1] as const) {
    const person = await people.findOne({ codeHash: { $exists: true } }, { sort: { _id: order } });
    if (!person) return;
    const code = seal.open(person.nationalCode, { of: 'person', id: person._id, field: 'nationalCode' });
    if (seal.hashOf(code) !== person.codeHash) throw new Error(OTHER_HASH_KEY);
  }
}
