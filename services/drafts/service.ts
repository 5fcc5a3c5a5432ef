/** Half-filled forms: found, written by compare-and-set, moved to another chat, dropped, consumed. */
import type { ClientSession, Types } from 'mongoose';
import type { Answers, Draft, FormName } from '../../models/draft.ts';
import type { Models } from '../../models/models.ts';
import type { Caller } from '../accounts/service.ts';
import type { Clock } from '../clock.ts';
import { isDuplicateKey } from '../transaction.ts';

/** What a write may change. `answers` are merged; `null` takes a value away. */
export interface DraftChange {
  answers?: { [Name in keyof Answers]?: Answers[Name] | null };
  asked?: string;
  mistakes?: number;
  operationId?: string | null;
  quotedFeeRials?: number;
  lastUpdate?: string;
  heldBy?: Types.ObjectId;
}

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
  /** Forgets the form. */
  drop(draft: Draft): Promise<void>;
  /** The course on the card with this operation id; null when that card is no longer valid. */
  courseOfCard(owner: Types.ObjectId, operationId: string): Promise<string | null>;
  /** Takes the draft out inside the transaction that does what it asks for; null when that card is no longer valid. */
  consume(owner: Types.ObjectId, operationId: string, session: ClientSession): Promise<Draft | null>;
}

export interface DraftsDeps {
  models: Models;
  clock: Clock;
}

export function createDrafts(deps: DraftsDeps): Drafts {
  const { models } = deps;
  return {
    current: (caller) => current(deps, caller),
    byId: (draft) => models.Draft.findById(draft).lean<Draft>(),
    open: (form, caller, answers) => open(deps, form, caller, answers ?? {}),
    write: (draft, change) => write(deps, draft, change),
    adopt: (draft, person) => adopt(deps, draft, person),
    drop: async (draft) => {
      await models.Draft.deleteOne({ _id: draft._id });
    },
    courseOfCard: async (owner, operationId) => {
      const draft = await models.Draft.findOne({ owner: personOwner(owner), operationId }).lean<Draft>();
      return draft?.answers.courseCode ?? null;
    },
    consume: (owner, operationId, session) =>
      models.Draft.findOneAndDelete({ owner: personOwner(owner), operationId }, { session }).lean<Draft>(),
  };
}

const personOwner = (person: Types.ObjectId) => `person:${person.toHexString()}`;
const accountOwner = (account: Types.ObjectId) => `account:${account.toHexString()}`;

function ownerOf({ account, person }: Caller): string {
  return person ? personOwner(person._id) : accountOwner(account._id);
}

async function open(
  { models, clock }: DraftsDeps,
  form: FormName,
  caller: Caller,
  answers: Answers,
): Promise<Draft> {
  const filter = { owner: ownerOf(caller), form };
  const fresh = { answers, heldBy: caller.account._id, mistakes: 0, version: 1, touchedAt: clock() };
  const options = { upsert: true, returnDocument: 'after', setDefaultsOnInsert: true } as const;
  try {
    return await models.Draft.findOneAndUpdate(filter, { $setOnInsert: fresh }, options)
      .orFail()
      .lean<Draft>();
  } catch (error) {
    // Two chats opened the form in the same instant; the index let one in, and this one finds it.
    if (isDuplicateKey(error)) return models.Draft.findOne(filter).orFail().lean<Draft>();
    throw error;
  }
}

async function write(
  { models, clock }: DraftsDeps,
  draft: Draft,
  change: DraftChange,
): Promise<Draft | null> {
  const set: Record<string, unknown> = { touchedAt: clock() };
  const unset: Record<string, true> = {};
  const { answers = {}, ...fields } = change;
  for (const [name, value] of Object.entries(fields)) put(name, value);
  for (const [name, value] of Object.entries(answers)) put(`answers.${name}`, value);
  return models.Draft.findOneAndUpdate(
    { _id: draft._id, version: draft.version },
    { $set: set, $unset: unset, $inc: { version: 1 } },
    { returnDocument: 'after' },
  ).lean<Draft>();

  function put(path: string, value: unknown): void {
    if (value === null) unset[path] = true;
    else set[path] = value;
  }
}

async function current({ models, clock }: DraftsDeps, caller: Caller): Promise<Draft | null> {
  // An account just proven may still have its draft under its own name: the process died before it was adopted.
  const owners = caller.person
    ? [personOwner(caller.person._id), accountOwner(caller.account._id)]
    : [ownerOf(caller)];
  const draft = await models.Draft.findOne({ owner: { $in: owners } })
    .sort({ touchedAt: -1 })
    .lean<Draft>();
  return draft && caller.person ? adopt({ models, clock }, draft, caller.person._id) : draft;
}

async function adopt({ models, clock }: DraftsDeps, draft: Draft, person: Types.ObjectId): Promise<Draft> {
  const owner = personOwner(person);
  if (draft.owner === owner) return draft;
  try {
    return await models.Draft.findOneAndUpdate(
      { _id: draft._id },
      {
        $set: { owner, touchedAt: clock() },
        $unset: { 'answers.mobile': true, 'answers.nationalCode': true },
        $inc: { version: 1 },
      },
      { returnDocument: 'after' },
    )
      .orFail()
      .lean<Draft>();
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return join({ models, clock }, draft, owner);
  }
}

/** The person has this form open in another chat already: that one goes on, here, with what was chosen here last. */
async function join({ models, clock }: DraftsDeps, draft: Draft, owner: string): Promise<Draft> {
  const { mobile: _mobile, nationalCode: _nationalCode, ...chosen } = draft.answers;
  const older = await models.Draft.findOne({ owner, form: draft.form }).orFail().lean<Draft>();
  await models.Draft.deleteOne({ _id: draft._id });
  const change = { heldBy: draft.heldBy, operationId: null, answers: chosen };
  const joined = await write({ models, clock }, older, change);
  return joined ?? models.Draft.findOne({ owner, form: draft.form }).orFail().lean<Draft>();
}
