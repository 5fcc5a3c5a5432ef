/** A portal user registers trainees of their centre, and what the trainees hear of it. */
import { COURSES } from '../../test/support/enrolling.ts';
import type { Visitor } from '../visitor.ts';
import type { World } from '../world.ts';
import { chargeForTrainees } from './money.ts';
import { oneSeat, readLetter, readNotice, toSeat, withdraws } from './places.ts';
import { toHome } from './stages.ts';
import type { Walk } from './walk.ts';

/** Known, with a grant for the centre of all courses of walks, and no form open. */
export async function toPortal(visitor: Visitor, world: World): Promise<void> {
  await toHome(visitor);
  await world.becomesPortalUser(visitor.person);
}

/** At the choice of a course for this trainee. */
export async function toTraineeCourse(visitor: Visitor, { person }: Visitor): Promise<void> {
  await visitor.says('/trainee');
  await visitor.sees('trainee-code-question');
  await visitor.says(person.nationalCode);
  await visitor.sees('trainee-mobile-or-group');
  await visitor.says(person.mobile);
  await visitor.sees('trainee-course-question');
}

/** The button of a course, on whatever page of the list it is. */
export const choosesCourse = (visitor: Visitor, code: string) =>
  visitor.does({ pressData: `t-course:${code}` });

/** A course of this walk's own without a fee. */
async function freeCourse(visitor: Visitor, world: World, name: string, seatsTaken = 0): Promise<string> {
  const code = `${name}-${visitor.platform}-${visitor.language}`;
  const seats = { capacity: 1, seatsTaken, seatsTakenElsewhere: seatsTaken, waiting: 0 };
  await world.course(code, { title: 'سفالگری', feeRials: 0, ...seats });
  return code;
}

