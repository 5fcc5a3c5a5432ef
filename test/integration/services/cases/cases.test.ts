/** Matters that staff look at: opened once, told once, closed once with a reason. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Types } from 'mongoose';
import { type Cases, createCases } from '../../../../services/cases/service.ts';
import { loadTexts } from '../../../../texts/texts.ts';
import { createWorld, type Trainee, type World } from '../../../support/world.ts';

const REASON = 'با کارآموز تماس گرفتم';

let world: World;
let staff: Trainee;
let administrator: Trainee;
let trainee: Trainee;
beforeAll(async () => {
  world = await createWorld();
  staff = await world.staffPerson();
  administrator = await world.trainee();
  world.administrators.add(administrator.person.nationalCode);
  trainee = await world.trainee();
});
beforeEach(() => world.models.StaffCase.deleteMany({}));
afterAll(() => world.close());

let matters = 0;
function matter() {
  matters += 1;
  const person = trainee.person._id;
  return {
    ...({ kind: 'registry-differs', person, facts: { ours: 'سارا', theirs: 'سارا زهرا' } } as const),
    dedupeKey: `registry-differs-${matters}`,
  };
}
const byStaff = () => ({ by: staff.person._id });
const toldOf = (id: Types.ObjectId) =>
  world.models.Notification.find({ event: 'staff-case', 'params.case': id.toHexString() }).lean();

test('a matter found twice is one case, of which each of the staff and administrators hears once', async () => {
  const found = matter();
  world.woken.length = 0;
  const first = await world.cases.open(found);
  expect(first.isNew).toBe(true);
  expect(await world.cases.open(found)).toEqual({ id: first.id, isNew: false, notices: [] });

  const told = await toldOf(first.id);
  expect(told.map(({ person }) => person.toHexString()).sort()).toEqual(
    [staff, administrator].map(({ person }) => person._id.toHexString()).sort(),
  );
  expect(told[0]?.params).toEqual({ kind: 'registry-differs', case: first.id.toHexString() });
  expect(world.woken.filter(({ channel }) => channel === 'chat')).toHaveLength(2);
});

test('a matter found by many at the same instant is one case', async () => {
  const found = matter();
  const opened = await Promise.all(Array.from({ length: 8 }, () => world.cases.open(found)));
  expect(new Set(opened.map(({ id }) => id.toHexString())).size).toBe(1);
  expect(opened.filter(({ isNew }) => isNew)).toHaveLength(1);
  const [{ id } = { id: new Types.ObjectId() }] = opened;
  expect(await toldOf(id)).toHaveLength(2);
});

test('a case that is opened in a transaction which is given up was never there', async () => {
  const found = matter();
  await world.inTransaction(async ({ session, abort }) => {
    await world.cases.open(found, session);
    return abort(null);
  });
  expect(await world.models.StaffCase.countDocuments({ dedupeKey: found.dedupeKey })).toBe(0);
});

test('staff read what waits by pages, oldest first, and nobody else does', async () => {
  const ids: string[] = [];
  for (let count = 0; count < 10; count += 1) {
    ids.push((await world.cases.open(matter())).id.toHexString());
    world.advance(1_000);
  }
  const first = await world.cases.list({ ...byStaff(), page: 0 });
  const second = await world.cases.list({ ...byStaff(), page: 1 });
  if (first.type !== 'page' || second.type !== 'page') throw new Error('Staff were turned away');
  expect(first).toMatchObject({ total: 10, hasMore: true });
  expect(second.hasMore).toBe(false);
  expect([...first.cases, ...second.cases].map(({ _id }) => _id.toHexString())).toEqual(ids);

  const by = trainee.person._id;
  expect(await world.cases.list({ by, page: 0 })).toEqual({ type: 'not-staff' });
  expect(await world.cases.byId({ by, id: first.cases[0]?._id ?? new Types.ObjectId() })).toBeNull();
});

test('of two of the staff who close a case at once one does, and the trail names that one and the reason', async () => {
  const { id } = await world.cases.open(matter());
  const closers = [staff, administrator];
  const outcomes = await Promise.all(
    closers.map(({ person }, index) =>
      world.cases.close({ id, by: person._id, reason: `${REASON} ${index}` }),
    ),
  );
  expect(outcomes.map(({ type }) => type).sort()).toEqual(['already-closed', 'closed']);
  const winner = outcomes.findIndex(({ type }) => type === 'closed');
  const trail = await world.auditTrail.of({ kind: 'case', id }, 10);
  expect(trail).toMatchObject([
    { act: 'case-closed', by: closers[winner]?.person._id, reason: `${REASON} ${winner}` },
  ]);
  expect(await world.auditTrail.ofPerson(trainee.person._id, 10)).toContainEqual(trail[0]);
  expect(await world.cases.countOpen()).toBe(0);
});

test.each(['', '  ', 'ok', 'x'.repeat(501)])('a case is not closed with %j for a reason', async (reason) => {
  const { id } = await world.cases.open(matter());
  expect(await world.cases.close({ id, ...byStaff(), reason })).toEqual({ type: 'no-reason' });
  expect(await world.cases.countOpen()).toBe(1);
});

test('whoever is staff no more closes nothing, whatever they believe', async () => {
  const { id } = await world.cases.open(matter());
  const former = await world.staffPerson();
  await world.models.Person.updateOne({ _id: former.person._id }, { roles: [] });
  expect(await world.cases.close({ id, by: former.person._id, reason: REASON })).toEqual({
    type: 'not-staff',
  });
  expect(await world.auditTrail.of({ kind: 'case', id }, 10)).toEqual([]);
});

test('a case that is not there is not closed', async () => {
  const closing = { id: new Types.ObjectId(), ...byStaff(), reason: REASON };
  expect(await world.cases.close(closing)).toEqual({ type: 'no-such-case' });
});

test('a matter that is over by itself closes its case, which names nobody', async () => {
  const found = matter();
  const { id } = await world.cases.open(found);
  await world.cases.settle({ dedupeKey: found.dedupeKey, reason: 'settled' });
  const settled = await world.cases.byId({ ...byStaff(), id });
  expect(settled).toMatchObject({ state: 'closed', closed: { reason: 'settled' } });
  expect(settled?.closed?.by).toBeUndefined();
});

test('a case that could not be told is not opened', async () => {
  const record = async () => {
    throw new Error('died');
  };
  const notifications = { ...world.notifications, record };
  const cases: Cases = createCases({ ...world.casesDeps, notifications });
  await expect(cases.open(matter())).rejects.toThrow('died');
  expect(await world.cases.countOpen()).toBe(0);
});

test.each([
  ['fa', 'کد ملی کسی دیگر'],
  ['en', 'code of somebody else'],
] as const)('the notice says in %s what kind of matter waits', (language, words) => {
  const text = loadTexts()[language].chat('chat-staff-case', { kind: 'code-taken', case: '' });
  expect(text).toContain(words);
});
