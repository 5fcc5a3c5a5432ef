/**
 * Somebody gives a national code that is proven in a chat of another, with a number that is not registered to it. They
 * do not get it, and staff see that it was tried.
 */
import type { Account } from '../../models/account.ts';
import type { IdentityDeps } from './service.ts';

/** Whether the code is that of somebody who has a chat. */
export async function isTaken(
  { models, people, cases }: IdentityDeps,
  nationalCode: string,
  { _id: account, platform }: Account,
): Promise<boolean> {
  const owner = await people.byCode(nationalCode);
  if (!owner || !(await models.Account.exists({ person: owner._id }))) return false;
  await cases.open({
    kind: 'code-taken',
    dedupeKey: `code-taken-${owner._id.toHexString()}-${account.toHexString()}`,
    person: owner._id,
    facts: { platform },
  });
  return true;
}
