import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pino from 'pino';
import { auditNightly } from '../../../../services/audit/nightly.ts';
import { loadTexts } from '../../../../texts/texts.ts';
import { createWorld, type Trainee, type World } from '../../../support/world.ts';

let world: World;
let staff: Trainee;
let administrator: Trainee;
beforeAll(async () => {
  world = await createWorld();
  staff = await world.trainee();
  administrator = await world.trainee();
  await world.models.Person.updateOne({ _id: staff.person._id }, { roles: ['staff'] });
  await world.trainee();
});
afterAll(() => world.close());

function nightly() {
  const lines: Record<string, unknown>[] = [];
  const log = pino({}, { write: (line: string) => lines.push(JSON.parse(line)) });
  world.administrators.add(administrator.person.nationalCode);
  const run = () => auditNightly({ ...world, log });
  return { run, lines };
}

const told = () => world.models.Notification.find({ event: 'audit-findings' }).lean();

test('a night without findings leaves staff alone', async () => {
  const { run } = nightly();
  expect(await run()).toBe(0);
  expect(await told()).toEqual([]);
});

test('what is found is in the log, and staff and administrators hear of it once a day, in a number', async () => {
  const { code } = await world.course();
  await world.models.Course.updateOne({ code }, { waiting: 3 });
  const { run, lines } = nightly();
  expect(await run()).toBe(1);
  expect(await run()).toBe(1);
  expect(lines).toContainEqual(
    expect.objectContaining({ rule: 'line-miscounted', what: `course ${code} counts 3 in line, 0 are` }),
  );
  const notices = await told();
  expect(notices.map(({ person }) => person.toHexString()).sort()).toEqual(
    [staff, administrator].map(({ person }) => person._id.toHexString()).sort(),
  );
  expect(notices.map(({ params }) => params)).toEqual([{ count: 1 }, { count: 1 }]);

  world.advance(24 * 60 * 60 * 1000);
  await run();
  expect(await told()).toHaveLength(4);
});

test.each([
  ['fa', '۱۲'],
  ['en', '12'],
] as const)('the notice says in %s how much there is, and where it stands', (language, count) => {
  const text = loadTexts()[language].chat('chat-audit-findings', { count: 12 });
  expect(text).toContain(count);
  expect(text).toMatch(language === 'fa' ? /لاگ سامانه/ : /in the log/);
});
