/**
 * Grants: for which centres a person may register trainees. Whoever holds a live one is a portal user.
 *
 * What is done is judged by `holds`, in the transaction that does it; `Person.isPortalUser` is written together with the
 * grants so that menus need no reading of their own.
 */
import type { ClientSession, Types } from 'mongoose';
import type { Centre } from '../../models/centre.ts';
import type { Grant } from '../../models/grant.ts';
import type { Models } from '../../models/models.ts';
import type { Person } from '../../models/person.ts';
import type { AuditTrail } from '../audit-trail/service.ts';
import type { Clock } from '../clock.ts';
import type { People } from '../people/service.ts';
import { type InTransaction, isDuplicateKey } from '../transaction.ts';

export interface RevokeRequest {
  nationalCode: string;
  centreCode: string;
  /** Who decides it; absent when it comes from the organisation's files. */
  by?: Types.ObjectId;
  /** For the audit trail. */
  reason: string;
}

export interface GrantRequest extends RevokeRequest {
  /** May register people of a target group without a mobile (N6). */
  mayExempt: boolean;
}

/** `changed`: the grant was there and now says otherwise of exemptions; `had-it`: it was there just like this. */
export type GrantOutcome = { type: 'granted' | 'changed' | 'had-it' | 'unknown-centre' };

export type RevokeOutcome = { type: 'revoked' | 'had-none' | 'unknown-centre' };

export interface Grants {
  /** The live grants of a person. */
  ofPerson(person: Types.ObjectId): Promise<Grant[]>;
  /** The live grant of a person for a centre; null when there is none. With a session it is read in that transaction. */
  holds(person: Types.ObjectId, centre: Types.ObjectId, session?: ClientSession): Promise<Grant | null>;
  /** Gives a grant to the person of this code, also to one who has never come. The same again changes nothing. */
  grant(request: GrantRequest): Promise<GrantOutcome>;
  /** Takes it back; the record stays. */
  revoke(request: RevokeRequest): Promise<RevokeOutcome>;
}

export interface GrantsDeps {
  models: Models;
  people: People;
  auditTrail: Pick<AuditTrail, 'record'>;
  clock: Clock;
  inTransaction: InTransaction;
}

/** What makes a grant live, written as the index on live grants has it. */
const LIVE = { revokedAt: null };

export function createGrants(deps: GrantsDeps): Grants {
  const { Grant } = deps.models;
  return {
    ofPerson: (person) =>
      Grant.find({ person, ...LIVE })
        .sort({ grantedAt: 1, _id: 1 })
        .lean<Grant[]>(),
    holds: (person, centre, session) =>
      Grant.findOne({ person, centre, ...LIVE }, null, session ? { session } : {}).lean<Grant>(),
    grant: (request) => onceMore(() => grant(deps, request)),
    revoke: (request) => revoke(deps, request),
  };
}

/** Two grants at once: the index let one in, and the other finds it. */
async function onceMore<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return attempt();
  }
}

async function grant(deps: GrantsDeps, request: GrantRequest): Promise<GrantOutcome> {
  const { models, people, clock } = deps;
  const { nationalCode, centreCode, mayExempt, by } = request;
  const centre = await models.Centre.findOne({ code: centreCode }).lean<Centre>();
  if (!centre) return { type: 'unknown-centre' };
  return deps.inTransaction<GrantOutcome>(async ({ session }) => {
    const person = await people.ofCode(nationalCode, session);
    // Before the grants are looked at: whoever gives or takes one of this person's at the same time waits here.
    await models.Person.updateOne({ _id: person._id }, { isPortalUser: true }, { session });
    const key = { person: person._id, centre: centre._id, ...LIVE };
    const before = await models.Grant.findOneAndUpdate(key, { mayExempt }, { session }).lean<Grant>();
    if (before?.mayExempt === mayExempt) return { type: 'had-it' };
    await record(deps, { act: before ? 'grant-changed' : 'grant-given', person, request }, session);
    if (before) return { type: 'changed' };
    const fresh = { person: person._id, centre: centre._id, role: 'portal-user' as const, mayExempt };
    await models.Grant.create([{ ...fresh, grantedAt: clock(), ...(by ? { grantedBy: by } : {}) }], {
      session,
    });
    return { type: 'granted' };
  });
}

async function revoke(deps: GrantsDeps, request: RevokeRequest): Promise<RevokeOutcome> {
  const { models, people, clock, inTransaction } = deps;
  const { nationalCode, centreCode } = request;
  const centre = await models.Centre.findOne({ code: centreCode }).lean<Centre>();
  if (!centre) return { type: 'unknown-centre' };
  const person = await people.byCode(nationalCode);
  if (!person) return { type: 'had-none' };
  return inTransaction<RevokeOutcome>(async ({ session, abort }) => {
    const key = { person: person._id, centre: centre._id, ...LIVE };
    const { modifiedCount } = await models.Grant.updateOne(key, { revokedAt: clock() }, { session });
    if (modifiedCount === 0) return abort({ type: 'had-none' });
    const left = await models.Grant.countDocuments({ person: person._id, ...LIVE }, { session });
    await models.Person.updateOne({ _id: person._id }, { isPortalUser: left > 0 }, { session });
    await record(deps, { act: 'grant-revoked', person, request }, session);
    return { type: 'revoked' };
  });
}

interface Change {
  act: 'grant-given' | 'grant-changed' | 'grant-revoked';
  person: Person;
  request: RevokeRequest | GrantRequest;
}

function record({ auditTrail }: GrantsDeps, { act, person, request }: Change, session: ClientSession) {
  const { centreCode: centre, by, reason } = request;
  const exempting = 'mayExempt' in request ? { mayExempt: request.mayExempt ? 'yes' : 'no' } : {};
  const deed = {
    act,
    subject: { kind: 'person', id: person._id },
    reason,
    details: { centre, ...exempting },
  } as const;
  return auditTrail.record({ ...deed, ...(by ? { by } : {}) }, session);
}
