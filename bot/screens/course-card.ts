/** A course as it is shown where many read: in a group, in a channel. Its button leads to the private chat. */
import type { Availability } from '../../services/courses/rules.ts';
import type { CourseView } from '../../services/courses/service.ts';
import type { Texts } from '../../texts/texts.ts';
import type { View } from '../view.ts';
import { centreAndKind } from './centre-kind.ts';
import { conditionLines } from './conditions.ts';

const AVAILABILITY_TEXT: Record<Availability, string> = {
  open: 'course-card-open',
  full: 'course-card-full',
  'not-yet-open': 'course-card-not-yet-open',
  closed: 'course-card-closed',
  cancelled: 'course-card-cancelled',
};

/** `linkTo` makes the address that opens the private chat with a payload. */
export function courseCard(texts: Texts, course: CourseView, linkTo: (payload: string) => string): View {
  const { availability, feeRials, registrationOpensAt } = course;
  const label = availability === 'open' ? 'button-enrol-here' : 'button-other-courses';
  return {
    text: [
      ...courseLines(texts, course),
      feeRials === 0 ? texts.chat('enrol-card-free') : texts.chat('course-card-fee', { fee: feeRials }),
      '',
      texts.chat(AVAILABILITY_TEXT[availability], { opensAt: registrationOpensAt }),
    ].join('\n'),
    buttons: [[{ text: texts.plain(label), url: linkTo(`course_${course.code}`) }]],
  };
}

/** The head of every card of a course: what, where, when, for whom. */
export function courseLines(texts: Texts, course: CourseView): string[] {
  return [texts.chat('enrol-card', courseParams(texts, course)), ...conditionLines(texts, course)];
}

/** What the texts say of a course. */
function courseParams(texts: Texts, course: CourseView) {
  return {
    title: course.title,
    centre: centreAndKind(texts, { name: course.centreName, kind: course.centreKind }),
    city: course.city,
    startsAt: course.startsAt,
    endsAt: course.endsAt,
    seats: course.seatsFree,
  };
}
