/** What can go wrong while a portal user registers a trainee. */
import { ObjectId } from 'mongodb';
import { withCheckDigit } from '../../sandbox/world/national-code.ts';
import { COURSES } from '../../test/support/enrolling.ts';
import type { Visitor } from '../visitor.ts';
import { toHome, toNationalCode } from './stages.ts';
import { choosesCourse, toPortal, toTraineeCourse } from './trainees.ts';
import type { Walk } from './walk.ts';

/** Well formed, and nobody's. */
const NOBODY = withCheckDigit('998299998');

/** As many mismatches as nobody has by mistake. */
const TOO_MANY = 1_000;

export const TRAINEE_TROUBLE: readonly Walk[] = [
  {
    name: 'every wrong answer about a trainee',
    async run(visitor, world, another) {
      const trainee = await another();
      const other = await another();
      await toHome(visitor);
      await visitor.says('/trainee');
      await visitor.stopsAt('trainee: for portal users only', 'trainee-portal-users-only', 'home');
      await world.becomesPortalUser(visitor.person);
      await visitor.says('/trainee');
      await visitor.sees('trainee-code-question');
      await visitor.does({ sticker: true });
      await visitor.stopsAt('trainee: code: a sticker', 'trainee-code-expected');
      await visitor.says(visitor.person.nationalCode);
      await visitor.stopsAt(
        'trainee: code: their own, the second mistake',
        'trainee-code-own',
        'trainee-code-again',
      );
      await visitor.says(trainee.person.nationalCode);
      await visitor.sees('trainee-mobile-or-group');
      await visitor.does({ sticker: true });
      await visitor.stopsAt('trainee: mobile: a sticker', 'trainee-mobile-expected');
      await visitor.says(other.person.mobile);
      await visitor.stopsAt('trainee: mobile of another', 'trainee-mismatch', 'trainee-mobile-again');
      await visitor.says(trainee.person.mobile);
      await visitor.sees('trainee-course-question');
      await visitor.does({ location: true });
      await visitor.stopsAt('trainee: course: a location', 'course-expected');
      await visitor.says('قققق');
      await visitor.stopsAt('trainee: course: not found', 'course-not-found', 'trainee-course-again');
      await choosesCourse(visitor, COURSES.free.code);
      await visitor.stopsAt('trainee: course of another centre', 'no-grant');
      await choosesCourse(visitor, COURSES.cheap.code);
      await visitor.sees('payer-question');
      await visitor.says('سلام');
      await visitor.stopsAt('trainee: payer: words', 'payer-expected');
      await visitor.does({ sticker: true });
      await visitor.stopsAt('trainee: payer: a sticker, the second mistake', 'payer-again');
      await visitor.presses('button-payer-portal');
      await visitor.stopsAt('trainee: both are short', 'purse-short-both', 'button-charge-portal');
      await visitor.says('/start');
      await visitor.stopsAt('home: an unfinished trainee', 'home-unfinished', 'form-enrol-trainee');
      await visitor.says(`/start course_${COURSES.free.code}`);
      await visitor.stopsAt('a trainee’s registration is open', 'registration-open', 'registered-trainee');
    },
  },
  {
    name: 'trainees whom the registry does not let in',
    async run(visitor, world, another) {
      const nobody = await another({ mobileRegisteredTo: NOBODY });
      const dead = await another({ alive: false });
      const refused = await another();
      await toPortal(visitor, world);
      await visitor.says('/trainee');
      await visitor.sees('trainee-code-question');
      await visitor.says(NOBODY);
      await visitor.sees('trainee-mobile-or-group');
      await visitor.says(nobody.person.mobile);
      await visitor.stopsAt('trainee: unknown code', 'trainee-unknown', 'trainee-code-question');
      await visitor.says(dead.person.nationalCode);
      await visitor.sees('trainee-mobile-or-group');
      await visitor.says(dead.person.mobile);
      await visitor.stopsAt('trainee: deceased', 'trainee-deceased', 'trainee-code-question');
      await visitor.says('/cancel');
      await visitor.sees('home');
      await toTraineeCourse(visitor, refused);
      await world.rejects(refused.person);
      await choosesCourse(visitor, COURSES.cheap.code);
      await visitor.sees('payer-question');
      await visitor.presses('button-payer-portal');
      await visitor.stopsAt(
        'trainee: refused by the registry',
        'trainee-rejected',
        'button-enrol-another-trainee',
      );
    },
  },
  {
    name: 'a grant that does not reach so far',
    async run(visitor, world, another) {
      const trainee = await another();
      await toPortal(visitor, world);
      await visitor.says('/trainee');
      await visitor.sees('trainee-code-question');
      await visitor.says(trainee.person.nationalCode);
      await visitor.sees('trainee-mobile-or-group');
      await world.changesGrant(visitor.person, { mayExempt: false });
      await visitor.presses('button-exemption');
      await visitor.stopsAt('trainee: no right to exempt', 'trainee-may-not-exempt');
      await visitor.says('/cancel');
      await visitor.sees('home');
      await visitor.says('/trainee');
      await visitor.sees('trainee-code-question');
      await visitor.says(trainee.person.nationalCode);
      await visitor.stopsAt('trainee: mobile', 'trainee-mobile-question');
      await world.mismatched(visitor.person, TOO_MANY);
      await visitor.says(trainee.person.mobile);
      await visitor.stopsAt('trainee: too many tries', 'trainee-too-many');
      await world.mismatched(visitor.person, 0);
      await world.course('nobody-teaches', { centre: new ObjectId(), status: 'closed' });
      await world.changesGrant(visitor.person, { centre: 'nobody-teaches' });
      await visitor.says(trainee.person.mobile);
      await visitor.stopsAt('trainee: no course', 'trainee-course-none');
    },
  },
  {
    name: 'a grant that ends in the middle of a registration',
    async run(visitor, world, another) {
      const trainee = await another();
      await toPortal(visitor, world);
      await visitor.says('/trainee');
      await visitor.sees('trainee-code-question');
      await visitor.says(trainee.person.nationalCode);
      await visitor.sees('trainee-mobile-or-group');
      await world.changesGrant(visitor.person, { revokedAt: new Date() });
      await visitor.says(trainee.person.mobile);
      await visitor.stopsAt('trainee: the grant has ended', 'trainee-no-grant');
    },
  },
  {
    name: 'a trainee is registered while the registers are down',
    alone: true,
    async run(visitor, world, another) {
      const trainee = await another();
      await toPortal(visitor, world);
      await visitor.says('/trainee');
      await visitor.sees('trainee-code-question');
      await visitor.says(trainee.person.nationalCode);
      await visitor.sees('trainee-mobile-or-group');
      await world.system('shahkar', { mode: 'down', how: 'reset' });
      await visitor.says(trainee.person.mobile);
      await visitor.stopsAt('trainee: service down', 'trainee-cannot-check-now', 'button-check-again');
      await visitor.presses('button-check-again');
      await visitor.stopsAt('trainee: service still down', 'trainee-still-cannot-check');
      await world.allUp();
      await world.system('civil-registry', { mode: 'down', how: 'reset' });
      await visitor.presses('button-check-again');
      await visitor.stopsAt('trainee: name pending', 'trainee-line-pending', 'trainee-course-question');
      await choosesCourse(visitor, COURSES.cheap.code);
      await visitor.sees('payer-question');
      await visitor.presses('button-payer-trainee');
      await visitor.sees('purse-short');
      await visitor.presses('button-charge-trainee');
      await visitor.stopsAt('trainee: payment card, name pending', 'payment-card', 'payment-another-pending');
      await world.allUp();
      await registryAnswers(await another());
    },
  },
];

/** The registry is asked again only some seconds after it was down; the next walk shall find it answering. */
async function registryAnswers(newcomer: Visitor): Promise<void> {
  await toNationalCode(newcomer);
  await newcomer.says(newcomer.person.nationalCode);
  const told = await newcomer.seesOneOf('identity-proven', 'identity-proven-name-pending');
  if (told === 'identity-proven-name-pending') await newcomer.sees('chat-identity-completed');
}
