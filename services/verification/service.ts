/**
 * The link on a receipt, by which anybody who is shown one can see that it is true: course, masked name and state.
 *
 * Its token is 128 random bits kept with the enrolment, made when first asked for. A keyed hash of the enrolment's id would
 * need no field, but a key that may never be lost or changed, and no single link could ever be taken back.
 */
import { randomBytes } from 'node:crypto';
import type { Types } from 'mongoose';
import type { Course } from '../../models/course.ts';
import type { Enrolment, EnrolmentStatus } from '../../models/enrolment.ts';
import type { Models } from '../../models/models.ts';
import type { Person } from '../../models/person.ts';
import { maskName } from '../identity/rules.ts';

/** All that a link tells. */
export interface Verified {
  courseTitle: string;
  /** Null while the civil registry has not told it. */
  maskedName: string | null;
  state: EnrolmentStatus | 'frozen';
}

export interface Verifications {
  /** The address that goes onto a receipt; the same whenever it is asked for. */
  linkOf(enrolment: Types.ObjectId): Promise<string>;
  /** What the link with this token tells; null when it is nobody's. */
  look(uncheckedToken: string): Promise<Verified | null>;
}

export interface VerificationsDeps {
  models: Models;
  /** Where links begin; a token follows. */
  linkRoot: string;
}

type Names = Pick<Person, 'firstName' | 'lastName'>;

const TOKEN = /^[\w-]{22}$/;

export function createVerifications(deps: VerificationsDeps): Verifications {
  return {
    linkOf: async (enrolment) => `${deps.linkRoot}${await tokenOf(deps, enrolment)}`,
    look: (uncheckedToken) => look(deps, uncheckedToken),
  };
}

async function tokenOf({ models }: VerificationsDeps, enrolment: Types.ObjectId): Promise<string> {
  const fresh = randomBytes(16).toString('base64url');
  // Of two that ask at once the first one's stays.
  await models.Enrolment.updateOne(
    { _id: enrolment, verification: { $exists: false } },
    { verification: fresh },
  );
  const { verification } = await models.Enrolment.findById(enrolment).orFail().lean<Enrolment>();
  if (verification === undefined) throw new Error(`Enrolment ${enrolment.toHexString()} got no link`);
  return verification;
}

async function look({ models }: VerificationsDeps, uncheckedToken: string): Promise<Verified | null> {
  if (!TOKEN.test(uncheckedToken)) return null;
  const enrolment = await models.Enrolment.findOne({ verification: uncheckedToken }).lean<Enrolment>();
  if (!enrolment) return null;
  const [course, person] = await Promise.all([
    models.Course.findById(enrolment.course).orFail().lean<Course>(),
    models.Person.findById(enrolment.person).select('firstName lastName').orFail().lean<Names>(),
  ]);
  const isLive = enrolment.ended === undefined && enrolment.status !== 'completed';
  return {
    courseTitle: course.title,
    maskedName: person.firstName ? maskName(person.firstName, person.lastName ?? '') : null,
    state: enrolment.frozen && isLive ? 'frozen' : enrolment.status,
  };
}
