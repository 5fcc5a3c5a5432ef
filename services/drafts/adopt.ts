/** A draft becomes the person's, once its account was proven to be theirs. */
import type { Types } from 'mongoose';
import { direct } from '../../models/direct.ts';
import type { Draft, StoredDraft } from '../../models/draft.ts';
import type { Caller } from '../accounts/service.ts';
import { isDuplicateKey } from '../transaction.ts';
import { end } from './end.ts';
import { accountOwner, type Memory, personOwner, write } from './memory.ts';
import { openedDraft } from './sealed.ts';

/** Every draft that this account began before it was proven to be the caller's. */
export async function adoptAll(memory: Memory, { account, person }: Caller): Promise<void> {
  if (!person) return;
  const owner = accountOwner(account._id);
  const drafts = await direct(memory.models.Draft).find({ owner }).toArray();
  for (const draft of drafts) await adopt(memory, openedDraft(memory.seal, draft), person._id);
}

/**
 * A form of this kind that the person has already takes it in; while they have another registration open (N3), it is
 * set aside. Either way nothing that was answered is lost.
 */
export async function adopt(memory: Memory, draft: Draft, person: Types.ObjectId): Promise<Draft> {
  const owner = personOwner(person);
  if (draft.owner === owner) return draft;
  memory.remembered.delete(draft.owner);
  try {
    return await giveTo(memory, draft, owner);
  } catch (error) {
    if (isDuplicateKey(error, 'registering')) return adoptAside(memory, draft, owner);
    if (isDuplicateKey(error, 'form')) return join(memory, draft, owner);
    throw error;
  }
}

async function adoptAside(memory: Memory, draft: Draft, owner: string): Promise<Draft> {
  try {
    return await giveTo(memory, draft, owner, { setAsideAt: memory.clock() });
  } catch (error) {
    if (isDuplicateKey(error, 'form')) return join(memory, draft, owner);
    throw error;
  }
}

async function giveTo(
  { models, seal }: Memory,
  draft: Draft,
  owner: string,
  aside: Pick<Draft, 'setAsideAt'> = {},
): Promise<Draft> {
  const adopted = await direct(models.Draft).findOneAndUpdate(
    { _id: draft._id },
    {
      $set: { owner, ...aside },
      $unset: {
        'answers.mobile': true,
        'answers.nationalCode': true,
        'answers.zerosMissing': true,
        ...(aside.setAsideAt ? { registering: true, operationId: true } : {}),
      },
      $inc: { version: 1 },
    },
    { returnDocument: 'after' },
  );
  if (!adopted) throw new Error(`Draft ${draft._id.toHexString()} ended before it could be adopted`);
  return openedDraft(seal, adopted);
}

/** The person has this form already, open or set aside: that one goes on, here, with what was chosen here last. */
async function join(memory: Memory, draft: Draft, owner: string): Promise<Draft> {
  const { mobile: _mobile, nationalCode: _nationalCode, zerosMissing: _zeros, ...chosen } = draft.answers;
  const older = await formOf(memory, owner, draft.form);
  await end(memory, draft, 'joined');
  const joined = await write(memory, older, { heldBy: draft.heldBy, operationId: null, answers: chosen });
  return joined ?? formOf(memory, owner, draft.form);
}

async function formOf({ models, seal }: Memory, owner: string, form: Draft['form']): Promise<Draft> {
  return openedDraft(seal, await models.Draft.findOne({ owner, form }).orFail().lean<StoredDraft>());
}
