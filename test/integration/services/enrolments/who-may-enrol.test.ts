/** Who may enrol is judged by the transaction that enrols, whatever the card said when it was drawn. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Course } from '../../../../models/course.ts';
import type { Person } from '../../../../models/person.ts';
import { bornFor } from '../../../support/application.ts';
import { whatIsLeft } from '../../../support/what-is-left.ts';
import { COURSE, createWorld, type Trainee, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const FEE = COURSE.feeRials;

const sets = (course: Course, conditions: Partial<Course>) =>
  world.models.Course.updateOne({ _id: course._id }, { $set: conditions });
const isTold = ({ person }: Trainee, facts: Partial<Person>) =>
  world.models.Person.updateOne({ _id: person._id }, { $set: facts });

/** Enrols in `course`, and is through with it. */
async function completes(who: Trainee, course: Course): Promise<void> {
  const outcome = await world.enrolments.enrol(await world.card(who, course));
  expect(outcome.type).toBe('enrolled');
  await world.models.Enrolment.updateOne(
    { person: who.person._id, course: course._id },
    { $set: { status: 'completed' } },
  );
}

type Deed = 'enrol' | 'join';

/** A course with a free seat, or one without, for the two ways into a course. */
const courseFor = (deed: Deed) => world.course(deed === 'enrol' ? {} : { capacity: 1, seatsTaken: 1 });
const DONE = { enrol: 'enrolled', join: 'joined' } as const;

describe.each<Deed>(['enrol', 'join'])('whoever wants to %s', (deed) => {
  test.each<[string, Partial<Course>, Partial<Person>, object]>([
    [
      'is of another gender than the course is for',
      { audience: { gender: 'women' } },
      { gender: 'man' },
      { rule: 'gender', gender: 'women' },
    ],
    [
      'is too old on its first day',
      { audience: { maxAge: 40 } },
      { birthDate: new Date('1966-01-01T00:00:00Z') },
      { rule: 'age', limits: { maxAge: 40 } },
    ],
    [
      'has not completed what comes before',
      { prerequisites: ['721220570010001'] },
      {},
      { rule: 'prerequisites', missing: ['721220570010001'] },
    ],
  ])(
    'and %s is refused after the card was drawn, and nothing changes',
    async (_why, conditions, facts, refusal) => {
      const maryam = await world.trainee({ balanceRials: FEE });
      const course = await courseFor(deed);
      const card = await world.card(maryam, course);
      await sets(course, conditions);
      await isTold(maryam, facts);
      const before = await whatIsLeft(world, maryam, course);
      expect(await world.enrolments[deed](card)).toEqual({
        type: 'may-not-enrol',
        refusal: { type: 'refused', ...refusal },
      });
      expect(await whatIsLeft(world, maryam, course)).toEqual(before);
      expect(before).toMatchObject({ balanceRials: FEE, openForms: 1 });
    },
  );

  test('and is not known is let in, whomever the course is for', async () => {
    const maryam = await world.trainee({ balanceRials: FEE });
    const course = await courseFor(deed);
    await sets(course, { audience: { gender: 'men', minAge: 90 } });
    expect(await world.enrolments[deed](await world.card(maryam, course))).toMatchObject({
      type: DONE[deed],
    });
  });

  test('and fits is let in: by gender, by age, and by a run of the standard at another centre', async () => {
    const maryam = await world.trainee({ balanceRials: 2 * FEE });
    const base = await world.course();
    await sets(base, { standardCode: '741120470010001' });
    await completes(maryam, base);
    const course = await courseFor(deed);
    await sets(course, {
      audience: { gender: 'women', minAge: 18, maxAge: 18 },
      prerequisites: ['741120470010001'],
    });
    await isTold(maryam, { gender: 'woman', birthDate: bornFor(18, course) });
    expect(await world.enrolments[deed](await world.card(maryam, course))).toMatchObject({
      type: DONE[deed],
    });
  });
});

test('a portal user’s trainee is judged, not the portal user', async () => {
  const course = await world.course();
  await sets(course, { audience: { gender: 'women' } });
  const operator = await world.portalUser(course.centre, { balanceRials: 2 * FEE });
  const [woman, man] = [await world.trainee(), await world.trainee()];
  await isTold(operator, { gender: 'man' });
  await isTold(woman, { gender: 'woman' });
  await isTold(man, { gender: 'man' });
  expect(await world.enrolments.enrol(await world.portalCard(operator, woman, course))).toMatchObject({
    type: 'enrolled',
  });
  expect(await world.enrolments.enrol(await world.portalCard(operator, man, course))).toMatchObject({
    type: 'may-not-enrol',
    refusal: { rule: 'gender' },
  });
});

test('before the card is drawn the same is said, with what is already theirs and what overlaps', async () => {
  const maryam = await world.trainee({ balanceRials: 2 * FEE });
  const [other, course] = [await world.course(), await world.course()];
  await world.enrolments.enrol(await world.card(maryam, other));
  const { _id } = maryam.person;
  expect(await world.admission.judge(_id, course)).toMatchObject([
    { type: 'warned', rule: 'overlap', courses: [{ code: other.code }] },
  ]);
  expect(await world.admission.judge(_id, other)).toMatchObject([
    { type: 'refused', rule: 'once', enrolment: { person: _id } },
  ]);
  const newcomer = await world.trainee();
  expect(await world.admission.judge(newcomer.person._id, course)).toEqual([]);
});
