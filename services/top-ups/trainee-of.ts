/** Whose wallets a portal user may charge besides their own: those of trainees of their centres, and of nobody else. */
import type { Types } from 'mongoose';
import type { Centre } from '../../models/centre.ts';
import type { Course } from '../../models/course.ts';
import type { Enrolment } from '../../models/enrolment.ts';
import type { Grant } from '../../models/grant.ts';
import type { Models } from '../../models/models.ts';
import type { Person } from '../../models/person.ts';
import { personOwner } from '../drafts/memory.ts';
import type { People } from '../people/service.ts';

interface PortalUserAndTrainee {
  by: Types.ObjectId;
  trainee: Types.ObjectId;
}

/** Somebody whose wallet a portal user may charge, and for which of their centres. */
export interface Chargeable {
  trainee: Person;
  centre: Centre;
}

export interface ChargeableDeps {
  models: Models;
  people: Pick<People, 'byId' | 'byCode'>;
}

/** By national code or by id; null when there is no such trainee of theirs: whether there is such a person is not told. */
export async function chargeable(
  deps: ChargeableDeps,
  by: Types.ObjectId,
  who: { nationalCode: string } | { id: Types.ObjectId },
): Promise<Chargeable | null> {
  const trainee = await ('id' in who ? deps.people.byId(who.id) : deps.people.byCode(who.nationalCode));
  if (!trainee || trainee.identity === 'rejected') return null;
  const id = await centreOfTrainee(deps, { by, trainee: trainee._id });
  const centre = id && (await deps.models.Centre.findById(id).lean<Centre>());
  return centre && { trainee, centre };
}

/**
 * For which of the portal user's centres somebody is a trainee: enrolled there (what was cancelled does not count), or
 * being registered by this portal user just now. Null when for none, or when the grants have ended.
 */
async function centreOfTrainee(
  { models }: { models: Models },
  { by, trainee }: PortalUserAndTrainee,
): Promise<Types.ObjectId | null> {
  const grants = await models.Grant.find({ person: by, revokedAt: null })
    .sort({ grantedAt: 1 })
    .lean<Grant[]>();
  const centres = grants.map(({ centre }) => centre);
  if (centres.length === 0) return null;
  const enrolledAt = await centreOfEnrolment(models, trainee, centres);
  return enrolledAt ?? centreOfRegistration(models, { by, trainee }, centres);
}

/** The same, asked of one centre. */
export async function isTraineeOf(
  { models }: { models: Models },
  { by, trainee }: PortalUserAndTrainee,
  centre: Types.ObjectId,
): Promise<boolean> {
  if (!(await models.Grant.exists({ person: by, centre, revokedAt: null }))) return false;
  const found =
    (await centreOfEnrolment(models, trainee, [centre])) ??
    (await centreOfRegistration(models, { by, trainee }, [centre]));
  return found !== null;
}

async function centreOfEnrolment(
  { Enrolment, Course }: Models,
  trainee: Types.ObjectId,
  centres: readonly Types.ObjectId[],
): Promise<Types.ObjectId | null> {
  const enrolments = await Enrolment.find({ person: trainee, status: { $ne: 'cancelled' } })
    .select('course')
    .lean<Pick<Enrolment, 'course'>[]>();
  const courses = enrolments.map(({ course }) => course);
  const found = await Course.findOne({ _id: { $in: courses }, centre: { $in: [...centres] } })
    .select('centre')
    .lean<Pick<Course, 'centre'>>();
  return found?.centre ?? null;
}

/** A form whose course is not chosen yet may become one of any of their centres. */
async function centreOfRegistration(
  { Draft, Course }: Models,
  { by, trainee }: PortalUserAndTrainee,
  centres: readonly Types.ObjectId[],
): Promise<Types.ObjectId | null> {
  const draft = await Draft.findOne({
    owner: personOwner(by),
    form: 'enrol-trainee',
    'answers.trainee': trainee.toHexString(),
  }).lean<{ answers: { courseCode?: string } }>();
  if (!draft) return null;
  const { courseCode } = draft.answers;
  if (courseCode === undefined) return centres[0] ?? null;
  const course = await Course.findOne({ code: courseCode, centre: { $in: [...centres] } })
    .select('centre')
    .lean<Pick<Course, 'centre'>>();
  return course?.centre ?? null;
}
