/** Notices: recorded once, sent once on each channel, and never silently dropped. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Types } from 'mongoose';
import type { Channel, Delivery } from '../../../../models/notification.ts';
import { type DeliverDeps, deliver, type Sender } from '../../../../services/notifications/deliver.ts';
import { SMS_CAP_A_DAY } from '../../../../services/notifications/rules.ts';
import { createKarpoosheSender, createSmsSender } from '../../../../services/notifications/senders.ts';
import { CLAIM_EXPIRES_MS } from '../../../../services/notifications/service.ts';
import { loadTexts } from '../../../../texts/texts.ts';
import { createSmsByHand } from '../../../support/outside-by-hand.ts';
import { COURSE, createWorld, type Trainee, type World } from '../../../support/world.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const texts = loadTexts();
const sms = createSmsByHand();

let world: World;
let deps: DeliverDeps;
beforeAll(async () => {
  world = await createWorld();
  const { models, clock } = world;
  const senders = {
    sms: createSmsSender({ models, clock, texts, provider: sms }),
    karpooshe: createKarpoosheSender({ texts, provider: null }),
    chat: async () => ({ type: 'sent' as const }),
  };
  deps = { models, clock, senders };
});
afterEach(() => {
  sms.next = 'accept';
  sms.lookupDown = false;
  sms.received.length = 0;
});
afterAll(() => world.close());

/** Somebody who has just enrolled, and the notice of it. */
async function enrolled(change: object = {}): Promise<{ who: Trainee; notice: Types.ObjectId }> {
  const who = await world.trainee({ balanceRials: COURSE.feeRials });
  await world.enrolments.enrol(await world.card(who, await world.course()));
  await world.models.Person.updateOne({ _id: who.person._id }, change);
  const notice = await world.models.Notification.findOne({
    person: who.person._id,
    event: 'enrolled',
  }).orFail();
  return { who, notice: notice._id };
}

async function delivery(notice: Types.ObjectId, channel: Channel): Promise<Delivery> {
  return (await world.models.Notification.findById(notice).orFail().lean())[channel];
}

const withSender = (sender: Sender): DeliverDeps => ({ ...deps, senders: { ...deps.senders, sms: sender } });

