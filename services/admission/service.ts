/** Reads what the rules of admission look at, and lets them judge. */
import type { ClientSession, Types } from 'mongoose';
import type { Course } from '../../models/course.ts';
import { direct } from '../../models/direct.ts';
import { type Enrolment, LIVE_STATUSES } from '../../models/enrolment.ts';
import type { Models } from '../../models/models.ts';
import type { Clock } from '../clock.ts';
import {
  type Application,
  type Enrolled,
  type Finding,
  isRefusal,
  judge,
  OF_THE_PERSON,
  type Refusal,
} from './rules.ts';

export interface Admission {
  /** All that is to be said of this person in this course now; nothing when they may enrol and nothing is doubtful. */
  judge(person: Types.ObjectId, course: Course): Promise<Finding[]>;
}

export interface AdmissionDeps {
  models: Models;
  clock: Clock;
}

export function createAdmission(deps: AdmissionDeps): Admission {
  return {
    judge: async (person, course) =>
      judge({
        person: await audienceFacts(deps, person, course, null),
        course,
        enrolments: await enrolmentsOf(deps, person, ['completed', ...LIVE_STATUSES], null),
        now: deps.clock(),
      }),
  };
}

/**
 * What of this person stands in the way of this course, judged inside the transaction that is about to enrol them: what a
 * card has shown may have changed since. Registration, seats and the one live enrolment are not looked at here: the
 * write that takes the seat and the unique index decide those. A course that sets no condition costs no reading.
 */
export async function refusalOf(
  deps: AdmissionDeps,
  { person, course }: { person: Types.ObjectId; course: Course },
  session: ClientSession,
): Promise<Refusal | null> {
  const application: Application = {
    person: await audienceFacts(deps, person, course, session),
    course,
    enrolments: course.prerequisites?.length ? await enrolmentsOf(deps, person, ['completed'], session) : [],
    now: deps.clock(),
  };
  return judge(application, OF_THE_PERSON).find(isRefusal) ?? null;
}

/** Read anew, since chats remember people for a while; but only for a course that asks. */
async function audienceFacts(
  { models }: AdmissionDeps,
  person: Types.ObjectId,
  { audience }: Course,
  session: ClientSession | null,
): Promise<Application['person']> {
  if (!audience) return {};
  return (await direct(models.Person).findOne({ _id: person }, options(session))) ?? {};
}

async function enrolmentsOf(
  { models }: AdmissionDeps,
  person: Types.ObjectId,
  statuses: readonly Enrolment['status'][],
  session: ClientSession | null,
): Promise<Enrolled[]> {
  const enrolments = await direct(models.Enrolment)
    .find({ person, status: { $in: [...statuses] } }, options(session))
    .toArray();
  if (enrolments.length === 0) return [];
  const $in = enrolments.map((enrolment) => enrolment.course);
  const courses = await direct(models.Course).find({ _id: { $in } }, options(session)).toArray();
  const byId = new Map(courses.map((course) => [course._id.toHexString(), course]));
  return enrolments.flatMap((enrolment) => {
    const course = byId.get(enrolment.course.toHexString());
    return course ? [{ enrolment, course }] : [];
  });
}

const options = (session: ClientSession | null) => (session ? { session } : {});
