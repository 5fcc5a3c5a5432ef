/** Opening a form: the one that is there already is found, and of registrations one is open at a time (N3). */
import { direct } from '../../models/direct.ts';
import type { Answers, Draft, FormName } from '../../models/draft.ts';
import type { Caller } from '../accounts/service.ts';
import { isDuplicateKey } from '../transaction.ts';
import { adoptAll } from './adopt.ts';
import { isOneOfAKind, isRegistration } from './kinds.ts';
import { type Memory, ownerOf } from './memory.ts';

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
export function openRegistration({ models }: Memory, owner: string): Promise<Draft | null> {
  return direct(models.Draft).findOne({ owner, registering: true });
}

/** What was set aside cannot be gone on with while another registration is open. */
async function inTheWayOf(memory: Memory, draft: Draft): Promise<Draft | null> {
  const mayBeLocked = draft.setAsideAt !== undefined && isRegistration(draft.form);
  return mayBeLocked ? openRegistration(memory, draft.owner) : null;
}

async function findOrCreate(
  memory: Memory,
  { owner, form }: Pick<Draft, 'owner' | 'form'>,
  first: Pick<Draft, 'answers' | 'heldBy'>,
): Promise<Draft> {
  const now = memory.clock();
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
      return draft;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      // Opened by another chat in the same instant, or another registration is open: an index let one in.
      const found =
        (await openRegistrationOf(memory, owner, form)) ?? (await drafts.findOne({ owner, form }));
      if (found) return found;
    }
  }
  throw new Error(
    `A form was opened and ended by others ${ATTEMPTS} times in a row while it was being opened`,
  );
}

async function openRegistrationOf(memory: Memory, owner: string, form: FormName): Promise<Draft | null> {
  return isRegistration(form) ? openRegistration(memory, owner) : null;
}
