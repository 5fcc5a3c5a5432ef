/** How a course is found, and why one cannot be had. */
import { COURSES } from '../../test/support/enrolling.ts';
import { charge, toCourse, toHome } from './stages.ts';
import type { Walk } from './walk.ts';

const YESTERDAY = new Date(Date.now() - 24 * 60 * 60 * 1000);

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
        registrationClosesAt: YESTERDAY,
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
      await visitor.says(`/start course_${COURSES.closed.code}`);
      await visitor.stopsAt('refused: with money in the wallet', 'course-closed', 'course-balance-kept');
    },
  },
  {
    name: 'courses that are not for everybody',
    async run(visitor, world) {
      const free = { feeRials: 0, title: 'آرایشگری' };
      await world.course('women-18', { ...free, audience: { gender: 'women', minAge: 18 } });
      await world.course('men-40', { ...free, audience: { gender: 'men', maxAge: 40 }, shift: 'morning' });
      await toHome(visitor);
      await visitor.says('/start course_women-18');
      await visitor.stopsAt(
        'card: for women, of an age',
        ...['course-shift-evening', 'course-for-women', 'course-ages', 'enrol-card-question'],
        ...['enrol-card-unchecked-women', 'enrol-card-unchecked-age', 'enrol-card-unchecked'],
      );
      await visitor.says('/start course_men-40');
      await visitor.stopsAt(
        'card: for men',
        ...['course-shift-morning', 'course-for-men', 'enrol-card-unchecked-men', 'enrol-card-question'],
      );
      await world.tells(visitor.person, { gender: 'man', birthDate: YESTERDAY });
      await visitor.says('/start course_women-18');
      await visitor.stopsAt(
        'refused: for women, of an age',
        ...['may-not-enrol', 'may-not-enrol-women', 'may-not-enrol-age', 'may-not-enrol-choose'],
      );
      await world.tells(visitor.person, { gender: 'woman' });
      await visitor.says('/start course_men-40');
      await visitor.stopsAt('refused: for men', 'may-not-enrol', 'may-not-enrol-men', 'course-button');
    },
  },
  {
    name: 'a course that comes after another, and one at the same time as another',
    async run(visitor, world) {
      await world.course('same-days-1', { title: 'سفالگری', feeRials: 0 });
      await world.course('same-days-2', { title: 'گلیم‌بافی', feeRials: 0 });
      await world.course('later', { title: 'لعاب‌کاری', feeRials: 0, prerequisites: ['same-days-1'] });
      await toHome(visitor);
      await visitor.says('/start course_later');
      await visitor.stopsAt(
        'refused: another course comes first',
        ...['may-not-enrol', 'may-not-enrol-prerequisite', 'may-not-enrol-choose-prerequisite'],
      );
      await visitor.says('/start course_same-days-1');
      await visitor.sees('enrol-card-question');
      await visitor.presses('button-confirm');
      await visitor.sees('receipt');
      await visitor.says('/start course_same-days-2');
      await visitor.stopsAt('card: at the same time', 'enrol-card-overlap', 'enrol-card-question');
    },
  },
];
