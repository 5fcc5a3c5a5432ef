/** Finding enrolments. */
import type { ClientSession, Types } from 'mongoose';
import { direct } from '../../models/direct.ts';
import { type Enrolment, LIVE_STATUSES } from '../../models/enrolment.ts';
import type { Models } from '../../models/models.ts';

/** The live enrolment of a person in a course; there is at most one. */
export function liveIn(
  { models }: { models: Models },
  person: Types.ObjectId,
  course: Types.ObjectId,
  session: ClientSession | null = null,
): Promise<Enrolment | null> {
  return direct(models.Enrolment).findOne(
    { person, course, status: { $in: [...LIVE_STATUSES] } },
    session ? { session } : {},
  );
}

/** Where somebody stands in line: 1 is next. */
export async function placeInLine(
  { models }: { models: Models },
  { _id, course, waitingSince }: Enrolment,
): Promise<number> {
  if (!waitingSince) throw new Error('Who never waited has no place in line');
  const before = await models.Enrolment.countDocuments({
    course,
    status: 'waitlisted',
    $or: [{ waitingSince: { $lt: waitingSince } }, { waitingSince, _id: { $lt: _id } }],
  });
  return before + 1;
}
