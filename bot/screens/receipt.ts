/** What a person keeps after enrolling, and is shown when they come for the same again. */
import type { Enrolment } from '../../models/enrolment.ts';
import type { Person } from '../../models/person.ts';
import type { CourseView } from '../../services/courses/service.ts';
import { below, tap } from '../callback-data.ts';
import { type View, withReason } from '../view.ts';
import type { Visit } from '../visit.ts';
import { enrolmentCard } from './enrolment-card.ts';
import { pictureButton } from './picture-button.ts';

/** `key`: the text that says whether this enrolment is new or was there before. */
export function receipt(
  { texts }: Visit,
  key: 'receipt' | 'already-enrolled',
  enrolment: Enrolment,
  course: CourseView,
): View {
  return {
    text: texts.chat(key, {
      title: course.title,
      centre: course.centreName,
      city: course.city,
      startsAt: course.startsAt,
      fee: enrolment.feeRials,
      at: enrolment.enrolledAt,
      code: enrolment.trackingCode,
    }),
    buttons: [
      [{ text: texts.plain('button-copy-code'), copy: enrolment.trackingCode }],
      [pictureButton(texts, enrolment)],
      [{ text: texts.plain('button-enrol-another'), data: below(tap.courses.pack('0')) }],
      [{ text: texts.plain('button-mine'), data: below(tap.myEnrolments.pack()) }],
    ],
  };
}

/** Live in this course already: seated, or in line; with all that can be done about it. */
export async function alreadyIn(
  visit: Visit,
  person: Person,
  enrolment: Enrolment,
  course: CourseView,
): Promise<View> {
  if (enrolment.status === 'active') return receipt(visit, 'already-enrolled', enrolment, course);
  const seen = await visit.services.enrolments.lookAt(enrolment._id, person);
  if (!seen) throw new Error(`Enrolment ${enrolment.trackingCode} is not there for its own person`);
  return withReason(await enrolmentCard(visit, seen), visit.texts.chat('already-in-line'));
}
