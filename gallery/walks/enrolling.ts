/** From the card of a course to the receipt, and what comes between. */
import { COURSES } from '../../test/support/enrolling.ts';
import { eventually } from '../world.ts';
import { charge, dataOf, toHome, toNationalCode } from './stages.ts';
import type { Walk } from './walk.ts';

export const ENROLLING: readonly Walk[] = [
  {
    name: 'enrolling in a course that is free',
    async run(visitor, world) {
      await toHome(visitor);
      await visitor.says('/start');
      await visitor.stopsAt(
        'home',
        'home-greeting',
        'home',
        'button-wallet',
        'button-mine',
        'button-help',
        'button-other-language',
      );
      await visitor.presses('key-mine');
      await visitor.stopsAt('my enrolments: none', 'mine-none', 'button-enrol');
      await visitor.says(`/start course_${COURSES.free.code}`);
      await visitor.stopsAt(
        'card: free',
        'enrol-card',
        'enrol-card-name',
        'enrol-card-free',
        'enrol-card-question',
        'button-change-course',
      );
      await visitor.does({ voice: true });
      await visitor.stopsAt('card: a voice message', 'card-waits-for-tap', 'button-confirm');
      await visitor.presses('button-confirm');
      await visitor.stopsAt('receipt', 'receipt', 'button-copy-code', 'button-enrol-another');
      await visitor.presses('button-receipt-picture');
      await visitor.stopsAt('receipt as a picture', 'receipt-picture', 'button-mine');
      const link = await visitor.readsCode();
      // The page of a receipt is in Persian, whoever asks.
      const pages = { true: await world.page(link), unknown: await world.page(link.slice(0, -1)) };
      if (visitor.language === 'fa') {
        visitor.reads(pages.true, 'page', 'page-receipt-title', 'page-receipt-body');
        visitor.reads(pages.unknown, 'page', 'page-no-receipt-title', 'page-no-receipt-body');
      }
      await visitor.presses('button-mine');
      await visitor.stopsAt('my enrolments', 'mine', 'mine-entry');
      await visitor.says(`/start course_${COURSES.free.code}`);
      await visitor.stopsAt('already enrolled', 'already-enrolled', 'button-copy-code');
    },
  },
  {
    name: 'the notice of an enrolment, by SMS, e-inbox and in the other chat',
    slow: true,
    async run(visitor) {
      const other = visitor.onOtherMessenger();
      await toHome(visitor);
      await toHome(other);
      await visitor.says(`/start course_${COURSES.free.code}`);
      await visitor.sees('enrol-card-question');
      await visitor.presses('button-confirm');
      await visitor.sees('receipt');
      await other.stopsAt('notice: enrolled', 'chat-enrolled', 'button-home');
      const [sms] = await eventually('the SMS', async () => some(await visitor.person.sms()));
      visitor.reads(sms?.message ?? '', 'sms', 'sms-enrolled');
      const [letter] = await eventually('the letter', async () => some(await visitor.person.inbox()));
      visitor.reads(`${letter?.title}\n`, 'inbox', 'karpooshe-enrolled-title');
      visitor.reads(letter?.body ?? '', 'inbox', 'karpooshe-enrolled-body');
    },
  },
  {
    name: 'a card that is out of date, and a fee that has changed',
    async run(visitor, world) {
      const code = `fee-${visitor.platform}-${visitor.language}`;
      await world.course(code, { title: 'کارگاه نجاری', feeRials: 200_000 });
      await toHome(visitor);
      await charge(visitor, 1_000_000);
      await visitor.says(`/start course_${code}`);
      const card = await visitor.stopsAt('card: with a fee', 'enrol-card-fee', 'button-confirm');
      await world.course(code, { title: 'کارگاه نجاری', feeRials: 300_000 });
      await visitor.presses('button-confirm');
      await visitor.stopsAt('card: the fee has changed', 'fee-changed', 'enrol-card-fee');
      await visitor.does({ pressData: dataOf(card, 'ok:'), messageId: card.news.at(-1)?.messageId });
      await visitor.stopsAt('card: out of date', 'card-outdated', 'enrol-card-question');
      await visitor.presses('button-change-course');
      await visitor.stopsAt('card: change the course', 'course-question');
    },
  },
  {
    name: 'the civil registry is down, and comes back',
    alone: true,
    slow: true,
    async run(visitor, world, another) {
      const refused = await another();
      await toNationalCode(visitor);
      await toNationalCode(refused);
      await world.system('civil-registry', { mode: 'down', how: 'reset' });
      await visitor.says(visitor.person.nationalCode);
      await visitor.stopsAt(
        'identity proven, name pending',
        'identity-proven-name-pending',
        'course-question',
      );
      await refused.says(refused.person.nationalCode);
      await refused.sees('identity-proven-name-pending');
      await visitor.says('/start');
      await visitor.stopsAt('home: nameless', 'home-greeting-nameless');
      await visitor.says(`/start course_${COURSES.free.code}`);
      await visitor.stopsAt('card: name pending', 'enrol-card-name-pending', 'button-confirm');
      await refused.says(`/start course_${COURSES.cheap.code}`);
      await refused.sees('enrol-card-short');
      await refused.presses('button-charge-gap');
      await refused.stopsAt('payment card: name pending', 'payment-card', 'payment-owner-pending');
      await world.inRegistry(refused.person, { alive: false });
      await world.allUp();
      await visitor.stopsAt('notice: the name is complete', 'chat-identity-completed');
      await refused.stopsAt('notice: the registry refuses', 'chat-identity-rejected', 'button-home');
      // For some seconds the bot may remember who they were.
      await eventually('the registry’s answer is known to all', async () => {
        await refused.says(`/start course_${COURSES.free.code}`);
        return (await refused.seesOneOf('enrol-identity-rejected', 'enrol-card')) !== 'enrol-card';
      });
      await refused.stopsAt('refused: by the registry', 'enrol-identity-rejected', 'button-mine');
    },
  },
];

const some = <T>(list: T[]) => list.length > 0 && list;
