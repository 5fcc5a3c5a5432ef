/** People at rest: sealed, found by hash, and one per code whoever comes at once. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Types } from 'mongoose';
import { direct } from '../../../../models/direct.ts';
import { createWorld, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const stored = (_id: Types.ObjectId) => direct(world.models.Person).findOne({ _id });

test('a proven person lies in the database without code and mobile in clear', async () => {
  const { person } = await world.trainee();
  const record = JSON.stringify(await stored(person._id));
  expect(record).not.toContain(person.nationalCode);
  expect(record).not.toContain(person.mobile);
  expect(await world.people.byCode(person.nationalCode)).toEqual(person);
  expect(await world.people.byId(person._id)).toEqual(person);
});

test('a draft keeps what is not proven yet, sealed', async () => {
  const { nationalCode, mobile } = world.stranger();
  const caller = { account: await world.account(), person: null };
  const draft = await world.drafts.open('enrol', caller, { mobile });
  await world.drafts.write(draft, { answers: { nationalCode } });
  const record = JSON.stringify(await direct(world.models.Draft).findOne({ _id: draft._id }));
  expect(record).not.toContain(nationalCode);
  expect(record).not.toContain(mobile);
  expect(await world.drafts.byId(draft._id)).toMatchObject({ answers: { nationalCode, mobile } });
});

test('sealed values that were swapped between two people do not open', async () => {
  const [one, other] = [(await world.trainee()).person, (await world.trainee()).person];
  const records = [await stored(one._id), await stored(other._id)];
  const { nationalCode } = records[1] ?? {};
  if (!nationalCode) throw new Error('There is no second person');
  await world.models.Person.updateOne({ _id: one._id }, { $set: { nationalCode } });
  await expect(world.people.byId(one._id)).rejects.toThrow();
});

describe('of one code there is one person', () => {
  test('when two chats learn of them at once', async () => {
    const { nationalCode, mobile } = world.stranger();
    const lesson = {
      nationalCode,
      known: null,
      set: { mobile, mobileState: 'verified' as const, identity: 'pending' as const },
      setIfNew: { language: 'fa' as const, registryAttempts: 0, createdAt: world.clock() },
    };
    const learnt = await Promise.all(Array.from({ length: 8 }, () => world.people.learn(lesson)));
    expect(new Set(learnt.map(({ _id }) => _id.toHexString())).size).toBe(1);
    expect(learnt.map((person) => person.mobile)).toEqual(Array(8).fill(mobile));
    expect(await world.models.Person.countDocuments(world.people.having(nationalCode))).toBe(1);
  });

  test('also when the one who was known has got another code meanwhile', async () => {
    const { person } = await world.trainee();
    const { nationalCode, mobile } = world.stranger();
    await world.models.Person.updateOne(
      { _id: person._id },
      { $set: world.people.sealedCode(person._id, nationalCode) },
    );
    const learnt = await world.people.learn({
      nationalCode: person.nationalCode,
      known: person,
      set: { mobile, mobileState: 'verified', identity: 'pending' },
      setIfNew: { language: 'fa', registryAttempts: 0, createdAt: world.clock() },
    });
    expect(learnt._id).not.toEqual(person._id);
    expect(await world.people.byCode(nationalCode)).toMatchObject({ _id: person._id, mobile: person.mobile });
  });
});
