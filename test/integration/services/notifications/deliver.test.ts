/** Notices: recorded once, sent once on each channel, and never silently dropped. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { deliver } from '../../../../services/notifications/deliver.ts';
import { SHOWN_WITHIN_MS, SMS_CAP_A_DAY } from '../../../../services/notifications/rules.ts';
import { createSmsSender } from '../../../../services/notifications/senders.ts';
import { loadTexts } from '../../../../texts/texts.ts';
import { createDeliveries, type Deliveries } from '../../../support/deliveries.ts';
import { createGate } from '../../../support/gate.ts';
import { createReadableLog } from '../../../support/readable-log.ts';
import { silentLog } from '../../../support/silent-log.ts';
import { COURSE, createWorld, type World } from '../../../support/world.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const texts = loadTexts();

let world: World;
let deliveries: Deliveries;
beforeAll(async () => {
  world = await createWorld();
  deliveries = createDeliveries(world);
});
afterEach(() => deliveries.sms.recover());
afterAll(() => world.close());

describe('recording', () => {
  test('one cause many times at once makes one notice', async () => {
    const { person } = await world.trainee();
    const notice = {
      event: 'identity-completed' as const,
      person: person._id,
      params: { name: 'مریم' },
      dedupeKey: `completed-${person._id.toHexString()}`,
    };
    await Promise.all(Array.from({ length: 10 }, () => world.recordNotice(notice)));
    expect(await world.models.Notification.countDocuments({ person: person._id })).toBe(1);
  });

  test('says at once which channels such a notice has', async () => {
    const { who, notice } = await deliveries.enrolled();
    expect((await deliveries.stateOf(notice, 'sms')).state).toBe('pending');
    await world.charge(who, 10_000);
    const topUp = await world.models.Notification.findOne({
      event: 'top-up-credited',
      person: who.person._id,
    })
      .sort({ createdAt: -1 })
      .orFail();
    expect(topUp.sms).toMatchObject({ state: 'skipped', reason: 'not-for-this-channel' });
    expect(topUp.chat).toMatchObject({ state: 'pending' });
  });
});

describe('an SMS', () => {
  test('goes to the proven number, with the course and the code in Latin digits to copy', async () => {
    const { who, notice } = await deliveries.enrolled();
    await deliver(deliveries.deps, notice, 'sms');
    const enrolment = await world.models.Enrolment.findOne({ person: who.person._id }).orFail();
    expect(deliveries.sms.received).toHaveLength(1);
    expect(deliveries.sms.received[0]?.to).toBe(who.person.mobile);
    expect(deliveries.sms.received[0]?.text).toContain(COURSE.title);
    expect(deliveries.sms.received[0]?.text).toContain(enrolment.trackingCode);
    expect(await deliveries.stateOf(notice, 'sms')).toMatchObject({
      state: 'sent',
      attempts: 1,
      providerId: '1000',
    });
  });

  test('is sent once by five jobs at once, and not again by a later one', async () => {
    const { notice } = await deliveries.enrolled();
    await Promise.all(Array.from({ length: 5 }, () => deliver(deliveries.deps, notice, 'sms')));
    await deliver(deliveries.deps, notice, 'sms');
    expect(deliveries.sms.received).toHaveLength(1);
  });

  test.each([
    ['mobile-not-proven', { mobileState: 'unverified' }],
    ['no-mobile', { mobileState: 'none' }],
  ])('scenario 48: never goes where it may not: %s is on record', async (reason, person) => {
    const { notice } = await deliveries.enrolled(person);
    await deliver(deliveries.deps, notice, 'sms');
    expect(deliveries.sms.received).toEqual([]);
    expect(await deliveries.stateOf(notice, 'sms')).toMatchObject({ state: 'skipped', reason });
  });

  test('without a provider is skipped, and the record says so', async () => {
    const { notice } = await deliveries.enrolled();
    const { models, clock } = world;
    await deliver(
      deliveries.withSms(createSmsSender({ models, clock, texts, provider: null, log: silentLog })),
      notice,
      'sms',
    );
    expect(await deliveries.stateOf(notice, 'sms')).toMatchObject({
      state: 'skipped',
      reason: 'no-provider',
    });
    await deliver(deliveries.deps, notice, 'karpooshe');
    expect(await deliveries.stateOf(notice, 'karpooshe')).toMatchObject({
      state: 'skipped',
      reason: 'no-provider',
    });
  });

  test('that the provider refuses for good is failed, not repeated', async () => {
    const { notice } = await deliveries.enrolled();
    deliveries.sms.next = 'reject';
    await deliver(deliveries.deps, notice, 'sms');
    expect(await deliveries.stateOf(notice, 'sms')).toMatchObject({ state: 'failed', reason: 'rejected' });
  });

  test('waits while the provider is busy, and goes later', async () => {
    const { notice } = await deliveries.enrolled();
    deliveries.sms.next = 'busy';
    await deliver(deliveries.deps, notice, 'sms');
    deliveries.sms.next = 'accept';
    await deliver(deliveries.deps, notice, 'sms');
    expect(deliveries.sms.received).toHaveLength(0);
    world.advance(5_000);
    await deliver(deliveries.deps, notice, 'sms');
    expect(deliveries.sms.received).toHaveLength(1);
    expect(await deliveries.stateOf(notice, 'sms')).toMatchObject({ state: 'sent', attempts: 2 });
  });

  test('waits for days until our account is mended, uses up no attempt, and says so to the operator', async () => {
    const { notice } = await deliveries.enrolled();
    const { log, lines } = createReadableLog();
    const { models, clock } = world;
    const sender = createSmsSender({ models, clock, texts, provider: deliveries.sms, log });
    deliveries.sms.next = 'misconfigured';
    for (let hour = 0; hour < 72; hour += 1) {
      await deliver(deliveries.withSms(sender), notice, 'sms');
      world.advance(HOUR_MS);
    }
    expect(lines).toHaveLength(72);
    expect(lines[0]).toMatchObject({ level: 50, code: 418 });
    deliveries.sms.next = 'accept';
    await deliver(deliveries.withSms(sender), notice, 'sms');
    expect(deliveries.sms.received).toHaveLength(1);
    expect(await deliveries.stateOf(notice, 'sms')).toMatchObject({ state: 'sent', attempts: 1 });
  });

  test('is given up when nobody mended our account in a week', async () => {
    const { notice } = await deliveries.enrolled();
    deliveries.sms.next = 'misconfigured';
    world.advance(8 * DAY_MS);
    await deliver(deliveries.deps, notice, 'sms');
    expect(await deliveries.stateOf(notice, 'sms')).toMatchObject({
      state: 'failed',
      reason: 'misconfigured',
    });
  });

  test('is given up, with the reason, when a day of trying brought nothing', async () => {
    const { notice } = await deliveries.enrolled();
    deliveries.sms.next = 'busy';
    for (let attempt = 0; attempt < 20; attempt += 1) {
      await deliver(deliveries.deps, notice, 'sms');
      world.advance(DAY_MS / 2);
    }
    expect(await deliveries.stateOf(notice, 'sms')).toMatchObject({
      state: 'failed',
      reason: 'attempts-used-up',
    });
  });

  test('beyond the day’s cap for a person is not sent; a day later one is', async () => {
    const { who, notice } = await deliveries.enrolled();
    const sent = { state: 'sent', attempts: 1, dueAt: world.clock(), sentAt: world.clock() };
    const earlier = Array.from({ length: SMS_CAP_A_DAY }, async (_, index) => {
      const dedupeKey = `earlier-${index}`;
      await world.recordNotice({
        event: 'enrolled',
        person: who.person._id,
        params: {},
        dedupeKey,
      });
      await world.models.Notification.updateOne({ dedupeKey }, { sms: sent });
    });
    await Promise.all(earlier);
    await deliver(deliveries.deps, notice, 'sms');
    expect(await deliveries.stateOf(notice, 'sms')).toMatchObject({ state: 'skipped', reason: 'sms-cap' });
    world.advance(DAY_MS);
    await world.charge(who, COURSE.feeRials);
    await world.enrolments.enrol(await world.card(who, await world.course()));
    const next = await world.models.Notification.findOne({ person: who.person._id, event: 'enrolled' })
      .sort({ createdAt: -1 })
      .orFail();
    await deliver(deliveries.deps, next._id, 'sms');
    expect(deliveries.sms.received).toHaveLength(1);
  });
});

test('twenty-five SMS to one person in one instant are cut at the day’s cap', async () => {
  const { person } = await world.trainee();
  const keys = Array.from({ length: SMS_CAP_A_DAY + 5 }, (_, index) => `at-once-${index}`);
  for (const dedupeKey of keys) {
    const params = { course: 'نجاری', startsAt: world.clock().toISOString(), trackingCode: '1' };
    await world.recordNotice({ event: 'enrolled', person: person._id, params, dedupeKey });
  }
  const notices = await world.models.Notification.find({ person: person._id }).lean();
  // All are claimed before the first of them counts.
  let claimed = 0;
  const gate = createGate();
  const together = deliveries.withSms(async (...sending) => {
    claimed += 1;
    if (claimed === keys.length) gate.open();
    await gate.opened;
    return deliveries.deps.senders.sms(...sending);
  });
  await Promise.all(notices.map(({ _id }) => deliver(together, _id, 'sms')));
  expect(deliveries.sms.received).toHaveLength(SMS_CAP_A_DAY);
});

test('a fault before the sending begins puts the notice back at once', async () => {
  const { who, notice } = await deliveries.enrolled();
  await world.models.Person.deleteOne({ _id: who.person._id });
  await expect(deliver(deliveries.deps, notice, 'sms')).rejects.toThrow();
  expect(await deliveries.stateOf(notice, 'sms')).toMatchObject({ state: 'pending', attempts: 1 });
});

test('a sender that throws puts the notice back and the fault is seen', async () => {
  const { notice } = await deliveries.enrolled();
  const broken = deliveries.withSms(async () => {
    throw new Error('a fault of ours');
  });
  await expect(deliver(broken, notice, 'sms')).rejects.toThrow('a fault of ours');
  expect(await deliveries.stateOf(notice, 'sms')).toMatchObject({ state: 'pending', attempts: 1 });
});

test('the sweep wakes what is due, and only that', async () => {
  const { notice } = await deliveries.enrolled();
  world.advance(SHOWN_WITHIN_MS);
  await deliver(deliveries.deps, notice, 'chat');
  deliveries.sms.next = 'busy';
  await deliver(deliveries.deps, notice, 'sms');
  const wokenFor = async () => {
    world.woken.length = 0;
    await world.notifications.sweep(10_000);
    return world.woken.filter((call) => call.notification.equals(notice)).map(({ channel }) => channel);
  };
  expect(await wokenFor()).toEqual(['karpooshe']);
  world.advance(5_000);
  expect(await wokenFor()).toEqual(['sms', 'karpooshe']);
});
