/** What is kept of a person, and having it deleted. */
import { COURSES } from '../../test/support/enrolling.ts';
import type { Visitor } from '../visitor.ts';
import type { World } from '../world.ts';
import { charge, toFreeCard, toHome } from './stages.ts';
import type { Walk } from './walk.ts';

async function toMyData(visitor: Visitor): Promise<void> {
  await visitor.says('/help');
  await visitor.sees('help');
  await visitor.presses('button-my-data');
  await visitor.sees('my-data');
}

async function asksForDeletion(visitor: Visitor): Promise<void> {
  await toMyData(visitor);
  await visitor.presses('button-delete-data');
  await visitor.sees('delete-question');
  await visitor.presses('button-delete-data-yes');
  await visitor.sees('delete-requested');
}

/** In a course of this walk's own. */
async function isSeated(visitor: Visitor, code: string): Promise<void> {
  await visitor.says(`/start course_${code}`);
  await visitor.sees('enrol-card-question');
  await visitor.presses('button-confirm');
  await visitor.sees('receipt');
}

async function freeCourse(visitor: Visitor, world: World): Promise<string> {
  const code = `my-data-${visitor.platform}-${visitor.language}`;
  await world.course(code, { title: 'سفالگری', feeRials: 0, capacity: 9, seatsTaken: 0, waiting: 0 });
  return code;
}

export const MY_DATA: readonly Walk[] = [
  {
    name: 'having one’s data deleted, and thinking better of it',
    async run(visitor) {
      await visitor.says('/privacy');
      await visitor.stopsAt('my data: a newcomer', 'my-data-none', 'button-home');
      await toHome(visitor);
      await visitor.says('/help');
      await visitor.sees('help');
      await visitor.presses('button-my-data');
      await visitor.stopsAt('my data', 'my-data', 'button-delete-data', 'button-home');
      await visitor.presses('button-delete-data');
      await visitor.stopsAt(
        'deletion: the question',
        'delete-question',
        'button-delete-data-yes',
        'button-back',
      );
      await visitor.presses('button-delete-data-yes');
      await visitor.stopsAt('deletion: asked for', 'delete-requested', 'button-keep-data', 'button-home');
      await visitor.says('/privacy');
      await visitor.stopsAt('my data: deletion asked for', 'my-data', 'my-data-asked', 'button-keep-data');
      await visitor.presses('button-keep-data');
      await visitor.stopsAt('deletion: taken back', 'delete-taken-back', 'home');
      await visitor.does({ pressData: 'keep-data' });
      await visitor.stopsAt('deletion: nothing to take back', 'delete-nothing-asked', 'home');
    },
  },
  {
    name: 'what comes before data can be deleted',
    async run(visitor, world, another) {
      const trainee = await another();
      const code = await freeCourse(visitor, world);
      await toHome(trainee);
      await isSeated(trainee, code);
      await toHome(visitor);
      await isSeated(visitor, code);
      await charge(visitor, 100_000);
      await visitor.presses('button-wallet');
      await visitor.sees('wallet');
      await visitor.presses('button-top-up');
      await visitor.sees('amount-question');
      await visitor.says('300000 rials');
      await visitor.sees('payment-card');
      await world.isPaidBy(code, visitor.person);
      await world.isLookedInto(visitor.person);
      await world.becomesPortalUser(visitor.person);
      await toMyData(visitor);
      await visitor.presses('button-delete-data');
      await visitor.stopsAt(
        'deletion: what comes first',
        'delete-first',
        'delete-first-enrolled',
        'delete-first-paid-for-others',
        'delete-first-payment',
        'delete-first-money',
        'delete-first-role',
        'delete-first-case',
        'delete-first-then',
        'button-check-again',
      );
    },
  },
  {
    name: 'data that are deleted, or not, when the time has come',
    slow: true,
    async run(visitor, world) {
      const other = visitor.onOtherMessenger();
      await toHome(other);
      await toFreeCard(visitor);
      await asksForDeletion(visitor);
      await other.stopsAt(
        'notice: deletion',
        'chat-data-deletion-requested',
        'button-keep-data',
        'button-home',
      );
      await visitor.says(`/start course_${COURSES.free.code}`);
      await visitor.sees('enrol-card-question');
      await visitor.presses('button-confirm');
      await visitor.sees('receipt');
      await world.deletionIsDue(visitor.person);
      await visitor.stopsAt('notice: data kept', 'chat-data-kept', 'button-home');
      await visitor.presses('button-home');
      await visitor.sees('home');
      await visitor.presses('button-mine');
      await visitor.sees('mine');
      await visitor.presses('button-open-enrolment');
      await visitor.sees('enrolment-card');
      await visitor.presses('button-withdraw');
      await visitor.sees('withdraw-question');
      await visitor.presses('button-withdraw-yes');
      await visitor.sees('withdraw-done');
      await asksForDeletion(visitor);
      await world.deletionIsDue(visitor.person);
      await visitor.stopsAt('data deleted', 'data-deleted', 'button-begin-anew');
      await visitor.presses('button-begin-anew');
      await visitor.stopsAt('beginning anew', 'mobile-question');
    },
  },
];
