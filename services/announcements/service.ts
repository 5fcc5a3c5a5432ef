/** Staff make a course known in a channel. Who may is decided here, where it is done, by what the person is now. */
import type { Models } from '../../models/models.ts';
import type { Person } from '../../models/person.ts';
import type { Courses, CourseView } from '../courses/service.ts';

/** What came of writing to the channel. `not-admin`: it does not let us write. */
export type PostOutcome = { type: 'posted' } | { type: 'no-such-channel' } | { type: 'not-admin' };

export type AnnounceOutcome = PostOutcome | { type: 'not-staff' } | { type: 'unknown-course' };

export interface Announcement {
  person: Person;
  courseCode: string;
  /** Writes the course to the channel. */
  post(course: CourseView): Promise<PostOutcome>;
}

export interface Announcements {
  announce(announcement: Announcement): Promise<AnnounceOutcome>;
}

export interface AnnouncementsDeps {
  models: Models;
  courses: Courses;
  /** National codes from the settings. */
  administrators: ReadonlySet<string>;
}

export function createAnnouncements(deps: AnnouncementsDeps): Announcements {
  return { announce: (announcement) => announce(deps, announcement) };
}

async function announce(
  deps: AnnouncementsDeps,
  { person, courseCode, post }: Announcement,
): Promise<AnnounceOutcome> {
  if (!(await isStaff(deps, person))) return { type: 'not-staff' };
  const course = await deps.courses.byCode(courseCode);
  return course ? post(course) : { type: 'unknown-course' };
}

/** Read anew: a role that was taken away a moment ago is gone. */
async function isStaff({ models, administrators }: AnnouncementsDeps, { _id }: Person): Promise<boolean> {
  const person = await models.Person.findById(_id).lean<Person>();
  if (!person || person.identity === 'rejected') return false;
  return administrators.has(person.nationalCode) || (person.roles?.length ?? 0) > 0;
}
