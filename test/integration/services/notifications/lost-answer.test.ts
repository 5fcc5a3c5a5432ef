/** An SMS that may have left already: it is looked up by our own id before it is sent again. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Types } from 'mongoose';
import { deliver } from '../../../../services/notifications/deliver.ts';
import { SMS_CAP_A_DAY } from '../../../../services/notifications/rules.ts';
import { CLAIM_EXPIRES_MS } from '../../../../services/notifications/service.ts';
import { createDeliveries, type Deliveries } from '../../../support/deliveries.ts';
import { createWorld, type World } from '../../../support/world.ts';

let world: World;
let deliveries: Deliveries;
beforeAll(async () => {
  world = await createWorld();
  deliveries = createDeliveries(world);
});
afterEach(() => deliveries.sms.recover());
afterAll(() => world.close());

test('when the answer was lost: it is found, and not sent again', async () => {
  const { notice } = await deliveries.enrolled();
  deliveries.sms.next = 'lose-answer';
  await deliver(deliveries.deps, notice, 'sms');
  expect((await deliveries.stateOf(notice, 'sms')).state).toBe('pending');
  deliveries.sms.next = 'accept';
  world.advance(5_000);
  await deliver(deliveries.deps, notice, 'sms');
  expect(deliveries.sms.received).toHaveLength(1);
  expect(await deliveries.stateOf(notice, 'sms')).toMatchObject({ state: 'sent', providerId: '1000' });
});

test('when the process died after sending: nobody takes it over before the claim is old', async () => {
  const { notice } = await deliveries.enrolled();
  await diesAfterSending(notice);
  await deliver(deliveries.deps, notice, 'sms');
  expect(await world.notifications.sweep(1_000)).toBeGreaterThanOrEqual(0);
  expect((await deliveries.stateOf(notice, 'sms')).state).toBe('sending');

  world.advance(CLAIM_EXPIRES_MS);
  world.woken.length = 0;
  await world.notifications.sweep(1_000);
  expect(world.woken).toContainEqual({ notification: notice, channel: 'sms' });
  await deliver(deliveries.deps, notice, 'sms');
  expect(deliveries.sms.received).toHaveLength(1);
  expect(await deliveries.stateOf(notice, 'sms')).toMatchObject({ state: 'sent', attempts: 2 });
});

test('when it can be looked up nowhere: it waits rather than going twice', async () => {
  const { notice } = await deliveries.enrolled();
  deliveries.sms.next = 'lose-answer';
  await deliver(deliveries.deps, notice, 'sms');
  deliveries.sms.lookupDown = true;
  world.advance(5_000);
  await deliver(deliveries.deps, notice, 'sms');
  expect((await deliveries.stateOf(notice, 'sms')).state).toBe('pending');
  expect(deliveries.sms.received).toHaveLength(1);
});

test.each(['blocked', 'failed', 'cancelled'] as const)(
  'when the provider took it and it was %s: it counts as refused, not as sent',
  async (fate) => {
    const { notice } = await deliveries.enrolled();
    deliveries.sms.next = 'lose-answer';
    await deliver(deliveries.deps, notice, 'sms');
    deliveries.sms.fate = fate;
    world.advance(5_000);
    await deliver(deliveries.deps, notice, 'sms');
    expect(await deliveries.stateOf(notice, 'sms')).toMatchObject({ state: 'failed', reason: 'rejected' });
  },
);

test('also when the cap was reached meanwhile: what has left is recorded as sent', async () => {
  const { who, notice } = await deliveries.enrolled();
  deliveries.sms.next = 'lose-answer';
  await deliver(deliveries.deps, notice, 'sms');
  const sent = { state: 'sent', attempts: 1, dueAt: world.clock(), sentAt: world.clock() };
  for (let index = 0; index < SMS_CAP_A_DAY; index += 1) {
    const dedupeKey = `${notice.toHexString()}-${index}`;
    await world.recordNotice({
      event: 'enrolled',
      person: who.person._id,
      params: {},
      dedupeKey,
    });
    await world.models.Notification.updateOne({ dedupeKey }, { sms: sent });
  }
  world.advance(5_000);
  await deliver(deliveries.deps, notice, 'sms');
  expect(await deliveries.stateOf(notice, 'sms')).toMatchObject({ state: 'sent' });
});

test('a job whose claim was taken over does not write over what the other found', async () => {
  const { notice } = await deliveries.enrolled();
  const slow = deliveries.withSms(async () => {
    world.advance(CLAIM_EXPIRES_MS);
    await deliver(deliveries.deps, notice, 'sms');
    return { type: 'failed', reason: 'rejected' };
  });
  await deliver(slow, notice, 'sms');
  expect(await deliveries.stateOf(notice, 'sms')).toMatchObject({ state: 'sent' });
});

/** The provider takes the message; the process is gone before it can write that down. */
async function diesAfterSending(notice: Types.ObjectId): Promise<void> {
  const gone = new Promise<never>(() => {});
  const dying = deliveries.withSms(async (notice, person, repeated) => {
    await deliveries.deps.senders.sms(notice, person, repeated);
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
