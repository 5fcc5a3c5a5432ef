/** Who hears of a corrected code: the person, and whoever registered them and was told that it had been stopped. */
import type { ClientSession, Types } from 'mongoose';
import type { Course } from '../../models/course.ts';
import type { Enrolment } from '../../models/enrolment.ts';
import { aboutEnrolment, toAnother } from '../enrolments/notices.ts';
import type { Correction, CorrectionsDeps } from './service.ts';

/** Enrolments that go on with the right code: on record with the deed, and told. Returns the notices to be woken. */
export async function goOn(
  { models, auditTrail, notifications, clock }: CorrectionsDeps,
  { by, reason }: Pick<Correction, 'by' | 'reason'>,
  stopped: readonly Enrolment[],
  session: ClientSession,
): Promise<Types.ObjectId[]> {
  const told: Types.ObjectId[] = [];
  for (const enrolment of stopped) {
    const { _id, person, registeredBy } = enrolment;
    const subject = { kind: 'enrolment', id: _id } as const;
    await auditTrail.record(
      { act: 'enrolment-unfrozen', subject, person, by, reason: reason.trim() },
      session,
    );
    if (registeredBy.equals(person)) continue;
    const course = await models.Course.findById(enrolment.course, null, { session }).orFail().lean<Course>();
    const notice = toAnother(aboutEnrolment('trainee-corrected', enrolment, course), registeredBy);
    const dedupeKey = `${notice.dedupeKey}-${clock().getTime()}`;
    told.push(await notifications.record({ ...notice, dedupeKey }, session));
  }
  return told;
}
