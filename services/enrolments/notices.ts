/** The notices that the deeds around an enrolment bring about, each once. */
import type { Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import type { Centre } from '../../models/centre.ts';
import type { Course } from '../../models/course.ts';
import type { Enrolment } from '../../models/enrolment.ts';
import type { Models } from '../../models/models.ts';
import type { NotificationEvent } from '../../models/notification.ts';
import { noticeKey } from '../notifications/rules.ts';
import type { Notice } from '../notifications/service.ts';

/** Who registered themselves reads the receipt in this chat; who was registered is asked whether it is them. */
export async function enrolledNotice(
  deps: { models: Models },
  enrolment: Enrolment,
  course: Course,
  account: Account,
): Promise<Notice> {
  return enrolment.centre === undefined
    ? { ...aboutEnrolment('enrolled', enrolment, course), shownIn: account._id }
    : byCentre(deps, 'enrolled-by-centre', enrolment, course);
}

/** The same for a place in line. */
export async function lineNotice(
  deps: { models: Models },
  enrolment: Enrolment,
  course: Course,
  account: Account,
): Promise<Notice> {
  return enrolment.centre === undefined
    ? { ...aboutEnrolment('line-joined', enrolment, course), shownIn: account._id }
    : byCentre(deps, 'line-joined-by-centre', enrolment, course);
}

/** The name of a centre does not change within a transaction: it need not be read in it. */
async function byCentre(
  { models }: { models: Models },
  event: NotificationEvent,
  enrolment: Enrolment,
  course: Course,
): Promise<Notice> {
  const centre = await models.Centre.findById(enrolment.centre).orFail().lean<Centre>();
  return aboutEnrolment(event, enrolment, course, { centre: centre.name });
}

/** To the trainee. */
export function aboutEnrolment(
  event: NotificationEvent,
  enrolment: Enrolment,
  course: Course,
  more: Notice['params'] = {},
): Notice {
  return {
    event,
    person: enrolment.person,
    params: {
      enrolment: enrolment._id.toHexString(),
      course: course.title,
      startsAt: course.startsAt.toISOString(),
      trackingCode: enrolment.trackingCode,
      fee: enrolment.feeRials,
      payer: enrolment.payer,
      ...more,
    },
    dedupeKey: noticeKey(event, enrolment._id),
  };
}

/** To the trainee, and to who put them in line, whose wallet may be the one that pays. */
export function aboutTurn(
  event: 'seat-offered' | 'promoted',
  enrolment: Enrolment,
  course: Course,
  more: Notice['params'] = {},
): Notice[] {
  const toTrainee = aboutEnrolment(event, enrolment, course, more);
  if (enrolment.centre === undefined) return [toTrainee];
  const toCentre = aboutEnrolment(`centre-${event}`, enrolment, course, more);
  return [toTrainee, toAnother(toCentre, enrolment.registeredBy)];
}

/** The same to somebody else than the trainee: a portal user of the centre, staff. */
export function toAnother(notice: Notice, person: Types.ObjectId): Notice {
  return { ...notice, person, dedupeKey: `${notice.dedupeKey}-${person.toHexString()}` };
}
