/** What waits longer than it may, with the jobs that would end the wait standing still. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Types } from 'mongoose';
import { LIMITS_MS } from '../../../../services/audit/overdue.ts';
import { createWorld, type Trainee, type World } from '../../../support/world.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let world: World;
let maryam: Trainee;
beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  maryam = await world.trainee();
});
afterEach(async () => {
  for (const name of [
    'courses',
    'enrolments',
    'seat-holds',
    'topups',
    'notifications',
    'people',
    'accounts',
  ]) {
    await world.connection.collection(name).deleteMany({});
  }
});
afterAll(() => world.close());

const findings = async () => (await world.audit.run()).findings;

/** Nothing is found up to the limit, and this rule alone right after it. */
async function isOverdueAfter(ms: number, rule: string, id: string): Promise<void> {
  world.advance(ms);
  expect(await findings()).toEqual([]);
  world.advance(MINUTE_MS);
  expect(await findings()).toEqual([{ rule, what: expect.stringContaining(id) }]);
}

/** Somebody who stands in line for a course of no seats; what they were told is of no interest here. */
async function inLine() {
  const course = await world.course({ capacity: 0 });
  const { enrolment } = await world.inLine(course);
  await world.models.Notification.deleteMany({});
  return { course, enrolment };
}

async function offered(until: Date): Promise<{ _id: Types.ObjectId; trackingCode: string }> {
  const { course, enrolment } = await inLine();
  await world.models.Enrolment.updateOne({ _id: enrolment._id }, { status: 'offered', offeredUntil: until });
  await world.models.Course.updateOne({ _id: course._id }, { capacity: 1, seatsTaken: 1, waiting: 0 });
  return enrolment;
}

describe('the audit finds', () => {
  test('a held seat that nobody has released', async () => {
    const course = await world.course();
    const draft = new Types.ObjectId();
    const held = await world.seats.hold({ course: course._id, person: maryam.person._id, draft });
    if (held.type !== 'held') throw new Error(held.type);
    const { _id } = await world.models.SeatHold.findOne({ draft }).orFail();
    const untilItsEnd = held.until.getTime() - world.clock().getTime();
    await isOverdueAfter(untilItsEnd + LIMITS_MS.hold, 'hold-overdue', _id.toHexString());
    await world.enrolments.watchPlaces(50);
    expect(await findings()).toEqual([]);
  });

  test('an offer that has not passed on, unless it is frozen', async () => {
    const { _id, trackingCode } = await offered(world.clock());
    await isOverdueAfter(LIMITS_MS.offer, 'offer-overdue', trackingCode);
    await world.models.Enrolment.updateOne({ _id }, { frozen: { because: 'not-me', at: world.clock() } });
    expect(await findings()).toEqual([]);
  });

  test('a line for a course that has begun', async () => {
    const { course, enrolment } = await inLine();
    const untilItStarts = course.startsAt.getTime() - world.clock().getTime();
    await isOverdueAfter(untilItStarts + LIMITS_MS.line, 'line-overdue', enrolment.trackingCode);
  });

  test('a payment that nobody looks at, or that is still open after two days, but none that an operator was told of', async () => {
    const { person, account } = maryam;
    const started = await world.topUps.start({ person, account, amountRials: 10_000, description: '-' });
    if (started.type !== 'ready') throw new Error(started.type);
    const { _id } = started.topUp;
    await isOverdueAfter(MINUTE_MS + LIMITS_MS.payment, 'payment-overdue', _id.toHexString());

    world.advance(2 * DAY_MS);
    await world.models.TopUp.updateOne({ _id }, { $unset: { checkAt: 1 } });
    expect(await findings()).toMatchObject([{ rule: 'payment-overdue' }]);
    await world.models.TopUp.updateOne({ _id }, { state: 'unresolved' });
    expect(await findings()).toEqual([]);
  });

  test('a notice that nobody sends, on each of its channels', async () => {
    const notice = { event: 'enrolled', person: maryam.person._id, params: {}, dedupeKey: 'a' } as const;
    const id = await world.recordNotice(notice);
    await world.models.Notification.updateOne(
      { _id: id },
      {
        'sms.state': 'sent',
        'karpooshe.state': 'sending',
        'karpooshe.claimedAt': world.clock(),
        'chat.dueAt': new Date(world.clock().getTime() + 2 * MINUTE_MS),
      },
    );
    await isOverdueAfter(
      LIMITS_MS.claim,
      'notice-overdue',
      `${id.toHexString()} (enrolled) is sending by karpooshe`,
    );
    world.advance(MINUTE_MS);
    expect(await findings()).toHaveLength(2);
  });

  test('a missing name for which the registry is not asked, but none while it is asked in vain', async () => {
    const { _id } = maryam.person;
    const asked = { identity: 'pending' as const, registryAskedAt: world.clock(), registryAttempts: 1 };
    await world.models.Person.updateOne({ _id }, asked);
    await isOverdueAfter(LIMITS_MS.backfill, 'backfill-overdue', _id.toHexString());
    const { person: other } = await world.trainee();
    await world.models.Person.updateOne(
      { _id: other._id },
      { identity: 'pending', registryAskedAt: world.clock(), registryAttempts: 7 },
    );
    expect(await findings()).toEqual([]);
  });
});
