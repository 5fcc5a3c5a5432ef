/** What the card in a person's hand registers: whom, by whom, from whose wallet. */
import { type ClientSession, Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import type { Course } from '../../models/course.ts';
import type { Draft } from '../../models/draft.ts';
import type { Payer } from '../../models/enrolment.ts';
import type { Models } from '../../models/models.ts';
import type { Person } from '../../models/person.ts';
import type { Clock } from '../clock.ts';
import { identityNow } from '../people/identity-now.ts';

/** The tap on a card: who pressed it, in which chat, and which card it was. */
export interface Confirmation {
  person: Person;
  account: Account;
  operationId: string;
}

/** Four facts of an enrolment: who acts, for whom, who pays; and the trainee's consent, which follows from the first two. */
export interface Registration {
  actor: Types.ObjectId;
  beneficiary: Types.ObjectId;
  payer: Payer;
  courseCode: string;
  quotedFeeRials?: number;
  /** The form may hold a seat. */
  mayBeHeld: boolean;
}

/** Null when the form has lost an answer that its card stood on. */
export function registrationOf(draft: Draft, actor: Types.ObjectId): Registration | null {
  const { courseCode, trainee, payer = 'trainee' } = draft.answers;
  const isForAnother = draft.form === 'enrol-trainee';
  if (!courseCode || (isForAnother && !trainee)) return null;
  return {
    actor,
    beneficiary: isForAnother ? new Types.ObjectId(trainee) : actor,
    payer,
    courseCode,
    mayBeHeld: draft.holdsSeat === true,
    ...(draft.quotedFeeRials === undefined ? {} : { quotedFeeRials: draft.quotedFeeRials }),
  };
}

export const isForAnother = ({ actor, beneficiary }: Registration) => !actor.equals(beneficiary);

/**
 * Judged in the transaction, however the button came to be on the screen: registering another, and paying from a portal
 * wallet, both take a live grant for the course's centre, or for any centre when one registers oneself.
 */
export async function isGranted(
  { models }: { models: Models },
  registration: Registration,
  course: Course,
  session: ClientSession,
): Promise<boolean> {
  if (!isForAnother(registration) && registration.payer === 'trainee') return true;
  const where = isForAnother(registration) ? { centre: course.centre } : {};
  const grant = { person: registration.actor, revokedAt: null, ...where };
  return (await models.Grant.exists(grant).session(session)) !== null;
}

/** Why somebody who was let in is turned away now: the registry has refused their code since, or their data was deleted. */
export async function whyTurnedAway(
  deps: { models: Models; clock: Clock },
  person: Types.ObjectId,
  session: ClientSession,
): Promise<'identity-rejected' | 'card-outdated' | null> {
  const identity = await identityNow(deps, person, session);
  if (identity === 'deleted') return 'card-outdated';
  return identity === 'rejected' ? 'identity-rejected' : null;
}
