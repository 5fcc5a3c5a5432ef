/** Forms that are left, continued, changed, given up, or open in another chat; and the way back within one. */
import { toFreeCard, toHome, toMobile, toNationalCode } from './stages.ts';
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
  {
    name: 'one registration in two chats',
    async run(visitor) {
      const other = visitor.onOtherMessenger();
      await toHome(other);
      await toFreeCard(visitor);
      await other.presses('key-enrol');
      await other.stopsAt(
        'a registration is open',
        ...['registration-open', 'registered-yourself'],
        ...['button-take-over', 'button-end-registration', 'button-leave-registration'],
      );
      await other.presses('button-leave-registration');
      await other.stopsAt('a registration left as it is', 'home-unfinished');
      await other.presses('key-enrol');
      await other.sees('registration-open');
      await other.presses('button-take-over');
      await other.stopsAt('taken over', 'enrol-card-question');
      await visitor.stopsAt('notice: taken over', 'chat-registration-moved', 'button-take-over');
      await visitor.presses('button-confirm');
      await visitor.stopsAt('taken over by the other chat', 'card-outdated', 'registration-open');
      await visitor.says('…');
      await visitor.sees('registration-open');
      await visitor.presses('button-end-registration');
      await visitor.stopsAt('a registration given up', 'registration-given-up', 'home');
      await other.stopsAt('notice: given up', 'chat-registration-ended', 'button-home');
      // The card further up is still there.
      await visitor.presses('button-end-registration');
      await visitor.stopsAt('a registration is over', 'registration-over', 'home');
    },
  },
  {
    name: 'one top-up in two chats',
    async run(visitor) {
      const other = visitor.onOtherMessenger();
      await toHome(other);
      await toHome(visitor);
      for (const chat of [visitor, other]) {
        await chat.presses('key-wallet');
        await chat.sees('wallet');
        await chat.presses('button-top-up');
        await chat.seesOneOf('amount-question', 'open-elsewhere');
      }
      await other.stopsAt('open elsewhere', 'open-elsewhere', 'button-take-over');
      await other.presses('button-take-over');
      await other.stopsAt('a top-up taken over', 'amount-question');
    },
  },
];
