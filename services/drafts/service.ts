/**
 * Half-filled forms: found, written by compare-and-set, moved to another chat, dropped, consumed.
 *
 * The draft last read or written here is remembered for a while and spares the next answer a read. It may be out of
 * date, since other processes write too; a write on such a draft finds another version, changes nothing, and forgets it.
 */
import { LRUCache } from 'lru-cache';
import type { ClientSession, Types } from 'mongoose';
import type { Answers, Draft, FormName } from '../../models/draft.ts';
import type { Models } from '../../models/models.ts';
import type { Caller } from '../accounts/service.ts';
import type { Clock } from '../clock.ts';
import { isDuplicateKey } from '../transaction.ts';
import { type DraftChange, updateOf } from './change.ts';

export interface Drafts {
  /** The form this caller is in: of all their drafts, the one touched last. */
  current(caller: Caller): Promise<Draft | null>;
  byId(draft: Types.ObjectId): Promise<Draft | null>;
  /** Opens a form, or finds the one of that kind which is already open (perhaps in another chat). */
  open(form: FormName, caller: Caller, answers?: Answers): Promise<Draft>;
  /** Writes if nobody wrote since `draft` was read; null when somebody did: read again and decide anew. */
  write(draft: Draft, change: DraftChange): Promise<Draft | null>;
  /**
   * After an account was proven to be a person's, its draft becomes that person's, without the code and mobile that
   * proved it. Returns the one to go on with: the person may have had the form open elsewhere.
   */
  adopt(draft: Draft, person: Types.ObjectId): Promise<Draft>;
  /** Ends the form, unless somebody wrote since `draft` was read, or it was gone already: then false. */
  drop(draft: Draft): Promise<boolean>;
  /** The course on the card with this operation id; null when that card is no longer valid. */
  courseOfCard(person: Types.ObjectId, operationId: string): Promise<string | null>;
  /** Takes the draft out inside the transaction that does what it asks for; null when that card is no longer valid. */
  consume(person: Types.ObjectId, operationId: string, session: ClientSession): Promise<Draft | null>;
  /** Ends the form whose card holds this operation id, if it is still the latest. */
  dropCard(person: Types.ObjectId, operationId: string): Promise<void>;
}

export interface DraftsDeps {
  models: Models;
  clock: Clock;
}

/** What is only shown (an unfinished form on the first page) may be out of date by this much. */
const REMEMBERED_FOR_MS = 10_000;
const REMEMBERED_AT_MOST = 20_000;

/** By owner, the draft that `current` would find. */
type Remembered = LRUCache<string, Draft>;
interface Memory extends DraftsDeps {
  remembered: Remembered;
}

export function createDrafts(deps: DraftsDeps): Drafts {
  const { models } = deps;
  const remembered: Remembered = new LRUCache({ max: REMEMBERED_AT_MOST, ttl: REMEMBERED_FOR_MS });
  const memory = { ...deps, remembered };
  return {
    current: (caller) => current(memory, caller),
    byId: (draft) => models.Draft.findById(draft).lean<Draft>(),
    open: (form, caller, answers) => open(memory, form, caller, answers ?? {}),
    write: (draft, change) => write(memory, draft, change),
    adopt: (draft, person) => adopt(memory, draft, person),
    drop: async (draft) => {
      remembered.delete(draft.owner);
      return (await models.Draft.deleteOne({ _id: draft._id, version: draft.version })).deletedCount > 0;
    },
    courseOfCard: (person, operationId) => courseOfCard(memory, personOwner(person), operationId),
    consume: (person, operationId, session) => {
      remembered.delete(personOwner(person));
      return models.Draft.findOneAndDelete(
        { owner: personOwner(person), operationId },
        { session },
      ).lean<Draft>();
    },
    dropCard: async (person, operationId) => {
      remembered.delete(personOwner(person));
      await models.Draft.deleteOne({ owner: personOwner(person), operationId });
    },
  };
}

const personOwner = (person: Types.ObjectId) => `person:${person.toHexString()}`;
const accountOwner = (account: Types.ObjectId) => `account:${account.toHexString()}`;