export const TRAINEES: readonly Walk[] = [
  {
    name: 'a portal user registers a trainee, who is asked whether it is them',
    slow: true,
    async run(visitor, world, another) {
      const trainee = await another();
      await toHome(trainee);
      await toPortal(visitor, world);
      await chargeForTrainees(visitor);
      await visitor.says('/start');
      await visitor.stopsAt('home: of a portal user', 'home', 'button-enrol-trainee', 'key-enrol-trainee');
      await visitor.presses('button-enrol-trainee');
      await visitor.stopsAt('trainee: code', 'trainee-code-question');
      await visitor.says(trainee.person.nationalCode);
      await visitor.stopsAt('trainee: mobile or group', 'trainee-mobile-or-group', 'button-exemption');
      await visitor.says(trainee.person.mobile);
      await visitor.stopsAt('trainee: course', 'private-mobile', 'trainee-course-question', 'trainee-line');
      await choosesCourse(visitor, COURSES.cheap.code);
      await visitor.stopsAt(
        'trainee: who pays',
        ...['payer-question', 'purse-portal', 'purse-trainee', 'button-payer-portal', 'button-payer-trainee'],
      );
      await visitor.presses('button-payer-trainee');
      await visitor.stopsAt(
        'trainee: their wallet is short',
        ...['purse-short', 'purse-short-one', 'button-charge-trainee', 'button-payer-portal'],
      );
      await visitor.presses('button-charge-trainee');
      await visitor.stopsAt('trainee: payment card', 'payment-card', 'button-pay');
      await visitor.person.pays();
      await visitor.stopsAt('trainee: card', 'trainee-card-fee', 'trainee-card-question', 'button-confirm');
      await trainee.stopsAt('notice: the wallet was charged', 'chat-wallet-charged', 'button-wallet');
      await readLetter(trainee, 'wallet-charged', 1);
      await visitor.presses('button-change-payer');
      await visitor.sees('payer-question');
      await visitor.presses('button-payer-portal');
      await visitor.stopsAt('trainee: card, from the portal wallet', 'enrol-card-fee-portal');
      await visitor.presses('button-confirm');
      await visitor.stopsAt('trainee: receipt', 'trainee-receipt', 'button-enrol-another-trainee');
      await isAsked(trainee, visitor);
    },
  },
  {
    name: 'a trainee who was faster, one whom two register, and one who must wait',
    slow: true,
    async run(visitor, world, another) {
      const [trainee, second] = [await another(), await another()];
      const code = await freeCourse(visitor, world, 'faster');
      const full = await freeCourse(visitor, world, 'wait', 1);
      await toHome(trainee);
      await toPortal(visitor, world);
      await toTraineeCourse(visitor, trainee);
      await choosesCourse(visitor, code);
      await visitor.sees('trainee-card-question');
      await trainee.says(`/start course_${code}`);
      await trainee.sees('enrol-card-question');
      await trainee.presses('button-confirm');
      await trainee.sees('receipt');
      await visitor.presses('button-confirm');
      await visitor.stopsAt('trainee: enrolled meanwhile', 'trainee-already-enrolled-receipt');
      await toTraineeCourse(visitor, trainee);
      await choosesCourse(visitor, code);
      await visitor.stopsAt('trainee: already enrolled', 'trainee-already-enrolled');
      await toPortal(second, world);
      await second.says('/trainee');
      await second.sees('trainee-code-question');
      await second.says(trainee.person.nationalCode);
      await second.sees('trainee-mobile-or-group');
      await second.says(trainee.person.mobile);
      await second.stopsAt('trainee: registered elsewhere too', 'trainee-being-registered');
      await choosesCourse(visitor, full);
      await visitor.stopsAt('trainee: the course is full', 'line-offer', 'button-join-line');
      await visitor.presses('button-join-line');
      await trainee.stopsAt(
        'notice: put in line by a centre',
        ...['chat-line-joined-by-centre', 'button-it-is-me', 'button-it-is-not-me'],
      );
      await readNotice(trainee, 'line-joined-by-centre', 2);
    },
  },
  {
    name: 'a seat is offered to a trainee whom a portal user has put in line',
    slow: true,
    async run(visitor, world, another) {
      const [trainee, first] = [await another(), await another()];
      const code = await oneSeat(visitor, world, 'centre-offer');
      await toSeat(first, code);
      await toHome(trainee);
      await toPortal(visitor, world);
      await toTraineeCourse(visitor, trainee);
      await choosesCourse(visitor, code);
      await visitor.sees('payer-question');
      await visitor.presses('button-payer-trainee');
      await visitor.sees('line-offer');
      await visitor.presses('button-join-line');
      await visitor.stopsAt('trainee: in line', 'line-joined-now', 'enrolment-waiting', 'button-leave-line');
      await withdraws(first);
      await visitor.stopsAt('notice: a seat for a trainee', 'chat-centre-seat-offered', 'button-take-seat');
      await visitor.presses('button-take-seat');
      await visitor.stopsAt('seat: the trainee is short', 'seat-trainee-short', 'button-charge-trainee');
      await visitor.presses('button-charge-trainee');
      await visitor.sees('payment-card');
      await visitor.person.pays();
      await visitor.stopsAt('notice: a trainee moved up', 'chat-centre-promoted', 'button-see-enrolment');
    },
  },
  {
    name: 'a portal user enrols themselves',
    async run(visitor, world) {
      await toPortal(visitor, world);
      await visitor.says(`/start course_${COURSES.cheap.code}`);
      await visitor.stopsAt('own: who pays', 'payer-question', 'purse-own', 'button-payer-own');
      await visitor.presses('button-payer-own');
      await visitor.stopsAt(
        'own: both are short',
        ...['purse-short', 'purse-short-both', 'button-charge-own', 'button-change-payer'],
      );
      await visitor.presses('button-change-payer');
      await visitor.sees('payer-question');
    },
  },
];

/**
 * "Is this you?" No, and then yes; and out of the course. All portal users of the centre hear of a no, those of other
 * walks too, so whose card is opened by it cannot be told.
 */
async function isAsked(trainee: Visitor, portalUser: Visitor): Promise<void> {
  await trainee.stopsAt(
    'notice: enrolled by a centre',
    ...['chat-enrolled-by-centre', 'button-it-is-me', 'button-it-is-not-me'],
  );
  await readNotice(trainee, 'enrolled-by-centre', 1);
  await trainee.presses('button-it-is-not-me');
  await trainee.stopsAt('consent: not me', 'consent-refused', 'enrolment-frozen');
  await portalUser.stopsAt('notice: not me', 'chat-consent-refused', 'button-see-enrolment');
  await portalUser.presses('button-see-enrolment');
  await portalUser.stopsAt('enrolment card: of a trainee', 'enrolment-trainee', 'enrolment-code');
  await trainee.presses('button-it-is-me');
  await trainee.stopsAt('consent: it is me', 'consent-given', 'enrolment-active');
  await trainee.presses('button-withdraw');
  await trainee.sees('withdraw-question');
  await trainee.presses('button-withdraw-yes');
  await trainee.sees('withdraw-done');
  await portalUser.stopsAt('notice: a trainee has left', 'chat-centre-enrolment-ended', 'button-home');
}
