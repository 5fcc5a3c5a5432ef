/** Forms that are left, continued, changed, given up; and the way back within one. */
import { toFreeCard, toMobile, toNationalCode } from './stages.ts';
import type { Walk } from './walk.ts';

export const UNFINISHED: readonly Walk[] = [
  {
    name: 'a form that is left and continued',
    async run(visitor) {
      await toFreeCard(visitor);
      await visitor.says('/start');
      await visitor.stopsAt(
        'home: an unfinished form',
        'home-unfinished',
        'button-continue-form',
        'button-discard-form',
      );
      await visitor.presses('button-continue-form');
      await visitor.stopsAt('continued', 'enrol-card-question');
      await visitor.presses('key-wallet');
      await visitor.sees('wallet');
      await visitor.presses('button-top-up');
      await visitor.sees('amount-question');
      await visitor.says('/start');
      await visitor.stopsAt('home: several unfinished forms', 'home-unfinished', 'button-unfinished');
      await visitor.presses('button-unfinished');
      await visitor.stopsAt('unfinished forms', 'unfinished', 'unfinished-form', 'button-home');
      await visitor.presses('button-discard-form');
      await visitor.stopsAt('one form given up', 'unfinished-discarded', 'unfinished');
      await visitor.presses('button-discard-form');
      await visitor.stopsAt('all forms given up', 'unfinished-discarded', 'home');
      await visitor.says('/forms');
      await visitor.stopsAt('no unfinished forms', 'unfinished-none', 'home');
    },
  },
  {
    name: 'a form that is left alone',
    slow: true,
    async run(visitor, world) {
      await toFreeCard(visitor);
      // Set aside after an hour, reminded of a quarter of an hour before.
      await world.formsAge(visitor.person, 50);
      await visitor.stopsAt('reminder of a form', 'form-reminder', 'button-resume');
      await world.formsAge(visitor.person, 70);
      await visitor.stopsAt('a form set aside', 'form-set-aside', 'button-resume');
      await visitor.presses('button-resume');
      await visitor.stopsAt('a form continued', 'form-continued', 'enrol-card-question');
    },
  },
  {
    name: 'a newcomer who asks for the wallet first',
    async run(visitor) {
      await toMobile(visitor);
      await visitor.says('/cancel');
      await visitor.sees('cancelled');
      await visitor.presses('key-wallet');
      await visitor.stopsAt('a page for known people', 'prove-first', 'mobile-question');
      await visitor.says('/forms');
      await visitor.stopsAt('unfinished: introducing oneself', 'unfinished', 'form-introduce');
    },
  },
  {
    name: 'back, and back again',
    async run(visitor) {
      await toNationalCode(visitor);
      await visitor.presses('key-back');
      await visitor.stopsAt('back to the mobile', 'mobile-question');
      await visitor.types('key-back');
      await visitor.stopsAt('back at the first question', 'back-at-the-first', 'mobile-question');
    },
  },
  {
    name: 'an answer changed from the card, and left as it was',
    async run(visitor) {
      await toFreeCard(visitor);
      await visitor.presses('button-change-course');
      await visitor.stopsAt('card: another course', 'course-question', 'button-back');
      await visitor.presses('button-back');
      await visitor.stopsAt('card: back again', 'enrol-card-question');
    },
  },
];
