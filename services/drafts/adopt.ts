/** A draft becomes the person's, once its account was proven to be theirs. */
import type { Types } from 'mongoose';
import { direct } from '../../models/direct.ts';
import type { Draft } from '../../models/draft.ts';
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
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const adopted = (await giveOrSetAside(memory, draft, owner)) ?? (await join(memory, draft, owner));
    if (adopted) return adopted;
  }
  throw new Error(`Others changed the form that draft ${draft._id.toHexString()} joins ${ATTEMPTS} times`);
}

/** Each costs another chat of the same person a write in the same instant. */
const ATTEMPTS = 10;

/** Null when the person has a form of this kind already. */
async function giveOrSetAside(memory: Memory, draft: Draft, owner: string): Promise<Draft | null> {
  try {
    return await giveTo(memory, draft, owner);
  } catch (error) {
    if (isDuplicateKey(error, 'form')) return null;
    if (!isDuplicateKey(error, 'registering')) throw error;
  }
  try {
    return await giveTo(memory, draft, owner, { setAsideAt: memory.clock() });
  } catch (error) {
    if (isDuplicateKey(error, 'form')) return null;
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

/**
 * The person has this form already, open or set aside: that one goes on, here, with what was chosen here last. Null when
 * it was changed, or has ended, meanwhile. The draft ends last, so that a process that dies before loses nothing.
 */
async function join(memory: Memory, draft: Draft, owner: string): Promise<Draft | null> {
  const { models, seal } = memory;
  const { mobile: _mobile, nationalCode: _nationalCode, zerosMissing: _zeros, ...chosen } = draft.answers;
  const older = await direct(models.Draft).findOne({ owner, form: draft.form });
  if (!older) return null;
  const change = { heldBy: draft.heldBy, operationId: null, answers: chosen };
  const joined = await write(memory, openedDraft(seal, older), change);
  if (joined) await end(memory, draft, 'joined');
  return joined;
}
