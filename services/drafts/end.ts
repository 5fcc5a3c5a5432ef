/** How forms come to an end without what they were for: given up, pointless, or left alone and set aside. */
import type { Draft } from '../../models/draft.ts';
import type { Ending } from '../../models/form-ending.ts';
import type { Memory } from './memory.ts';

export async function end(memory: Memory, draft: Draft, because: Ending): Promise<boolean> {
  memory.remembered.delete(draft.owner);
  const { deletedCount } = await memory.models.Draft.deleteOne({ _id: draft._id, version: draft.version });
  if (deletedCount > 0) await recordEnding(memory, draft, because);
  return deletedCount > 0;
}

async function recordEnding({ models, clock }: Memory, draft: Draft, because: Ending): Promise<void> {
  const { _id, form, owner, asked, mistakes } = draft;
  const ending = { draft: _id, form, owner, because, mistakes, at: clock() };
  await models.FormEnding.create({ ...ending, ...(asked === undefined ? {} : { asked }) });
}

export function leftSince({ models }: Memory, since: Date, also: { remindedAt?: null }, limit: number) {
  return models.Draft.find({ setAsideAt: null, touchedAt: { $lte: since }, ...also })
    .sort({ touchedAt: 1 })
    .limit(limit)
    .lean<Draft[]>();
}

export async function claimReminder({ models, clock }: Memory, { _id, version }: Draft): Promise<boolean> {
  const reminded = await models.Draft.updateOne(
    { _id, version, remindedAt: null, setAsideAt: null },
    { $set: { remindedAt: clock() } },
  );
  return reminded.modifiedCount > 0;
}

export async function setAside(memory: Memory, draft: Draft): Promise<boolean> {
  const { _id, version, owner } = draft;
  memory.remembered.delete(owner);
  const aside = await memory.models.Draft.updateOne(
    { _id, version, setAsideAt: null },
    // A card drawn before is no longer valid; continuing draws it anew.
    { $set: { setAsideAt: memory.clock() }, $unset: { operationId: true }, $inc: { version: 1 } },
  );
  if (aside.modifiedCount > 0) await recordEnding(memory, draft, 'set-aside');
  return aside.modifiedCount > 0;
}
