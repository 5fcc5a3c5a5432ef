/** What a person keeps after enrolling. */
import type { Enrolment } from '../../models/enrolment.ts';
import type { CourseView } from '../../services/courses/service.ts';
import { below, tap } from '../callback-data.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';

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
      [{ text: texts.plain('button-enrol-another'), data: below(tap.courses.pack('0')) }],
      [{ text: texts.plain('button-mine'), data: below(tap.myEnrolments.pack()) }],
    ],
  };
}
