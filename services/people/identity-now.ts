/** Who somebody is at this moment, for a transaction that is about to give them something. */
import type { ClientSession, Types } from 'mongoose';
import type { Models } from '../../models/models.ts';
import type { IdentityState, Person } from '../../models/person.ts';
import type { Clock } from '../clock.ts';

/**
 * Read in the transaction. Whose deletion has been asked for is written, too, so that of it and of what the caller does
 * only one commits: nobody is enrolled, or pays into a wallet, that belongs to nobody. `deleted` also of nobody.
 */
export async function identityNow(
  { models, clock }: { models: Models; clock: Clock },
  _id: Types.ObjectId,
  session: ClientSession,
): Promise<IdentityState> {
  const fields = { identity: 1, deletion: 1 };
  const person = await models.Person.findById(_id, fields, { session }).lean<
    Pick<Person, 'identity' | 'deletion'>
  >();
  if (!person) return 'deleted';
  if (person.deletion) {
    const held = { $set: { 'deletion.heldAt': clock() } };
    await models.Person.updateOne({ _id, deletion: { $exists: true } }, held, { session });
  }
  return person.identity;
}
