/** A person's enrolments, newest first; each opens as a card of its own. */
import type { Enrolment } from '../../models/enrolment.ts';
import type { Person } from '../../models/person.ts';
import type { CourseView } from '../../services/courses/service.ts';
import { tap } from '../callback-data.ts';
import type { Button, View } from '../view.ts';
import type { Visit } from '../visit.ts';

const ENROLMENTS_SHOWN = 10;

export async function myEnrolments(visit: Visit, person: Person): Promise<View> {
  const { texts } = visit;
  const mine = await withCourses(visit, person);
  const lines = mine.map(({ enrolment, course }) =>
    texts.chat('mine-entry', {
      title: course.title,
      centre: course.centreName,
      startsAt: course.startsAt,
      status: stateOf(enrolment),
      code: enrolment.trackingCode,
    }),
  );
  return {
    text: lines.length > 0 ? [texts.chat('mine'), ...lines].join('\n\n') : texts.chat('mine-none'),
    buttons: [
      ...mine.map(({ enrolment, course }): Button[] => [
        {
          text: texts.plain('button-open-enrolment', { title: course.title }),
          data: tap.enrolment.pack(enrolment._id.toHexString()),
        },
      ]),
      [{ text: texts.plain('button-enrol'), data: tap.enrol.pack() }],
      [{ text: texts.plain('button-home'), data: tap.home.pack() }],
    ],
  };
}

async function withCourses(
  { services }: Visit,
  person: Person,
): Promise<{ enrolment: Enrolment; course: CourseView }[]> {
  const enrolments = await services.enrolments.listOf(person._id, ENROLMENTS_SHOWN);
  const courses = await services.courses.byIds(enrolments.map((enrolment) => enrolment.course));
  const byId = new Map(courses.map((course) => [course._id.toHexString(), course]));
  return enrolments.flatMap((enrolment) => {
    const course = byId.get(enrolment.course.toHexString());
    return course ? [{ enrolment, course }] : [];
  });
}

/** The state as people know it: a frozen enrolment is live, but nothing goes on with it. */
export const stateOf = ({ status, frozen, ended }: Enrolment): string => {
  if (ended === undefined && frozen) return 'frozen';
  return status;
};
