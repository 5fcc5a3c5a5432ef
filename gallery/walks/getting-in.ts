/** How the bot gets to know somebody, and every way in which that can go wrong. */
import { withCheckDigit } from '../../sandbox/world/national-code.ts';
import { COURSES } from '../../test/support/enrolling.ts';
import { toMobile, toNationalCode } from './stages.ts';
import type { Walk } from './walk.ts';

/** Well formed, and nobody's. */
const NOBODY = withCheckDigit('998299999');

/** The same, without the zero that it begins with. */
const WITHOUT_ZERO = withCheckDigit('098299999').slice(1);

const withWrongCheckDigit = (code: string) => `${code.slice(0, 9)}${(Number(code[9]) + 1) % 10}`;

export const GETTING_IN: readonly Walk[] = [
  {
    name: 'a newcomer is known by mobile and national code',
    async run(visitor) {
      await visitor.says('/start');
      await visitor.stopsAt('welcome', 'welcome', 'mobile-question', 'mobile-share', 'key-cancel');
      await visitor.presses('mobile-share');
      await visitor.stopsAt('national code', 'national-code-question');
      await visitor.says(visitor.person.nationalCode);
      await visitor.stopsAt('identity proven', 'identity-proven', 'course-question', 'key-enrol');
    },
  },
  {
    name: 'every wrong answer to the mobile question',
    async run(visitor, _world, another) {
      const other = await another();
      await toMobile(visitor);
      await visitor.says('09121234567');
      await visitor.stopsAt('mobile: typed', 'mobile-typed');
      await visitor.does({ sticker: true });
      await visitor.stopsAt('mobile: a sticker, the second mistake', 'mobile-expected');
      await visitor.does({
        contact: { phoneNumber: other.person.mobile, firstName: 'دوست', userId: other.person.userId },
      });
      await visitor.stopsAt(
        "mobile: another's, the third mistake",
        'mobile-of-somebody-else',
        'mistakes-help',
      );
      await visitor.does({ contact: { phoneNumber: visitor.person.mobile, firstName: 'خودم' } });
      await visitor.stopsAt('mobile: a saved card', 'mobile-not-vouched');
      await visitor.does({
        contact: { phoneNumber: '+14155550100', firstName: 'من', userId: visitor.person.userId },
      });
      await visitor.stopsAt('mobile: of another country', 'mobile-not-iranian');
      await visitor.presses('key-cancel');
      await visitor.stopsAt('a newcomer cancels', 'cancelled', 'key-enrol');
    },
  },
  {
    name: 'every wrong answer to the national code question',
    async run(visitor) {
      await toNationalCode(visitor);
      await visitor.sharesContact();
      await visitor.stopsAt('national code: the contact again', 'national-code-not-contact');
      await visitor.does({ voice: true });
      await visitor.stopsAt('national code: a voice message, the second mistake', 'national-code-expected');
      await visitor.does({ forward: { text: visitor.person.nationalCode } });
      await visitor.stopsAt(
        'national code: forwarded, the third mistake',
        'national-code-forwarded',
        'mistakes-help',
      );
      await visitor.says('سلام');
      await visitor.stopsAt('national code: words', 'national-code-not-a-number');
      await visitor.says(visitor.person.nationalCode.slice(0, 7));
      await visitor.stopsAt('national code: too short', 'national-code-wrong-length');
      await visitor.says(withWrongCheckDigit(visitor.person.nationalCode));
      await visitor.stopsAt('national code: a wrong digit', 'national-code-wrong');
      await visitor.says(`${visitor.person.nationalCode} ${NOBODY}`);
      await visitor.stopsAt('national code: two of them', 'national-code-several');
      await visitor.says(WITHOUT_ZERO);
      await visitor.stopsAt('national code: without its zero', 'national-code-zeros', 'button-with-zeros');
      await visitor.presses('button-with-zeros');
      await visitor.stopsAt('national code: with its zero', 'identity-mismatch');
      await visitor.says('/help');
      await visitor.stopsAt('help at a question', 'help', 'national-code-question');
    },
  },
  {
    name: 'the code of somebody else, again and again',
    async run(visitor, _world, another) {
      await toNationalCode(visitor);
      for (let attempt = 1; attempt <= 5; attempt += 1) {
        const { person } = await another();
        await visitor.says(person.nationalCode);
        await visitor.sees('identity-mismatch');
      }
      await visitor.stopsAt('identity: mobile of another', 'identity-mismatch');
      await visitor.says(visitor.person.nationalCode);
      await visitor.stopsAt('identity: too many tries', 'identity-too-many');
    },
  },
  {
    name: 'a code that the registry does not know',
    who: { mobileRegisteredTo: NOBODY },
    async run(visitor) {
      await toNationalCode(visitor);
      await visitor.says(NOBODY);
      await visitor.stopsAt('identity: unknown code', 'identity-unknown');
    },
  },
  {
    name: 'the code of somebody who has died',
    who: { alive: false },
    async run(visitor) {
      await toNationalCode(visitor);
      await visitor.says(visitor.person.nationalCode);
      await visitor.stopsAt('identity: deceased', 'identity-deceased');
    },
  },
  {
    name: 'the mobile-ownership service is down',
    alone: true,
    async run(visitor, world) {
      await toNationalCode(visitor);
      await world.system('shahkar', { mode: 'down', how: 'reset' });
      await visitor.says(visitor.person.nationalCode);
      await visitor.stopsAt('identity: service down', 'identity-cannot-check-now', 'button-check-again');
      await visitor.presses('button-check-again');
      await visitor.stopsAt('identity: service still down', 'identity-still-cannot-check');
      await world.allUp();
      await visitor.presses('button-check-again');
      await visitor.stopsAt('identity: service back', 'identity-proven', 'course-question');
    },
  },
  ...[
    { code: COURSES.free.code, key: 'link-course', what: 'an open course' },
    { code: COURSES.full.code, key: 'link-not-open', what: 'a full course' },
    { code: 'no-such-course', key: 'link-unknown', what: 'no course' },
  ].map(
    ({ code, key, what }): Walk => ({
      name: `a newcomer comes by a link to ${what}`,
      async run(visitor) {
        await visitor.says(`/start course_${code}`);
        await visitor.stopsAt(`a link to ${what}`, 'welcome', key, 'mobile-question');
      },
    }),
  ),
];
