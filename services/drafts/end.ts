/** How forms come to an end without what they were for: given up, pointless, or left alone and set aside. */
import type { ClientSession, Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import type { Draft, StoredDraft } from '../../models/draft.ts';
import type { Ending } from '../../models/form-ending.ts';
import { giveUpSeat } from '../seats/give-up.ts';
import { accountOwner, type Memory, personOwner } from './memory.ts';
import { isOpenInAnotherChat, recordForOtherChat } from './other-chat.ts';
import { openedDraft } from './sealed.ts';

/**
 * The draft goes, and the record of why comes, together. False when somebody wrote since `draft` was read. `by`: the
 * account that gave it up; a registration that was open in another chat is no longer looked for there.
 */
export async function end(
  memory: Memory,
  draft: Draft,
  because: Ending,
  by?: Types.ObjectId,
): Promise<boolean> {
  memory.remembered.delete(draft.owner);
  const told = by && isOpenInAnotherChat(draft, by) ? { event: 'registration-ended' as const, by } : null;
  const notices = await memory.inTransaction<Types.ObjectId[] | null>(async ({ session, abort }) => {
    const { _id, version } = draft;
    const { deletedCount } = await memory.models.Draft.deleteOne({ _id, version }, { session });
    if (deletedCount === 0) return abort(null);
    await giveUpSeat(memory, draft, session);
    await recordEnding(memory, draft, because, session);
    return told ? [await recordForOtherChat(memory.notifications, draft, told, session)] : [];
  });
  if (notices && notices.length > 0) await memory.notifications.wake(notices, ['chat']);
  return notices !== null;
}

/**
 * In the transaction that deletes a person: their forms go, those that their chats began before they were proven, and
 * those by which others are registering them.
 */
export async function dropAllOf(
  memory: Memory,
  person: Types.ObjectId,
  accounts: readonly Pick<Account, '_id'>[],
  session: ClientSession,
): Promise<void> {
  const { models, seal, remembered } = memory;
  const owners = [personOwner(person), ...accounts.map(({ _id }) => accountOwner(_id))];
  const theirs = { $or: [{ owner: { $in: owners } }, { 'answers.trainee': person.toHexString() }] };
  const found = await models.Draft.find(theirs).session(session).lean<StoredDraft[]>();
  for (const stored of found) {
    const draft = openedDraft(seal, stored);
    remembered.delete(draft.owner);
    await models.Draft.deleteOne({ _id: draft._id }, { session });
    await giveUpSeat(memory, draft, session);
    await recordEnding(memory, draft, 'pointless', session);
  }
}

async function recordEnding(
  { models, clock }: Memory,
  draft: Draft,
  because: Ending,
  session: ClientSession,
): Promise<void> {
  const { _id, form, owner, asked, mistakes } = draft;
  const ending = { draft: _id, form, owner, because, mistakes, at: clock() };
  await models.FormEnding.create([{ ...ending, ...(asked === undefined ? {} : { asked }) }], { session });
}

export async function leftSince(
  { models, seal }: Memory,
  since: Date,
  also: { remindedAt?: null },
  limit: number,
): Promise<Draft[]> {
  const left = await models.Draft.find({ setAsideAt: null, touchedAt: { $lte: since }, ...also })
    .sort({ touchedAt: 1 })
    .limit(limit)
    .lean<StoredDraft[]>();
  return left.map((draft) => openedDraft(seal, draft));
}

export async function claimReminder({ models, clock }: Memory, { _id, version }: Draft): Promise<boolean> {
  const reminded = await models.Draft.updateOne(
    { _id, version, remindedAt: null, setAsideAt: null },
    { $set: { remindedAt: clock() } },
  );
  return reminded.modifiedCount > 0;
}

/** False when somebody wrote since `draft` was read. */
export function setAside(memory: Memory, draft: Draft): Promise<boolean> {
  memory.remembered.delete(draft.owner);
  return memory.inTransaction(async ({ session, abort }) => {
    const { _id, version } = draft;
    const aside = await memory.models.Draft.updateOne(
      { _id, version, setAsideAt: null },
      // A card drawn before is no longer valid; continuing draws it anew. Another registration may begin.
      {
        $set: { setAsideAt: memory.clock() },
        $unset: { operationId: true, registering: true },
        $inc: { version: 1 },
      },
      { session },
    );
    if (aside.modifiedCount === 0) return abort(false);
    await giveUpSeat(memory, draft, session);
    await recordEnding(memory, draft, 'set-aside', session);
    return true;
  });
}
