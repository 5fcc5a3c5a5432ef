/** What a portal user keeps of an enrolment they have made for a trainee; the next one is a tap away. */
import type { Enrolment } from '../../models/enrolment.ts';
import type { Person } from '../../models/person.ts';
import type { CourseView } from '../../services/courses/service.ts';
import { below, tap } from '../callback-data.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';
import { traineeLine } from './trainee.ts';

const RECEIPTS = {
  receipt: 'trainee-receipt',
  'already-enrolled': 'trainee-already-enrolled-receipt',
} as const;

/** `key`: whether this enrolment is new or was there before. */
export function traineeReceipt(
  { texts }: Visit,
  key: 'receipt' | 'already-enrolled',
  { enrolment, course, trainee }: { enrolment: Enrolment; course: CourseView; trainee: Person },
): View {
  const facts = {
    title: course.title,
    centre: course.centreName,
    startsAt: course.startsAt,
    fee: enrolment.feeRials,
    payer: enrolment.payer,
    at: enrolment.enrolledAt,
    code: enrolment.trackingCode,
  };
  return {
    text: [traineeLine(texts, trainee), texts.chat(RECEIPTS[key], facts)].join('\n'),
    buttons: [
      [{ text: texts.plain('button-copy-code'), copy: enrolment.trackingCode }],
      [{ text: texts.plain('button-enrol-another-trainee'), data: below(tap.enrolTrainee.pack()) }],
      [{ text: texts.plain('button-home'), data: below(tap.home.pack()) }],
    ],
  };
}
