/** Half-filled forms: found, written by compare-and-set, moved to another chat, ended, consumed. */
import type { ClientSession, Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import { direct } from '../../models/direct.ts';
import type { Answers, Draft, FormName, StoredDraft } from '../../models/draft.ts';
import type { Ending } from '../../models/form-ending.ts';
import type { Caller } from '../accounts/service.ts';
import type { Seal } from '../people/seal.ts';
import { adopt, adoptAll } from './adopt.ts';
import type { DraftChange } from './change.ts';
import { claimReminder, dropAllOf, end, leftSince, setAside } from './end.ts';
import {
  createMemory,
  type DraftsDeps,
  type Memory,
  ownerOf,
  ownersOf,
  personOwner,
  write,
} from './memory.ts';
import { open, openRegistration } from './open.ts';
import { othersRegistering } from './others-registering.ts';
import { openedDraft } from './sealed.ts';

export interface Drafts {
  /** The form this caller is in: of all their drafts that are not set aside, the one touched last. */
  current(caller: Caller): Promise<Draft | null>;
  /** All forms this caller has begun and not ended, also those set aside; the one touched last comes first. */
  unfinished(caller: Caller): Promise<Draft[]>;
  byId(draft: Types.ObjectId): Promise<Draft | null>;
  /** Whether nobody wrote since `draft` was read. If somebody did, what this process remembers of it is forgotten. */
  isCurrent(draft: Draft): Promise<boolean>;
  /**
   * Opens a form, or finds the one of that kind which was begun before (perhaps in another chat, perhaps set aside). Of
   * registrations one is open at a time (N3): while one is, that is what comes back, whichever kind was asked for.
   */
  open(form: FormName, caller: Caller, answers?: Answers): Promise<Draft>;
  /** The registration that this caller has open, in whichever chat. */
  openRegistration(caller: Caller): Promise<Draft | null>;
  /**
   * Open registrations of this trainee by others than `by`, touched since then: those of portal users, and the trainee's
   * own with a course chosen.
   */
  othersRegistering(trainee: Types.ObjectId, by: Types.ObjectId, since: Date): Promise<Draft[]>;
  /**
   * Writes if nobody wrote since `draft` was read; null when somebody did, or when a form set aside cannot be opened
   * again because another registration has been opened: read again and decide anew.
   */
  write(draft: Draft, change: DraftChange): Promise<Draft | null>;
  /**
   * After an account was proven to be a person's, its draft becomes that person's, without the code and mobile that
   * proved it. Returns the one to go on with: the person may have had the form open elsewhere. It comes back set aside
   * when the person has another registration open.
   */
  adopt(draft: Draft, person: Types.ObjectId): Promise<Draft>;
  /**
   * Ends the form and records why, unless somebody wrote since `draft` was read, or it was gone already: then false.
   * `by`: the account that gave it up; when a registration was open in another chat, that one is told.
   */
  end(draft: Draft, because: Ending, by?: Types.ObjectId): Promise<boolean>;
  /** The form whose card holds this operation id; null when that card is no longer valid. */
  ofCard(person: Types.ObjectId, operationId: string): Promise<Draft | null>;
  /** Takes the draft out inside the transaction that does what it asks for; null when that card is no longer valid. */
  consume(person: Types.ObjectId, operationId: string, session: ClientSession): Promise<Draft | null>;
  /** Ends the form whose card holds this operation id, if it is still the latest: there is nothing left for it to do. */
  endCard(person: Types.ObjectId, operationId: string): Promise<void>;
  /** Ends all forms of a person who is being deleted, and those by which others register them, in that transaction. */
  dropAllOf(
    person: Types.ObjectId,
    accounts: readonly Pick<Account, '_id'>[],
    session: ClientSession,
  ): Promise<void>;
  /** Open forms that nobody has touched since then and whose person was not reminded yet, longest left first. */
  leftAlone(since: Date, limit: number): Promise<Draft[]>;
  /** Forms to be set aside: not touched since then, longest left first. */
  leftTooLong(since: Date, limit: number): Promise<Draft[]>;
  /** Notes that the person is being reminded; false when they, or another reminder, came first. */
  claimReminder(draft: Draft): Promise<boolean>;
  /** Closes the form but keeps it, and records that; false when the person came first. */
  setAside(draft: Draft): Promise<boolean>;
}

export function createDrafts(deps: DraftsDeps): Drafts {
  const { models, seal } = deps;
  const memory = createMemory(deps);
  return {
    current: (caller) => current(memory, caller),
    async unfinished(caller) {
      await adoptAll(memory, caller);
      const found = await models.Draft.find({ owner: ownerOf(caller) })
        .sort({ touchedAt: -1 })
        .lean<StoredDraft[]>();
      return found.map((draft) => openedDraft(seal, draft));
    },
    byId: async (draft) => orNull(seal, await models.Draft.findById(draft).lean<StoredDraft>()),
    isCurrent: (draft) => isCurrent(memory, draft),
    open: (form, caller, answers) => open(memory, form, caller, answers ?? {}),
    openRegistration: (caller) => openRegistration(memory, ownerOf(caller)),
    othersRegistering: (trainee, by, since) => othersRegistering(memory, { trainee, by, since }),
    write: (draft, change) => write(memory, draft, change),
    adopt: (draft, person) => adopt(memory, draft, person),
    end: (draft, because, by) => end(memory, draft, because, by),
    ofCard: (person, operationId) => ofCard(memory, personOwner(person), operationId),
    async consume(person, operationId, session) {
      const owner = personOwner(person);
      memory.remembered.delete(owner);
      const consumed = await direct(models.Draft).findOneAndDelete({ owner, operationId }, { session });
      return orNull(seal, consumed);
    },
    async endCard(person, operationId) {
      const owner = personOwner(person);
      const draft = await models.Draft.findOne({ owner, operationId }).lean<StoredDraft>();
      if (draft) await end(memory, openedDraft(seal, draft), 'pointless');
    },
    dropAllOf: (person, accounts, session) => dropAllOf(memory, person, accounts, session),
    leftAlone: (since, limit) => leftSince(memory, since, { remindedAt: null }, limit),
    leftTooLong: (since, limit) => leftSince(memory, since, {}, limit),
    claimReminder: (draft) => claimReminder(memory, draft),
    setAside: (draft) => setAside(memory, draft),
  };
}

const orNull = (seal: Seal, stored: StoredDraft | null): Draft | null => stored && openedDraft(seal, stored);

async function current(memory: Memory, caller: Caller): Promise<Draft | null> {
  const owner = ownerOf(caller);
  const known = memory.remembered.get(owner);
  if (known) return known;
  const found = await direct(memory.models.Draft).findOne(
    { owner: { $in: ownersOf(caller) }, setAsideAt: { $exists: false } },
    { sort: { touchedAt: -1 } },
  );
  const begun = orNull(memory.seal, found);
  const draft = begun && caller.person ? await adopt(memory, begun, caller.person._id) : begun;
  // Adopted beside another registration, it was set aside: that other one is the form they are in.
  if (draft?.setAsideAt) return current(memory, caller);
  if (draft) memory.remembered.set(owner, draft);
  return draft;
}

async function isCurrent({ models, remembered }: Memory, { _id, version, owner }: Draft): Promise<boolean> {
  const found = await direct(models.Draft).findOne({ _id, version }, { projection: { _id: 1 } });
  if (!found) remembered.delete(owner);
  return found !== null;
}

async function ofCard({ models, seal, remembered }: Memory, owner: string, operationId: string) {
  const known = remembered.get(owner);
  if (known?.operationId === operationId) return known;
  return orNull(seal, await direct(models.Draft).findOne({ owner, operationId }));
}
