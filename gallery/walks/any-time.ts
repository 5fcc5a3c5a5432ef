/** What can be said and tapped at any time: commands, languages, old buttons, edited messages. */
import { COURSES } from '../../test/support/enrolling.ts';
import { eventually } from '../world.ts';
import { toHome, toNationalCode } from './stages.ts';
import type { Walk } from './walk.ts';

export const ANY_TIME: readonly Walk[] = [
  {
    name: 'commands with no form open',
    async run(visitor) {
      await toHome(visitor);
      await visitor.says('/cancel');
      await visitor.stopsAt('nothing to cancel', 'nothing-to-cancel', 'home');
      await visitor.says('/help');
      await visitor.stopsAt('help', 'help', 'button-home');
      await visitor.says('/nonsense');
      await visitor.stopsAt('unknown command', 'unknown-command', 'home');
      await visitor.says('سلام');
      await visitor.stopsAt('no question open', 'no-question-open', 'home');
      await visitor.does({ pressData: 'no-such-button' });
      await visitor.stopsAt('an old button', 'button-outdated', 'home');
    },
  },
  {
    name: 'the other language and back',
    async run(visitor, _world) {
      await toNationalCode(visitor);
      await visitor.says('/language');
      await visitor.inOtherLanguage().stopsAt('language chosen', 'language-chosen', 'national-code-question');
      await visitor.says('/language');
      await visitor.stopsAt('language chosen back', 'language-chosen', 'national-code-question');
    },
  },
  {
    name: 'messages that were edited after they were answered',
    async run(visitor) {
      await toNationalCode(visitor);
      await visitor.says('سلام');
      await visitor.sees('national-code-not-a-number');
      await visitor.edits('خداحافظ');
      await visitor.stopsAt('edited: the question is open', 'edited-message', 'national-code-question');
      await visitor.says(visitor.person.nationalCode);
      await visitor.sees('course-question');
      await visitor.says('/cancel');
      await visitor.sees('home');
      await visitor.edits('خداحافظ');
      await visitor.stopsAt('edited: no question open', 'edited-nothing-open', 'home');
      await visitor.says(`/start course_${COURSES.free.code}`);
      await visitor.sees('enrol-card-question');
      await visitor.edits('جوشکاری');
      await visitor.stopsAt(
        'edited: the answer can be changed',
        'edited-offer-change',
        'button-change-course',
      );
      await visitor.presses('button-resume');
      await visitor.stopsAt('edited: the form goes on', 'enrol-card-question');
    },
  },
  {
    name: 'numbers that are nobody else’s business',
    async run(visitor) {
      await toNationalCode(visitor);
      await visitor.says('6037 9911 1111 1112');
      await visitor.stopsAt('private: a card number', 'private-card', 'private-deleted');
      await visitor.says(visitor.person.nationalCode);
      await visitor.stopsAt('private: a national code', 'private-code', 'private-deleted', 'course-question');
    },
  },
  {
    name: 'outside systems that are away',
    alone: true,
    async run(visitor, world) {
      await toHome(visitor);
      await world.switchedOff(
        ...['civil-registry' as const, 'shahkar' as const, 'national-window' as const],
        ...['sms' as const, 'karpooshe' as const],
        ...['payment-zarinpal' as const, 'payment-zibal' as const],
      );
      await eventually('the bot knows of it', async () => {
        await visitor.says('/start');
        return (await visitor.seesOneOf('away', 'home')) === 'away';
      });
      await visitor.stopsAt(
        'home: systems are away',
        ...['home', 'away', 'away-and', 'away-civil-registry', 'away-shahkar', 'away-national-window'],
        ...['away-sms', 'away-karpooshe', 'away-payment'],
      );
      await world.switchedOff();
      // The next walk needs them.
      await eventually('the bot knows that they are back', async () => {
        await visitor.says('/start');
        return (await visitor.seesOneOf('away', 'home')) === 'home';
      });
    },
  },
  {
    name: 'something breaks on our side',
    async run(visitor, world) {
      await toHome(visitor);
      const code = `broken-${visitor.platform}-${visitor.language}`;
      await world.course(code, { startsAt: 'no date' });
      await visitor.says(`/start course_${code}`);
      await visitor.stopsAt('an apology', 'fault');
    },
  },
  {
    name: 'what the messenger shows around the chat',
    async run(visitor, world) {
      await toHome(visitor);
      const { bot, toast } = await world.around(visitor, () => visitor.does({ pressData: 'paid' }));
      await visitor.sees('payment-none-under-way');
      visitor.reads(toast, 'tap', 'tap-in-work');
      // Bale has no such places.
      if (visitor.platform === 'bale') return;
      const lines = [bot.description, ...bot.commands.map(({ description }) => description)];
      visitor.reads(lines.join('\n'), 'profile', 'bot-description', 'command-start', 'command-help');
    },
  },
];
