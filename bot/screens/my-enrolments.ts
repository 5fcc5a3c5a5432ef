/** A person's enrolments, newest first. */
import type { Person } from '../../models/person.ts';
import { tap } from '../callback-data.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';

const ENROLMENTS_SHOWN = 10;

export async function myEnrolments({ texts, services }: Visit, person: Person): Promise<View> {
  const enrolments = await services.enrolments.listOf(person._id, ENROLMENTS_SHOWN);
  const courses = await services.courses.byIds(enrolments.map((enrolment) => enrolment.course));
  const byId = new Map(courses.map((course) => [course._id.toHexString(), course]));
  const entries = enrolments.flatMap((enrolment) => {
    const course = byId.get(enrolment.course.toHexString());
    if (!course) return [];
    return texts.chat('mine-entry', {
      title: course.title,
      centre: course.centreName,
      startsAt: course.startsAt,
      status: enrolment.status,
      code: enrolment.trackingCode,
    });
  });
  return {
    text: entries.length > 0 ? [texts.chat('mine'), ...entries].join('\n\n') : texts.chat('mine-none'),
    buttons: [
      [{ text: texts.plain('button-enrol'), data: tap.enrol.pack() }],
      [{ text: texts.plain('button-home'), data: tap.home.pack() }],
    ],
  };
}
