/** Who is staff, and what they did. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Person } from '../../../../models/person.ts';
import { createWorld, type Trainee, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const change = ({ person }: Trainee, what: Partial<Person>) =>
  world.models.Person.updateOne({ _id: person._id }, what);

test('whoever has a role and whoever the settings name is staff; a trainee and a rejected person are not', async () => {
  const trainee = await world.trainee();
  const staff = await world.staffPerson();
  const named = await world.trainee();
  world.administrators.add(named.person.nationalCode);
  const granted = await world.trainee();
  await change(granted, { roles: ['administrator'] });
  const rejected = await world.staffPerson();
  await change(rejected, { identity: 'rejected' });

  const everybody = [trainee, staff, named, granted, rejected];
  const judged = await Promise.all(everybody.map(({ person }) => world.staff.isStaff(person._id)));
  expect(judged).toEqual([false, true, true, true, false]);
  const all = await world.staff.all();
  expect(all.map((id) => id.toHexString()).sort()).toEqual(
    [staff, named, granted].map(({ person }) => person._id.toHexString()).sort(),
  );
});

test('the trail keeps who did what to whom and why, newest first, and only with what was done', async () => {
  const { person } = await world.trainee();
  const { person: staff } = await world.staffPerson();
  const subject = { kind: 'person', id: person._id } as const;
  await world.auditTrail.record({ act: 'name-corrected', subject, by: staff._id, reason: 'first' });
  world.advance(1_000);
  await world.auditTrail.record({ act: 'code-corrected', subject, details: { from: '007****645' } });
  await world.inTransaction(async ({ session, abort }) => {
    await world.auditTrail.record({ act: 'people-merged', subject }, session);
    return abort(null);
  });
  const trail = await world.auditTrail.of(subject, 10);
  expect(trail).toMatchObject([
    { act: 'code-corrected', person: person._id, details: { from: '007****645' } },
    { act: 'name-corrected', by: staff._id, reason: 'first' },
  ]);
  expect(await world.auditTrail.of(subject, 1)).toHaveLength(1);
  expect(await world.auditTrail.ofPerson(person._id, 10)).toEqual(trail);
});
