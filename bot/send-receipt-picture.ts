/** "The receipt as a picture": of an enrolment that this person may see, and that holds a seat. */
import { Types } from 'mongoose';
import { maskName } from '../services/identity/rules.ts';
import { below, tap } from './callback-data.ts';
import { receiptPicture } from './pictures/receipt-picture.ts';
import type { Visit } from './visit.ts';

/** False when there is nothing (any more) that a receipt could be of. */
export async function sendReceiptPicture(visit: Visit, id: string): Promise<boolean> {
  const { caller, chat, services, texts } = visit;
  if (!caller.person) return false;
  const seen = await services.enrolments.lookAt(new Types.ObjectId(id), caller.person);
  if (seen?.enrolment.status !== 'active' && seen?.enrolment.status !== 'completed') return false;
  const { enrolment, course } = seen;
  const trainee = await services.identity.byId(enrolment.person);
  const picture = await receiptPicture(texts, {
    courseTitle: course.title,
    name: trainee?.firstName
      ? maskName(trainee.firstName, trainee.lastName ?? '')
      : texts.plain('name-pending'),
    trackingCode: enrolment.trackingCode,
    enrolledAt: enrolment.enrolledAt,
    link: await services.verifications.linkOf(enrolment._id),
  });
  await chat.showFile({
    kind: 'photo',
    name: `receipt-${enrolment.trackingCode}.png`,
    content: async function* () {
      yield picture;
    },
    caption: texts.chat('receipt-picture', { title: course.title }),
    buttons: [[{ text: texts.plain('button-mine'), data: below(tap.myEnrolments.pack()) }]],
  });
  return true;
}
