/** How a course is found, and why one cannot be had. */
import { COURSES } from '../../test/support/enrolling.ts';
import { charge, toCourse, toHome } from './stages.ts';
import type { Walk } from './walk.ts';

const LONG_AGO = new Date(Date.now() - 24 * 60 * 60 * 1000);

export const CHOOSING: readonly Walk[] = [
  {
    name: 'courses by page and by place',
    async run(visitor) {
      await toCourse(visitor);
      await visitor.presses('button-next');
      await visitor.stopsAt('courses: second page', 'course-question', 'course-button', 'button-previous');
      await visitor.presses('button-previous');
      await visitor.stopsAt('courses: first page', 'course-question', 'button-next', 'button-by-place');
      await visitor.presses('button-by-place');
      await visitor.stopsAt('provinces', 'province-question', 'button-all-courses');
      await visitor.does({ press: 'تهران' });
      await visitor.stopsAt(
        'centres of a province',
        'centre-question',
        'button-centre',
        'button-other-province',
      );
      await visitor.presses('button-centre', 'نگارین');
      await visitor.stopsAt('courses of a centre', 'centre-courses', 'course-button');
      await visitor.presses('button-other-province');
      await visitor.sees('province-question');
      await visitor.presses('button-all-courses');
      await visitor.sees('course-question');
      await visitor.does({ pressData: 'centre:no-such-centre:0' });
      await visitor.stopsAt('courses: none', 'course-none');
    },
  },
  {
    name: 'courses by words',
    async run(visitor, world) {
      await world.course('closed1', {
        title: 'بافت گلیم',
        searchText: 'بافت گلیم',
        registrationClosesAt: LONG_AGO,
      });
      await toCourse(visitor);
      await visitor.says('جوشکاری');
      await visitor.stopsAt('search: found', 'course-search-results', 'course-button');
      await visitor.says('پرستاری');
      await visitor.stopsAt('search: full', 'course-search-results', 'course-button-full');
      await visitor.says('رباتیک');
      await visitor.stopsAt('search: not yet open', 'course-button-not-yet-open');
      await visitor.says('گلیم');
      await visitor.stopsAt('search: closed', 'course-button-closed');
      await visitor.says('قققق');
      await visitor.stopsAt('search: not found', 'course-not-found');
      await visitor.does({ location: true });
      await visitor.stopsAt('course: a location, the second mistake', 'course-expected');
      await visitor.does({ sticker: true });
      await visitor.stopsAt('course: a sticker, the third mistake', 'course-expected', 'mistakes-help');
    },
  },
  {
    name: 'courses that cannot be had',
    async run(visitor) {
      await toHome(visitor);
      const refusals = [
        ['no-such-course', 'course-unknown'],
        [COURSES.full.code, 'course-full'],
        [COURSES.closed.code, 'course-closed'],
        [COURSES.notYetOpen.code, 'course-not-yet-open'],
        ['glass101', 'course-cancelled'],
      ] as const;
      for (const [code, key] of refusals) {
        await visitor.says(`/start course_${code}`);
        await visitor.stopsAt(
          `refused: ${key.replace('course-', '')}`,
          'home-greeting',
          key,
          'course-button',
        );
      }
      await charge(visitor, 500_000);
      await visitor.says(`/start course_${COURSES.alsoCheap.code}`);
      await visitor.says(`/start course_${COURSES.cheap.code}`);
      await visitor.stopsAt('card: in place of another course', 'course-replaced');
      await visitor.says(`/start course_${COURSES.full.code}`);
      await visitor.stopsAt('refused: with money in the wallet', 'course-full', 'course-balance-kept');
    },
  },
];
