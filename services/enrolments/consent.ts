/** "Is it you?", asked of whom a centre has registered. "Not me" freezes the enrolment and tells centre and staff. */
import type { ClientSession, Types } from 'mongoose';
import type { Course } from '../../models/course.ts';
import type { Enrolment, Freeze } from '../../models/enrolment.ts';
import type { Grant } from '../../models/grant.ts';
import type { Person } from '../../models/person.ts';
import type { Notice } from '../notifications/service.ts';
import { aboutEnrolment, toAnother } from './notices.ts';
import { isLive } from './rules.ts';
import type { EnrolmentsDeps } from './service.ts';

export type ConsentOutcome =
  /** Stands as this answer now; a second answer changes the first. */
  | { type: 'given' | 'refused'; enrolment: Enrolment }
  /** Ended meanwhile, or none of theirs. */
  | { type: 'nothing-to-answer' };

export interface ConsentAnswer {
  enrolment: Types.ObjectId;
  person: Person;
  isMe: boolean;
}

export async function answerConsent(
  deps: EnrolmentsDeps,
  { enrolment: _id, person, isMe }: ConsentAnswer,
): Promise<ConsentOutcome> {
  let notices: Types.ObjectId[] = [];
  const outcome = await deps.inTransaction<ConsentOutcome>(async ({ session, abort }) => {
    notices = [];
    const theirs = { _id, person: person._id, centre: { $ne: null } };
    const before = await deps.models.Enrolment.findOne(theirs, null, { session }).lean<Enrolment>();
    if (!before || !isLive(before)) return abort({ type: 'nothing-to-answer' });
    const state = isMe ? 'given' : 'refused';
    if (before.consent.state === state) return abort({ type: state, enrolment: before });
    const at = deps.clock();
    const because = isMe ? await stillFrozen(deps, person, session) : 'not-me';
    const enrolment = await deps.models.Enrolment.findOneAndUpdate(
      { _id },
      {
        $set: { consent: { state, at }, ...(because ? { frozen: { because, at } } : {}) },
        ...(because ? {} : { $unset: { frozen: true } }),
      },
      { session, returnDocument: 'after' },
    )
      .orFail()
      .lean<Enrolment>();
    for (const notice of isMe ? [] : await alarms(deps, enrolment, session)) {
      notices.push(await deps.notifications.record(notice, session));
    }
    return { type: state, enrolment };
  });
  await deps.notifications.wake(notices);
  return outcome;
}

/** Whoever says "it is me" is one whom the registry has confirmed, or their enrolment stays as it is. */
async function stillFrozen(
  { models }: EnrolmentsDeps,
  { _id }: Person,
  session: ClientSession,
): Promise<Freeze['because'] | null> {
  const rejected = await models.Person.exists({ _id, identity: 'rejected' }).session(session);
  return rejected ? 'identity-rejected' : null;
}

/** To who registered them, to every portal user of the centre, and to staff. */
async function alarms(
  { models }: EnrolmentsDeps,
  enrolment: Enrolment,
  session: Parameters<Parameters<EnrolmentsDeps['inTransaction']>[0]>[0]['session'],
): Promise<Notice[]> {
  const course = await models.Course.findById(enrolment.course, null, { session }).orFail().lean<Course>();
  const grants = await models.Grant.find({ centre: enrolment.centre ?? null, revokedAt: null }, null, {
    session,
  }).lean<Grant[]>();
  const staff = await models.Person.find(
    { roles: { $in: ['staff', 'administrator'] } },
    { _id: 1 },
    {
      session,
    },
  ).lean<Pick<Person, '_id'>[]>();
  const notice = aboutEnrolment('consent-refused', enrolment, course, {
    at: enrolment.consent.at.toISOString(),
  });
  const people = [
    enrolment.registeredBy,
    ...grants.map(({ person }) => person),
    ...staff.map(({ _id }) => _id),
  ];
  const once = new Map(people.map((person) => [person.toHexString(), person]));
  // Refused anew after a change of mind is news again.
  const dedupeKey = `${notice.dedupeKey}-${enrolment.consent.at.getTime()}`;
  return [...once.values()].map((person) => toAnother({ ...notice, dedupeKey }, person));
}