describe('recording', () => {
  test('one cause many times at once makes one notice', async () => {
    const { person } = await world.trainee();
    const notice = {
      event: 'identity-completed' as const,
      person: person._id,
      params: { name: 'مریم' },
      dedupeKey: `completed-${person._id.toHexString()}`,
    };
    await Promise.all(Array.from({ length: 10 }, () => world.notifications.recordAndWake(notice)));
    expect(await world.models.Notification.countDocuments({ person: person._id })).toBe(1);
  });

  test('says at once which channels such a notice has', async () => {
    const { who, notice } = await enrolled();
    expect((await delivery(notice, 'sms')).state).toBe('pending');
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
    const { who, notice } = await enrolled();
    expect(await deliver(deps, notice, 'sms')).toBeNull();
    const enrolment = await world.models.Enrolment.findOne({ person: who.person._id }).orFail();
    expect(sms.received).toHaveLength(1);
    expect(sms.received[0]?.to).toBe(who.person.mobile);
    expect(sms.received[0]?.text).toContain(COURSE.title);
    expect(sms.received[0]?.text).toContain(enrolment.trackingCode);
    expect(await delivery(notice, 'sms')).toMatchObject({ state: 'sent', attempts: 1, providerId: '1000' });
  });

  test('is sent once by five jobs at once, and not again by a later one', async () => {
    const { notice } = await enrolled();
    await Promise.all(Array.from({ length: 5 }, () => deliver(deps, notice, 'sms')));
    await deliver(deps, notice, 'sms');
    expect(sms.received).toHaveLength(1);
  });

  test.each([
    ['mobile-not-proven', { mobileState: 'unverified' }],
    ['no-mobile', { mobileState: 'none' }],
  ])('never goes where it may not: %s is on record', async (reason, person) => {
    const { notice } = await enrolled(person);
    await deliver(deps, notice, 'sms');
    expect(sms.received).toEqual([]);
    expect(await delivery(notice, 'sms')).toMatchObject({ state: 'skipped', reason });
  });

  test('without a provider is skipped, and the record says so', async () => {
    const { notice } = await enrolled();
    const { models, clock } = world;
    await deliver(withSender(createSmsSender({ models, clock, texts, provider: null })), notice, 'sms');
    expect(await delivery(notice, 'sms')).toMatchObject({ state: 'skipped', reason: 'no-provider' });
    await deliver(deps, notice, 'karpooshe');
    expect(await delivery(notice, 'karpooshe')).toMatchObject({ state: 'skipped', reason: 'no-provider' });
  });

  test('that the provider refuses for good is failed, not repeated', async () => {
    const { notice } = await enrolled();
    sms.next = 'reject';
    expect(await deliver(deps, notice, 'sms')).toBeNull();
    expect(await delivery(notice, 'sms')).toMatchObject({ state: 'failed', reason: 'rejected' });
  });

  test.each(['busy', 'misconfigured'] as const)(
    'waits while the provider is %s, and goes later',
    async (next) => {
      const { notice } = await enrolled();
      sms.next = next;
      const again = await deliver(deps, notice, 'sms');
      expect(again?.retryAt.getTime()).toBeGreaterThan(world.clock().getTime());
      sms.next = 'accept';
      await deliver(deps, notice, 'sms');
      expect(sms.received).toHaveLength(0);
      world.advance(5_000);
      await deliver(deps, notice, 'sms');
      expect(sms.received).toHaveLength(1);
      expect(await delivery(notice, 'sms')).toMatchObject({ state: 'sent', attempts: 2 });
    },
  );

  test('is given up, with the reason, when a day of trying brought nothing', async () => {
    const { notice } = await enrolled();
    sms.next = 'busy';
    for (let attempt = 0; attempt < 20; attempt += 1) {
      await deliver(deps, notice, 'sms');
      world.advance(DAY_MS / 2);
    }
    expect(await delivery(notice, 'sms')).toMatchObject({ state: 'failed', reason: 'attempts-used-up' });
  });

  test('beyond the day’s cap for a person is not sent; a day later one is', async () => {
    const { who, notice } = await enrolled();
    const sent = { state: 'sent', attempts: 1, dueAt: world.clock(), sentAt: world.clock() };
    const earlier = Array.from({ length: SMS_CAP_A_DAY }, async (_, index) => {
      const dedupeKey = `earlier-${index}`;
      await world.notifications.recordAndWake({
        event: 'enrolled',
        person: who.person._id,
        params: {},
        dedupeKey,
      });
      await world.models.Notification.updateOne({ dedupeKey }, { sms: sent });
    });
    await Promise.all(earlier);
    await deliver(deps, notice, 'sms');
    expect(await delivery(notice, 'sms')).toMatchObject({ state: 'skipped', reason: 'sms-cap' });
    world.advance(DAY_MS);
    await world.charge(who, COURSE.feeRials);
    await world.enrolments.enrol(await world.card(who, await world.course()));
    const next = await world.models.Notification.findOne({ person: who.person._id, event: 'enrolled' })
      .sort({ createdAt: -1 })
      .orFail();
    await deliver(deps, next._id, 'sms');
    expect(sms.received).toHaveLength(1);
  });
});