function ownerOf({ account, person }: Caller): string {
  return person ? personOwner(person._id) : accountOwner(account._id);
}

async function open(memory: Memory, form: FormName, caller: Caller, answers: Answers): Promise<Draft> {
  const owner = ownerOf(caller);
  const known = memory.remembered.get(owner);
  if (known?.form === form) return known;
  const draft = await findOrCreate(memory, { owner, form }, { answers, heldBy: caller.account._id });
  memory.remembered.set(owner, draft);
  return draft;
}

async function findOrCreate(
  { models, clock }: Memory,
  key: Pick<Draft, 'owner' | 'form'>,
  first: Pick<Draft, 'answers' | 'heldBy'>,
): Promise<Draft> {
  const fresh = { ...first, mistakes: 0, version: 1, touchedAt: clock() };
  try {
    return await models.Draft.findOneAndUpdate(
      key,
      { $setOnInsert: fresh },
      { upsert: true, returnDocument: 'after' },
    )
      .orFail()
      .lean<Draft>();
  } catch (error) {
    // Two chats opened the form in the same instant; the index let one in, and this one finds it.
    if (isDuplicateKey(error)) return models.Draft.findOne(key).orFail().lean<Draft>();
    throw error;
  }
}

async function write(memory: Memory, draft: Draft, change: DraftChange): Promise<Draft | null> {
  const written = await memory.models.Draft.findOneAndUpdate(
    { _id: draft._id, version: draft.version },
    updateOf(change, memory.clock()),
    { returnDocument: 'after' },
  ).lean<Draft>();
  if (written) memory.remembered.set(written.owner, written);
  else memory.remembered.delete(draft.owner);
  return written;
}

async function current(memory: Memory, caller: Caller): Promise<Draft | null> {
  const owner = ownerOf(caller);
  const known = memory.remembered.get(owner);
  if (known) return known;
  // An account just proven may still have its draft under its own name: the process died before it was adopted.
  const owners = caller.person ? [owner, accountOwner(caller.account._id)] : [owner];
  const found = await memory.models.Draft.findOne({ owner: { $in: owners } })
    .sort({ touchedAt: -1 })
    .lean<Draft>();
  const draft = found && caller.person ? await adopt(memory, found, caller.person._id) : found;
  if (draft) memory.remembered.set(owner, draft);
  return draft;
}

async function courseOfCard({ models, remembered }: Memory, owner: string, operationId: string) {
  const known = remembered.get(owner);
  const draft =
    known?.operationId === operationId
      ? known
      : await models.Draft.findOne({ owner, operationId }).lean<Draft>();
  return draft?.answers.courseCode ?? null;
}

async function adopt(memory: Memory, draft: Draft, person: Types.ObjectId): Promise<Draft> {
  const owner = personOwner(person);
  if (draft.owner === owner) return draft;
  memory.remembered.delete(draft.owner);
  try {
    return await memory.models.Draft.findOneAndUpdate(
      { _id: draft._id },
      {
        $set: { owner, touchedAt: memory.clock() },
        $unset: { 'answers.mobile': true, 'answers.nationalCode': true },
        $inc: { version: 1 },
      },
      { returnDocument: 'after' },
    )
      .orFail()
      .lean<Draft>();
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return join(memory, draft, owner);
  }
}

/** The person has this form open in another chat already: that one goes on, here, with what was chosen here last. */
async function join(memory: Memory, draft: Draft, owner: string): Promise<Draft> {
  const { Draft } = memory.models;
  const { mobile: _mobile, nationalCode: _nationalCode, ...chosen } = draft.answers;
  const older = await Draft.findOne({ owner, form: draft.form }).orFail().lean<Draft>();
  await Draft.deleteOne({ _id: draft._id });
  const joined = await write(memory, older, { heldBy: draft.heldBy, operationId: null, answers: chosen });
  return joined ?? Draft.findOne({ owner, form: draft.form }).orFail().lean<Draft>();
}
