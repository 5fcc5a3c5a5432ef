/**
 * What all work on drafts shares: the drafts remembered in this process, whose they are, and the one way of writing.
 *
 * The draft last read or written here is remembered for a while and spares the next answer a read. It may be out of
 * date, since other processes write too; a write on such a draft finds another version, changes nothing, and forgets it.
 */
import { LRUCache } from 'lru-cache';
import type { ClientSession, Types } from 'mongoose';
import { direct } from '../../models/direct.ts';
import type { Draft } from '../../models/draft.ts';
import type { Models } from '../../models/models.ts';
import type { Caller } from '../accounts/service.ts';
import type { Clock } from '../clock.ts';
import type { Notifications } from '../notifications/service.ts';
import type { Seal } from '../people/seal.ts';
import { type InTransaction, isDuplicateKey } from '../transaction.ts';
import { type DraftChange, updateOf } from './change.ts';
import { isRegistration } from './kinds.ts';
import { isOpenInAnotherChat, recordForOtherChat } from './other-chat.ts';
import { openedDraft, sealedAnswers } from './sealed.ts';

export interface DraftsDeps {
  models: Models;
  clock: Clock;
  seal: Seal;
  inTransaction: InTransaction;
  notifications: Notifications;
}

/** What is only shown (an unfinished form on the first page) may be out of date by this much. */
const REMEMBERED_FOR_MS = 10_000;
const REMEMBERED_AT_MOST = 20_000;

export interface Memory extends DraftsDeps {
  /** By owner, the draft that `current` would find. */
  remembered: LRUCache<string, Draft>;
}

export function createMemory(deps: DraftsDeps): Memory {
  return { ...deps, remembered: new LRUCache({ max: REMEMBERED_AT_MOST, ttl: REMEMBERED_FOR_MS }) };
}

export const personOwner = (person: Types.ObjectId) => `person:${person.toHexString()}`;
export const accountOwner = (account: Types.ObjectId) => `account:${account.toHexString()}`;

export function ownerOf({ account, person }: Caller): string {
  return person ? personOwner(person._id) : accountOwner(account._id);
}

/** An account just proven may still have its draft under its own name: the process died before it was adopted. */
export function ownersOf(caller: Caller): string[] {
  return caller.person
    ? [personOwner(caller.person._id), accountOwner(caller.account._id)]
    : [ownerOf(caller)];
}

/**
 * Writes if nobody wrote since `draft` was read; null when somebody did, or when the form was set aside and cannot be
 * opened again because another registration has been opened meanwhile. The chat that a registration is taken from is
 * told.
 */
export async function write(memory: Memory, draft: Draft, change: DraftChange): Promise<Draft | null> {
  const { heldBy } = change;
  const written =
    heldBy && isOpenInAnotherChat(draft, heldBy)
      ? await takeFromOtherChat(memory, draft, { ...change, heldBy })
      : await writeUnlessLocked(memory, draft, change);
  if (written) memory.remembered.set(written.owner, written);
  else memory.remembered.delete(draft.owner);
  return written;
}

async function takeFromOtherChat(
  memory: Memory,
  draft: Draft,
  change: DraftChange & Pick<Draft, 'heldBy'>,
): Promise<Draft | null> {
  const moved = await memory.inTransaction<{ written: Draft; notice: Types.ObjectId } | null>(
    async ({ session, abort }) => {
      const written = await writeUnlessLocked(memory, draft, change, session);
      if (!written) return abort(null);
      const told = { event: 'registration-moved' as const, by: change.heldBy };
      return { written, notice: await recordForOtherChat(memory.notifications, draft, told, session) };
    },
  );
  if (moved) await memory.notifications.wake([moved.notice], ['chat']);
  return moved?.written ?? null;
}

async function writeUnlessLocked(
  { models, clock, seal }: Memory,
  draft: Draft,
  change: DraftChange,
  session?: ClientSession,
): Promise<Draft | null> {
  const now = clock();
  const answers = change.answers && sealedAnswers(seal, draft._id, change.answers);
  const { $set, ...others } = updateOf({ ...change, ...(answers && { answers }) }, now);
  const state = change.setAsideAt === null ? opened(draft, now) : {};
  try {
    const written = await direct(models.Draft).findOneAndUpdate(
      { _id: draft._id, version: draft.version },
      { ...others, $set: { ...$set, ...state } },
      { returnDocument: 'after', ...(session ? { session } : {}) },
    );
    return written && openedDraft(seal, written);
  } catch (error) {
    if (isDuplicateKey(error, 'registering')) return null;
    throw error;
  }
}

/** What a form has besides once it is open (again). */
const opened = (draft: Draft, now: Date): Pick<Draft, 'registering' | 'openSince'> => ({
  ...(isRegistration(draft.form) ? { registering: true } : {}),
  ...(draft.setAsideAt ? { openSince: now } : {}),
});
