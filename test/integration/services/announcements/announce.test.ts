import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Person } from '../../../../models/person.ts';
import type { PostOutcome } from '../../../../services/announcements/service.ts';
import { createWorld, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** Announces a new course; tells what came of it, and what was written. */
async function announcing(person: Person, outcome: PostOutcome = { type: 'posted' }) {
  const { code } = await world.course();
  const posted: string[] = [];
  const post = async (course: { code: string }) => {
    posted.push(course.code);
    return outcome;
  };
  const { type } = await world.announcements.announce({ person, courseCode: code, post });
  return { type, wasPosted: posted.includes(code) };
}

const give = (person: Person, roles: string[]) =>
  world.models.Person.updateOne({ _id: person._id }, { roles });

test('a trainee announces nothing', async () => {
  const { person } = await world.trainee();
  expect(await announcing(person)).toEqual({ type: 'not-staff', wasPosted: false });
});

test('staff announce, and whoever is staff no more does not, whatever the caller still believes', async () => {
  const { person } = await world.trainee();
  await give(person, ['staff']);
  expect(await announcing(person)).toEqual({ type: 'posted', wasPosted: true });
  const believedStaff: Person = { ...person, roles: ['staff'] };
  await give(person, []);
  expect(await announcing(believedStaff)).toEqual({ type: 'not-staff', wasPosted: false });
});

test('administrators are named in the settings', async () => {
  const { person } = await world.trainee();
  world.administrators.add(person.nationalCode);
  expect(await announcing(person)).toEqual({ type: 'posted', wasPosted: true });
});

test('what the channel says is handed on', async () => {
  const { person } = await world.trainee();
  await give(person, ['administrator']);
  expect(await announcing(person, { type: 'not-admin' })).toEqual({ type: 'not-admin', wasPosted: true });
});

test('a course that is not there is posted nowhere', async () => {
  const { person } = await world.trainee();
  await give(person, ['staff']);
  const post = async (): Promise<PostOutcome> => ({ type: 'posted' });
  expect(await world.announcements.announce({ person, courseCode: 'NONE', post })).toEqual({
    type: 'unknown-course',
  });
});
