/** Opening a form: the one that is there already is found, and of registrations one is open at a time (N3). */
import { Types } from 'mongoose';
import { direct } from '../../models/direct.ts';
import type { Answers, Draft, FormName } from '../../models/draft.ts';
import type { Caller } from '../accounts/service.ts';
import { isDuplicateKey } from '../transaction.ts';
import { adoptAll } from './adopt.ts';
import { isOneOfAKind, isRegistration } from './kinds.ts';
import { type Memory, ownerOf } from './memory.ts';
import { openedDraft, sealedAnswers } from './sealed.ts';

/** Lost races in a row after which something is wrong with us, not with timing. */
const ATTEMPTS = 5;

export async function open(memory: Memory, form: FormName, caller: Caller, answers: Answers): Promise<Draft> {
  const owner = ownerOf(caller);
  const known = memory.remembered.get(owner);
  if (known?.form === form && isOneOfAKind(form)) return known;
  await adoptAll(memory, caller);
  const found = await findOrCreate(memory, { owner, form }, { answers, heldBy: caller.account._id });
  const draft = (await inTheWayOf(memory, found)) ?? found;
  if (!draft.setAsideAt) memory.remembered.set(owner, draft);
  return draft;
}

/** The registration that this owner has open. */
export async function openRegistration({ models, seal }: Memory, owner: string): Promise<Draft | null> {
  const found = await direct(models.Draft).findOne({ owner, registering: true });
  return found && openedDraft(seal, found);
}

/** What was set aside cannot be gone on with while another registration is open. */
async function inTheWayOf(memory: Memory, draft: Draft): Promise<Draft | null> {
  const mayBeLocked = draft.setAsideAt !== undefined && isRegistration(draft.form);
  return mayBeLocked ? openRegistration(memory, draft.owner) : null;
}

async function findOrCreate(
  memory: Memory,
  { owner, form }: Pick<Draft, 'owner' | 'form'>,
  { answers, heldBy }: Pick<Draft, 'answers' | 'heldBy'>,
): Promise<Draft> {
  const { seal } = memory;
  const now = memory.clock();
  const _id = new Types.ObjectId();
  const first = { _id, answers: sealedAnswers(seal, _id, answers), heldBy };
  const fresh = { ...first, mistakes: 0, version: 1, openSince: now, touchedAt: now };
  const drafts = direct(memory.models.Draft);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      const draft = isOneOfAKind(form)
        ? await drafts.findOneAndUpdate(
            { owner, form },
            { $setOnInsert: isRegistration(form) ? { ...fresh, registering: true } : fresh },
            { upsert: true, returnDocument: 'after' },
          )
        : await drafts.findOneAndUpdate(
            { owner, registering: true },
            { $setOnInsert: { ...fresh, form } },
            { upsert: true, returnDocument: 'after' },
          );
      if (!draft) throw new Error('The database acknowledged the draft but did not return it');
      return openedDraft(seal, draft);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      // Opened by another chat in the same instant, or another registration is open: an index let one in.
      const open = await openRegistrationOf(memory, owner, form);
      if (open) return open;
      const other = await drafts.findOne({ owner, form });
      if (other) return openedDraft(seal, other);
    }
  }
  throw new Error(
    `A form was opened and ended by others ${ATTEMPTS} times in a row while it was being opened`,
  );
}

async function openRegistrationOf(memory: Memory, owner: string, form: FormName): Promise<Draft | null> {
  return isRegistration(form) ? openRegistration(memory, owner) : null;
}
