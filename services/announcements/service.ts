/** Staff make a course known in a channel. Who may is decided here, where it is done, by what the person is now. */
import type { Announcement as AnnouncementRecord } from '../../models/announcement.ts';
import type { Models } from '../../models/models.ts';
import type { Person } from '../../models/person.ts';
import type { Clock } from '../clock.ts';
import type { Courses, CourseView } from '../courses/service.ts';
import type { Staff } from '../staff/service.ts';
import { isDuplicateKey } from '../transaction.ts';

/** What came of writing to the channel. `not-admin`: it does not let us write. */
export type PostOutcome = { type: 'posted' } | { type: 'no-such-channel' } | { type: 'not-admin' };

/** `perhaps-posted`: the same command came before, and broke off before anybody knew whether the card got there. */
export type AnnounceOutcome =
  | PostOutcome
  | { type: 'not-staff' }
  | { type: 'unknown-course' }
  | { type: 'perhaps-posted' };

export interface Announcement {
  person: Person;
  courseCode: string;
  /** As the person wrote it. */
  channel: string;
  /** Names the command: one that comes twice is posted once. */
  updateKey: string;
  /** Writes the course to the channel. */
  post(course: CourseView): Promise<PostOutcome>;
}

export interface Announcements {
  announce(announcement: Announcement): Promise<AnnounceOutcome>;
}

export interface AnnouncementsDeps {
  models: Models;
  courses: Courses;
  clock: Clock;
  staff: Staff;
}

export function createAnnouncements(deps: AnnouncementsDeps): Announcements {
  return { announce: (announcement) => announce(deps, announcement) };
}

async function announce(
  deps: AnnouncementsDeps,
  { person, courseCode, channel, updateKey, post }: Announcement,
): Promise<AnnounceOutcome> {
  if (!(await deps.staff.isStaff(person._id))) return { type: 'not-staff' };
  const course = await deps.courses.byCode(courseCode);
  if (!course) return { type: 'unknown-course' };
  const claim = { updateKey, person: person._id, course: course._id, channel };
  if (!(await isFirst(deps, claim))) return outcomeBefore(deps, claim);
  const outcome = await post(course);
  const { Announcement } = deps.models;
  if (outcome.type === 'posted') await Announcement.updateOne(claim, { postedAt: deps.clock() });
  else await Announcement.deleteOne(claim);
  return outcome;
}

type Claim = Pick<AnnouncementRecord, 'updateKey' | 'person' | 'course' | 'channel'>;

async function isFirst({ models, clock }: AnnouncementsDeps, claim: Claim): Promise<boolean> {
  try {
    await models.Announcement.create({ ...claim, at: clock() });
    return true;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return false;
  }
}

async function outcomeBefore({ models }: AnnouncementsDeps, claim: Claim): Promise<AnnounceOutcome> {
  const before = await models.Announcement.findOne(claim).lean<AnnouncementRecord>();
  return { type: before?.postedAt ? 'posted' : 'perhaps-posted' };
}
