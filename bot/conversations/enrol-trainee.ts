/**
 * A portal user registers a trainee of a centre: code → mobile or target group → course of the centre → payer → card →
 * receipt. The trainee is asked by a notice whether it is them.
 */
import { Types } from 'mongoose';
import type { Draft } from '../../models/draft.ts';
import type { Person } from '../../models/person.ts';
import type { CourseView } from '../../services/courses/service.ts';
import { tap } from '../callback-data.ts';
import { refOf } from '../form-ref.ts';
import { payerPrompt } from '../prompts/payer.ts';
import { traineeCodePrompt } from '../prompts/trainee-code.ts';
import { traineeCoursePrompt } from '../prompts/trainee-course.ts';
import { traineeMobilePrompt } from '../prompts/trainee-mobile.ts';
import { traineeRemarkLines } from '../screens/conditions.ts';
import { courseLines } from '../screens/course-card.ts';
import { traineeLine } from '../screens/trainee.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';
import type { Finish, Form } from './form.ts';
import { lineCard } from './full-course.ts';
import { pursesFor } from './purses.ts';
import { changeRows, type Registering, seatFor, shortOfTwo, whyNot } from './registration.ts';

export const enrolTraineeForm: Form = {
  name: 'enrol-trainee',
  titleKey: 'form-enrol-trainee',
  prompts: [traineeCodePrompt, traineeMobilePrompt, traineeCoursePrompt, payerPrompt],
  cards: ['confirm', 'payment', 'line'],
  finish,
};

async function finish(draft: Draft, visit: Visit): Promise<Finish> {
  const { texts, services, caller } = visit;
  const trainee = await services.identity.byId(new Types.ObjectId(draft.answers.trainee));
  if (!trainee || !caller.person) throw new Error('A trainee was proven by somebody who was proven');
  const grants = await services.grants.ofPerson(caller.person._id);
  if (grants.length === 0) return ended(texts.chat('trainee-no-grant'), visit);
  if (trainee.identity === 'rejected') return ended(texts.chat('trainee-rejected'), visit);
  const again = (why: string): Finish => ({ type: 'ask-again', forget: ['courseCode'], why });
  const course = await services.courses.byCode(draft.answers.courseCode ?? '');
  if (!course) return again(texts.chat('course-unknown'));
  if (!grants.some(({ centre }) => centre.equals(course.centre))) return again(texts.chat('no-grant'));
  const judged = await services.admission.judge(trainee._id, course);
  if (judged.some(({ rule }) => rule === 'once')) {
    return again(texts.chat('trainee-already-enrolled', { title: course.title }));
  }
  const why = whyNot(visit, course, judged);
  if (why !== null) return again(why);
  return toCard(visit, {
    draft,
    course,
    trainee,
    more: [traineeLine(texts, trainee), ...traineeRemarkLines(texts, judged)],
  });
}

/** What is known when nothing stands in the way of the course. */
interface Chosen {
  draft: Draft;
  course: CourseView;
  trainee: Person;
  /** Lines below the course: whom it is for, what is to be known before. */
  more: readonly string[];
}

async function toCard(visit: Visit, { draft, course, trainee, more }: Chosen): Promise<Finish> {
  const { texts } = visit;
  const purses = await pursesFor(visit, trainee._id, course.feeRials);
  const purse = purses[draft.answers.payer ?? 'trainee'];
  const isShort = purse.shortRials > 0;
  const seat = await seatFor(visit, draft, { beneficiary: trainee._id, course, isShort });
  if (seat.type === 'none') {
    const payer = purse.payer === 'portal-user' ? 'my-portal' : 'trainee';
    const wallet = texts.plain('wallet-name', { whose: payer });
    return lineCard(visit, refOf(draft), { course, whose: 'trainee', wallet, more });
  }
  const head = [...courseLines(texts, course), ...more];
  const registering = {
    draft,
    course,
    purses,
    purse,
    head,
    ...(seat.until ? { heldUntil: seat.until } : {}),
  };
  return isShort ? shortOfTwo(visit, registering) : confirmCard(visit, registering);
}

function confirmCard(visit: Visit, { draft, course, purse, head, heldUntil }: Registering): Finish {
  const { texts, ids } = visit;
  const operationId = ids.operation();
  return {
    type: 'card',
    asked: 'confirm',
    change: { operationId, quotedFeeRials: course.feeRials },
    view: {
      text: [
        ...head,
        feeLine(visit, course, purse),
        ...(heldUntil ? [texts.chat('trainee-card-held', { until: heldUntil })] : []),
        '',
        texts.chat('trainee-card-question'),
      ].join('\n'),
      buttons: [
        [{ text: texts.plain('button-confirm'), data: tap.confirm.pack(operationId) }],
        ...changeRows(visit, draft, course.feeRials > 0),
      ],
    },
  };
}

function feeLine(
  { texts }: Visit,
  { feeRials }: CourseView,
  { payer, balanceRials }: Registering['purse'],
): string {
  if (feeRials === 0) return texts.chat('enrol-card-free');
  if (payer === 'trainee') return texts.chat('trainee-card-fee', { fee: feeRials });
  const left = balanceRials - feeRials;
  return texts.chat('enrol-card-fee-portal', { fee: feeRials, balance: balanceRials, left });
}

function ended(text: string, { texts }: Visit): Finish {
  const view: View = {
    text,
    buttons: [
      [{ text: texts.plain('button-enrol-another-trainee'), data: tap.enrolTrainee.pack() }],
      [{ text: texts.plain('button-home'), data: tap.home.pack() }],
    ],
  };
  return { type: 'end', because: 'pointless', view };
}
