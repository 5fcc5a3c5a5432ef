import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tap } from '../../../../bot/callback-data.ts';
import { importCatalogue } from '../../../../services/courses/import.ts';
import { COURSES_A_PAGE, createCourses } from '../../../../services/courses/service.ts';
import { COURSE, createWorld, NOW, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** The courses as a process that has just started sees them. */
const courses = () => createCourses({ models: world.models, clock: world.clock });
const inDays = (days: number) => new Date(NOW.getTime() + days * 24 * 60 * 60 * 1000).toISOString();

const CENTRES = [
  { code: 'THR', name: 'مرکز آزادی', kind: 'state', province: 'تهران', city: 'تهران' },
  { code: 'ISF', name: 'آموزشگاه زاینده‌رود', kind: 'private', province: 'اصفهان', city: 'اصفهان' },
];

async function takeIn(catalogue: { centres?: object[]; courses?: object[] }) {
  const file = join(world.folder, 'file.json');
  await writeFile(file, JSON.stringify({ centres: CENTRES, courses: [], ...catalogue }));
  return importCatalogue(world.models, file);
}

const entry = (code: string, change: object = {}) => ({ ...COURSE, centre: 'THR', code, ...change });

describe('taking in a file', () => {
  test('twice brings what is known up to date and keeps the seats that the bot has given', async () => {
    await takeIn({ courses: [entry('twice', { seatsTaken: 4 })] });
    const maryam = await world.trainee({ balanceRials: COURSE.feeRials });
    const course = await world.models.Course.findOne({ code: 'twice' }).orFail();
    await world.enrolments.enrol(await world.card(maryam, course));
    expect(await takeIn({ courses: [entry('twice', { seatsTaken: 4, title: 'نجاری' })] })).toEqual({
      centres: 2,
      courses: 1,
    });
    expect(await world.models.Course.findOne({ code: 'twice' }).lean()).toMatchObject({
      title: 'نجاری',
      seatsTaken: 5,
      seatsTakenElsewhere: 4,
    });
    expect((await world.audit.run()).findings).toEqual([]);
  });

  test.each([
    ['names a centre that is not in it', { courses: [entry('x', { centre: 'NONE' })] }, /NONE/],
    ['has a fee that is not whole', { courses: [entry('x', { feeRials: 0.5 })] }, /feeRials/],
    ['has a code that no button can carry', { courses: [entry('دوره')] }, /code/],
    [
      'names a prerequisite that is no course',
      { courses: [entry('x', { prerequisites: ['none'] })] },
      /none/,
    ],
    [
      'has an audience that nobody can be of',
      { courses: [entry('x', { audience: { minAge: 40, maxAge: 20 } })] },
      /minAge is above maxAge/,
    ],
    [
      'has an audience of no known kind',
      { courses: [entry('x', { audience: { gender: 'all' } })] },
      /gender/,
    ],
    [
      'has a province that no button can carry',
      { centres: [{ ...CENTRES[0], province: 'ب'.repeat(28) }] },
      /province/,
    ],
  ])('that %s is refused', async (_why, catalogue, reason) => {
    await expect(takeIn(catalogue)).rejects.toThrow(reason);
    expect(await world.models.Course.countDocuments({ code: 'x' })).toBe(0);
  });

  test('keeps whom a course is for and what it builds on, and forgets what a newer file no longer says', async () => {
    const conditions = {
      standardCode: '721220570010001',
      shift: 'evening',
      audience: { gender: 'women', minAge: 18, maxAge: 45 },
      prerequisites: ['base', '721120470010001'],
    };
    const base = [entry('base', { title: 'پایه' }), entry('std', { standardCode: '721120470010001' })];
    await takeIn({ courses: [...base, entry('asks', conditions)] });
    expect(await world.models.Course.findOne({ code: 'asks' }).lean()).toMatchObject(conditions);
    expect((await courses().byCode('asks'))?.requires).toEqual([
      { code: 'base', title: 'پایه' },
      { code: '721120470010001', title: COURSE.title },
    ]);

    await takeIn({ courses: [entry('asks')] });
    const plain = await world.models.Course.findOne({ code: 'asks' }).lean();
    for (const condition of Object.keys(conditions)) expect(plain).not.toHaveProperty(condition);
    expect((await courses().byCode('asks'))?.requires).toEqual([]);
  });

  test('accepts no province that does not fit on its button', async () => {
    const longest = 'ب'.repeat(27);
    await takeIn({ centres: [...CENTRES, { ...CENTRES[0], code: 'LONG', province: longest }] });
    expect(() => tap.province.pack(longest)).not.toThrow();
  });
});

describe('what people see', () => {
  beforeAll(async () => {
    await world.models.Course.deleteMany({});
    await takeIn({
      courses: [
        ...Array.from({ length: 8 }, (_, n) =>
          entry(`open${n}`, { startsAt: inDays(20 + n), endsAt: inDays(60) }),
        ),
        entry('isf', { centre: 'ISF', title: 'كارآفريني ديجيتال', startsAt: inDays(40), endsAt: inDays(60) }),
        entry('full', { title: 'آرایشگری', capacity: 1, seatsTaken: 1 }),
        entry('later', { registrationOpensAt: inDays(1) }),
        entry('over', { registrationClosesAt: inDays(0) }),
        entry('shut', { status: 'closed', title: 'آرایشگری پیشرفته' }),
      ],
    });
  });

  test('open courses come soonest first, a screen at a time; a page that is not there is the nearest', async () => {
    const first = await courses().open(0);
    expect(first).toMatchObject({ page: 0, pages: 2 });
    expect(first.items.map(({ code }) => code)).toEqual([
      'open0',
      'open1',
      'open2',
      'open3',
      'open4',
      'open5',
    ]);
    expect(first.items).toHaveLength(COURSES_A_PAGE);
    const last = await courses().open(1);
    expect(last.items.map(({ code }) => code)).toEqual(['open6', 'open7', 'isf']);
    expect(await courses().open(999_999_999_999)).toEqual(last);
    expect(await courses().open(-1)).toEqual(first);
  });

  test('of one centre, and of none', async () => {
    expect((await courses().open(0, 'ISF')).items.map(({ code }) => code)).toEqual(['isf']);
    expect(await courses().open(0, 'NONE')).toEqual({ items: [], page: 0, pages: 1 });
  });

  test('only places with a course that can be had are offered', async () => {
    expect(await courses().provinces()).toEqual(['اصفهان', 'تهران']);
    await world.models.Course.updateOne({ code: 'isf' }, { seatsTaken: COURSE.capacity });
    expect(await courses().provinces()).toEqual(['تهران']);
    expect(await courses().centresOf('اصفهان')).toEqual([]);
    await world.models.Course.updateOne({ code: 'isf' }, { seatsTaken: 0 });
    expect((await courses().centresOf('اصفهان')).map(({ code }) => code)).toEqual(['ISF']);
  });

  test('a course tells its place, its free seats and why it cannot be had', async () => {
    expect(await courses().byCode('isf')).toMatchObject({
      centreName: 'آموزشگاه زاینده‌رود',
      centreKind: 'private',
      seatsFree: 10,
      availability: 'open',
    });
    const why = async (code: string) => (await courses().byCode(code))?.availability;
    expect([await why('full'), await why('later'), await why('over')]).toEqual([
      'full',
      'not-yet-open',
      'closed',
    ]);
    expect(await courses().byCode('none')).toBeNull();
  });

  test.each([
    ['کارآفرینی', ['isf'], 'written with other letters than in the file'],
    ['دیجیتال اصفهان', ['isf'], 'by title and city, in any order'],
    ['ارایشگری', ['full'], 'without hats; a full one is found, a closed one is not'],
    ['ISF', ['isf'], 'by its code, in capitals'],
    ['.*', [], 'letter by letter, not as a pattern'],
    ['$where', [], 'letter by letter, not as a query'],
    ['\u200c \u200f', [], 'by nothing at all'],
    ['نیست', [], 'in vain'],
  ])('%j finds %j: %s', async (words, codes) => {
    expect((await courses().search(words)).map(({ code }) => code)).toEqual(codes);
  });

  test('a search shows those with free seats first, however many full ones begin sooner', async () => {
    const title = 'قالی‌بافی';
    const full = Array.from({ length: 9 }, (_, n) =>
      entry(`rug${n}`, { title, capacity: 0, startsAt: inDays(15) }),
    );
    await takeIn({ courses: [...full, entry('rug-open', { title })] });
    const found = await courses().search('قالی');
    expect(found.map(({ availability }) => availability)).toEqual(['open', ...Array(7).fill('full')]);
    expect(found[0]?.code).toBe('rug-open');
    expect(await courses().search('جوشکاری تهران')).toHaveLength(8);
  });
});
