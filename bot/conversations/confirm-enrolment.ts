/** The tap on the confirm card: carried out once by the service, told truly however often it comes. */
import type { EnrolOutcome } from '../../services/enrolments/service.ts';
import { receipt } from '../screens/receipt.ts';
import type { Visit } from '../visit.ts';
import { resume, showHome } from './engine.ts';

export async function confirmEnrolment(visit: Visit, operationId: string): Promise<void> {
  const { person, account } = visit.caller;
  if (!person) return outdated(visit);
  const outcome = await visit.services.enrolments.enrol({ person, account, operationId });
  await tell(visit, outcome);
}

async function tell(visit: Visit, outcome: EnrolOutcome): Promise<void> {
  switch (outcome.type) {
    case 'enrolled':
    case 'already-enrolled': {
      const [course] = await visit.services.courses.byIds([outcome.enrolment.course]);
      if (!course)
        throw new Error(`Enrolment ${outcome.enrolment.trackingCode} names a course that is not there`);
      const key = outcome.type === 'enrolled' ? 'receipt' : 'already-enrolled';
      return visit.chat.replace(receipt(visit, key, outcome.enrolment, course));
    }
    // The draft is still there; the form says what changed since the card was drawn, and asks or offers what helps.
    case 'wallet-short':
    case 'course-full':
    case 'course-closed':
    case 'fee-changed': {
      if (outcome.type === 'fee-changed') await visit.chat.show({ text: visit.texts.chat('fee-changed') });
      if (!(await resume(visit))) await outdated(visit);
      return;
    }
    case 'card-outdated':
      return outdated(visit);
  }
}

async function outdated(visit: Visit): Promise<void> {
  await visit.chat.show({ text: visit.texts.chat('card-outdated') });
  if (!(await resume(visit))) await showHome(visit);
}
