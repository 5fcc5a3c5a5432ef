/**
 * The registry turns somebody away: their live enrolments stop, whoever registered them is told, and staff get a case.
 * Once it, or the national window, confirms them after all, everything goes on and the case is over.
 */
import type { ClientSession, Types } from 'mongoose';
import type { Course } from '../../models/course.ts';
import { type Enrolment, LIVE_STATUSES } from '../../models/enrolment.ts';
import type { Models } from '../../models/models.ts';
import type { Cases } from '../cases/service.ts';
import type { Clock } from '../clock.ts';
import { aboutEnrolment, toAnother } from '../enrolments/notices.ts';
import type { Notifications } from '../notifications/service.ts';

export interface RejectionDeps {
  models: Models;
  clock: Clock;
  notifications: Notifications;
  cases: Pick<Cases, 'open' | 'settleOf'>;
}

/** `unknown-code`: the registry knows no such code. */
export type RejectedBecause = 'unknown-code' | 'deceased';

/** In the transaction that writes it of the person. Returns the notices to be woken after the commit. */
export async function followRejection(
  deps: RejectionDeps,
  person: Types.ObjectId,
  because: RejectedBecause,
  session: ClientSession,
): Promise<Types.ObjectId[]> {
  const { models, clock, cases } = deps;
  const live = await models.Enrolment.find({ person, status: { $in: [...LIVE_STATUSES] } }, null, {
    session,
  }).lean<Enrolment[]>();
  const frozen = { because: 'identity-rejected', at: clock() } as const;
  // Who said "it is not me" stays frozen for that.
  const thawed = { _id: { $in: live.map(({ _id }) => _id) }, frozen: null };
  await models.Enrolment.updateMany(thawed, { frozen }, { session });
  const { notices } = await cases.open(
    {
      kind: 'identity-rejected',
      // Rejected again, after a correction say, is a new matter.
      dedupeKey: `identity-rejected-${person.toHexString()}-${frozen.at.getTime()}`,
      person,
      facts: { because, enrolments: live.length },
    },
    session,
  );
  const told: Types.ObjectId[] = [];
  for (const enrolment of live) {
    if (enrolment.registeredBy.equals(person)) continue;
    told.push(await tellWhoRegistered(deps, enrolment, frozen.at, session));
  }
  return [...notices, ...told];
}

async function tellWhoRegistered(
  { models, notifications }: RejectionDeps,
  enrolment: Enrolment,
  at: Date,
  session: ClientSession,
): Promise<Types.ObjectId> {
  const course = await models.Course.findById(enrolment.course, null, { session }).orFail().lean<Course>();
  const notice = toAnother(
    aboutEnrolment('trainee-rejected', enrolment, course, { at: at.toISOString() }),
    enrolment.registeredBy,
  );
  return notifications.record({ ...notice, dedupeKey: `${notice.dedupeKey}-${at.getTime()}` }, session);
}

/** The person is confirmed after all: what was stopped for it goes on. */
export async function liftRejection(
  { models, cases }: Pick<RejectionDeps, 'models' | 'cases'>,
  person: Types.ObjectId,
  session?: ClientSession,
): Promise<void> {
  const within = session ? { session } : {};
  const stopped = { person, 'frozen.because': 'identity-rejected' as const };
  await models.Enrolment.updateMany(stopped, { $unset: { frozen: true } }, within);
  await cases.settleOf({ kind: 'identity-rejected', person, reason: 'identity-confirmed' }, session);
}
