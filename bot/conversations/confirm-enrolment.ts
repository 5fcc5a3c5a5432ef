/** The tap on the confirm card: carried out once by the service, told truly however often it comes. */
import type { Enrolment } from '../../models/enrolment.ts';
import type { CourseView } from '../../services/courses/service.ts';
import type { EnrolOutcome } from '../../services/enrolments/outcomes.ts';
import { alreadyIn, receipt } from '../screens/receipt.ts';
import { traineeReceipt } from '../screens/trainee-receipt.ts';
import type { Visit } from '../visit.ts';
import { resume } from './engine.ts';
import { showEnrolment } from './enrolment-deeds.ts';
import { goHome } from './go-home.ts';

export async function confirmEnrolment(visit: Visit, operationId: string): Promise<void> {
  const { person, account } = visit.caller;
  if (!person) return outdated(visit);
  const outcome = await visit.services.enrolments.enrol({ person, account, operationId });
  await tell(visit, outcome);
}

async function tell(visit: Visit, outcome: EnrolOutcome): Promise<void> {
  switch (outcome.type) {
    case 'enrolled':
      return showReceipt(visit, outcome.enrolment);
    case 'already-enrolled':
      return showAlreadyIn(visit, outcome.enrolment);
    // The draft is still there; the form says what changed since the card was drawn, and asks or offers what helps.
    case 'wallet-short':
    case 'course-full':
    case 'course-closed':
    case 'may-not-enrol':
    case 'identity-rejected':
      return redraw(visit);
    case 'no-grant':
      return redraw(visit, visit.texts.chat('no-grant'));
    case 'fee-changed':
      return redraw(visit, visit.texts.chat('fee-changed'));
    case 'card-outdated':
      return outdated(visit);
    default:
      outcome satisfies never;
  }
}

/** The tap on the card that offers a place in line. */
export async function joinLine(visit: Visit, operationId: string): Promise<void> {
  const { person, account } = visit.caller;
  if (!person) return outdated(visit);
  const outcome = await visit.services.enrolments.join({ person, account, operationId });
  switch (outcome.type) {
    case 'joined':
      return showPlace(visit, outcome.enrolment);
    case 'seat-free':
      return redraw(visit, visit.texts.chat('line-seat-free'));
    default:
      return tell(visit, outcome);
  }
}

async function showPlace(visit: Visit, enrolment: Enrolment): Promise<void> {
  const whose = isOfAnother(visit, enrolment) ? 'trainee' : 'own';
  const why = visit.texts.chat('line-joined-now', { whose });
  await showEnrolment(visit, enrolment._id.toHexString(), why);
  await visit.services.enrolments.shown(enrolment, visit.caller.account);
}

async function redraw(visit: Visit, why?: string): Promise<void> {
  await readCourseAnew(visit);
  if (!(await resume(visit, why))) await outdated(visit);
}

/** Else the card just refused would be drawn again from what everybody was shown a moment ago. */
async function readCourseAnew({ services, caller }: Visit): Promise<void> {
  const draft = await services.drafts.current(caller);
  if (draft?.answers.courseCode) services.courses.turnedOutOtherwise(draft.answers.courseCode);
}

async function showReceipt(visit: Visit, enrolment: Enrolment): Promise<void> {
  if (isOfAnother(visit, enrolment)) return showTraineeReceipt(visit, 'receipt', enrolment);
  await visit.chat.replace(receipt(visit, 'receipt', enrolment, await courseOf(visit, enrolment)));
  await visit.services.enrolments.shown(enrolment, visit.caller.account);
}

async function showAlreadyIn(visit: Visit, enrolment: Enrolment): Promise<void> {
  const { person } = visit.caller;
  if (!person) return outdated(visit);
  if (isOfAnother(visit, enrolment)) return showTraineeReceipt(visit, 'already-enrolled', enrolment);
  const course = await courseOf(visit, enrolment);
  await visit.chat.replace(await alreadyIn(visit, person, enrolment, course));
}

const isOfAnother = ({ caller }: Visit, { person }: Enrolment) => !caller.person?._id.equals(person);

async function showTraineeReceipt(
  visit: Visit,
  key: 'receipt' | 'already-enrolled',
  enrolment: Enrolment,
): Promise<void> {
  const trainee = await visit.services.identity.byId(enrolment.person);
  if (!trainee) throw new Error(`Enrolment ${enrolment.trackingCode} is of nobody who is there`);
  const course = await courseOf(visit, enrolment);
  await visit.chat.replace(traineeReceipt(visit, key, { enrolment, course, trainee }));
}

async function courseOf({ services }: Visit, { course: id, trackingCode }: Enrolment): Promise<CourseView> {
  const course = await services.courses.byId(id);
  if (!course) throw new Error(`Enrolment ${trackingCode} names a course that is not there`);
  return course;
}

async function outdated(visit: Visit): Promise<void> {
  const why = visit.texts.chat('card-outdated');
  // An old card may stand far up: where the person is now is shown at the end of the chat.
  visit.chat = visit.chat.below();
  if (!(await resume(visit, why))) await goHome(visit, why);
}