describe('an SMS that may have left already is looked up by our own id', () => {
  test('when the answer was lost: it is found, and not sent again', async () => {
    const { notice } = await enrolled();
    sms.next = 'lose-answer';
    expect(await deliver(deps, notice, 'sms')).not.toBeNull();
    sms.next = 'accept';
    world.advance(5_000);
    expect(await deliver(deps, notice, 'sms')).toBeNull();
    expect(sms.received).toHaveLength(1);
    expect(await delivery(notice, 'sms')).toMatchObject({ state: 'sent', providerId: '1000' });
  });

  test('when the process died after sending: nobody takes it over before the claim is old', async () => {
    const { notice } = await enrolled();
    await diesAfterSending(notice);
    await deliver(deps, notice, 'sms');
    expect(await world.notifications.sweep(1_000)).toBeGreaterThanOrEqual(0);
    expect((await delivery(notice, 'sms')).state).toBe('sending');

    world.advance(CLAIM_EXPIRES_MS);
    world.woken.length = 0;
    await world.notifications.sweep(1_000);
    expect(world.woken).toContainEqual({ notification: notice, channel: 'sms' });
    await deliver(deps, notice, 'sms');
    expect(sms.received).toHaveLength(1);
    expect(await delivery(notice, 'sms')).toMatchObject({ state: 'sent', attempts: 2 });
  });

  test('when it can be looked up nowhere: it waits rather than going twice', async () => {
    const { notice } = await enrolled();
    sms.next = 'lose-answer';
    await deliver(deps, notice, 'sms');
    sms.lookupDown = true;
    world.advance(5_000);
    expect(await deliver(deps, notice, 'sms')).not.toBeNull();
    expect(sms.received).toHaveLength(1);
  });

  test('also when the cap was reached meanwhile: what has left is recorded as sent', async () => {
    const { who, notice } = await enrolled();
    sms.next = 'lose-answer';
    await deliver(deps, notice, 'sms');
    const sent = { state: 'sent', attempts: 1, dueAt: world.clock(), sentAt: world.clock() };
    for (let index = 0; index < SMS_CAP_A_DAY; index += 1) {
      const dedupeKey = `${notice.toHexString()}-${index}`;
      await world.notifications.recordAndWake({
        event: 'enrolled',
        person: who.person._id,
        params: {},
        dedupeKey,
      });
      await world.models.Notification.updateOne({ dedupeKey }, { sms: sent });
    }
    world.advance(5_000);
    await deliver(deps, notice, 'sms');
    expect(await delivery(notice, 'sms')).toMatchObject({ state: 'sent' });
  });

  test('a job whose claim was taken over does not write over what the other found', async () => {
    const { notice } = await enrolled();
    const slow = withSender(async () => {
      world.advance(CLAIM_EXPIRES_MS);
      await deliver(deps, notice, 'sms');
      return { type: 'failed', reason: 'rejected' };
    });
    await deliver(slow, notice, 'sms');
    expect(await delivery(notice, 'sms')).toMatchObject({ state: 'sent' });
  });

  /** The provider takes the message; the process is gone before it can write that down. */
  async function diesAfterSending(notice: Types.ObjectId): Promise<void> {
    const gone = new Promise<never>(() => {});
    const dying = withSender(async (notice, person, repeated) => {
      await deps.senders.sms(notice, person, repeated);
      left();
      return gone;
    });
    let left = () => {};
    const sent = new Promise<void>((resolve) => {
      left = resolve;
    });
    void deliver(dying, notice, 'sms');
    await sent;
  }
});

test('a sender that throws puts the notice back and the fault is seen', async () => {
  const { notice } = await enrolled();
  const broken = withSender(async () => {
    throw new Error('a fault of ours');
  });
  await expect(deliver(broken, notice, 'sms')).rejects.toThrow('a fault of ours');
  expect(await delivery(notice, 'sms')).toMatchObject({ state: 'pending', attempts: 1 });
});

test('the sweep wakes what is due, and only that', async () => {
  const { notice } = await enrolled();
  await deliver(deps, notice, 'chat');
  sms.next = 'busy';
  await deliver(deps, notice, 'sms');
  const wokenFor = async () => {
    world.woken.length = 0;
    await world.notifications.sweep(10_000);
    return world.woken.filter((call) => call.notification.equals(notice)).map(({ channel }) => channel);
  };
  expect(await wokenFor()).toEqual(['karpooshe']);
  world.advance(5_000);
  expect(await wokenFor()).toEqual(['sms', 'karpooshe']);
});
