import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Person } from '../../../../models/person.ts';
import type { PostOutcome } from '../../../../services/announcements/service.ts';
import { createWorld, type World } from '../../../support/world.ts';

const CHANNEL = '@news';
let updates = 0;
const nextUpdate = () => {
  updates += 1;
  return `telegram:1:${updates}`;
};

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
  const { type } = await world.announcements.announce({
    person,
    courseCode: code,
    channel: CHANNEL,
    updateKey: nextUpdate(),
    post,
  });
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
  expect(
    await world.announcements.announce({
      person,
      courseCode: 'NONE',
      channel: CHANNEL,
      updateKey: nextUpdate(),
      post,
    }),
  ).toEqual({
    type: 'unknown-course',
  });
});

/** Staff with a command that may come again; counts how often its card was posted. */
async function command() {
  const { person } = await world.trainee();
  await give(person, ['staff']);
  const { code, _id } = await world.course();
  const known = { person, courseCode: code, channel: CHANNEL, updateKey: nextUpdate() };
  const tried = { times: 0 };
  const comes = (outcome: () => Promise<PostOutcome> = async () => ({ type: 'posted' })) =>
    world.announcements.announce({
      ...known,
      post: () => {
        tried.times += 1;
        return outcome();
      },
    });
  return { comes, tried, person, course: _id };
}

test('a command that comes twice posts once, and leaves a record of who posted what', async () => {
  const { comes, tried, person, course } = await command();
  expect(await comes()).toEqual({ type: 'posted' });
  expect(await comes()).toEqual({ type: 'posted' });
  expect(tried.times).toBe(1);
  expect(await world.models.Announcement.find({ course }).lean()).toMatchObject([
    { person: person._id, channel: CHANNEL, postedAt: world.clock() },
  ]);
});

test('of one that broke off while posting nobody claims that it was posted, and it is not posted again', async () => {
  const { comes, tried } = await command();
  const breaksOff = async () => {
    throw new Error('died');
  };
  await expect(comes(breaksOff)).rejects.toThrow('died');
  expect(await comes()).toEqual({ type: 'perhaps-posted' });
  expect(tried.times).toBe(1);
});

test('what the channel refused is no record, and may be tried again', async () => {
  const { comes, course } = await command();
  await comes(async () => ({ type: 'not-admin' }));
  expect(await world.models.Announcement.countDocuments({ course })).toBe(0);
  expect(await comes()).toEqual({ type: 'posted' });
});
