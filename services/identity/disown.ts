/**
 * "It was not me": a person says of a chat that was added to their name that it is not theirs. It is taken away at once,
 * and staff look into it. Whoever has that chat is nobody there until they are proven again.
 */
import type { Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import type { Person } from '../../models/person.ts';
import type { IdentityDeps } from './service.ts';

export interface Objection {
  by: Pick<Person, '_id'>;
  /** Where it is said; and the chat that it is said of. */
  from: Types.ObjectId;
  account: Types.ObjectId;
}

export type DisownOutcome =
  | { type: 'disowned' }
  /** It is not the person's any more, or never was, or it is the very chat that speaks. */
  | { type: 'not-theirs' };

export async function disown(deps: IdentityDeps, objection: Objection): Promise<DisownOutcome> {
  const { by, from, account } = objection;
  if (from.equals(account)) return { type: 'not-theirs' };
  const done = await deps.inTransaction<{ taken: Account; notices: Types.ObjectId[] } | null>(
    async ({ session, abort }) => {
      const taken = await deps.models.Account.findOneAndUpdate(
        { _id: account, person: by._id },
        { $unset: { person: true } },
        { session },
      ).lean<Account>();
      if (!taken) return abort(null);
      const matter = {
        kind: 'code-taken' as const,
        dedupeKey: `not-me-${account.toHexString()}-${by._id.toHexString()}`,
        person: by._id,
        facts: { platform: taken.platform },
      };
      const { notices } = await deps.cases.open(matter, session);
      return { taken, notices };
    },
  );
  if (!done) return { type: 'not-theirs' };
  deps.accounts.forget(done.taken);
  await deps.notifications.wake(done.notices);
  return { type: 'disowned' };
}
