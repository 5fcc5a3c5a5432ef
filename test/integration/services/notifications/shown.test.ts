/** A notice that a chat shows by its own screen: that chat gets no copy, unless its screen never came. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Types } from 'mongoose';
import { deliver } from '../../../../services/notifications/deliver.ts';
import { noticeKey, SHOWN_WITHIN_MS } from '../../../../services/notifications/rules.ts';
import { createNotifications } from '../../../../services/notifications/service.ts';
import { createDeliveries, type Deliveries } from '../../../support/deliveries.ts';
import { createWorld, type World } from '../../../support/world.ts';

let world: World;
let deliveries: Deliveries;
beforeAll(async () => {
  world = await createWorld();
  deliveries = createDeliveries(world);
});
beforeEach(() => {
  world.woken.length = 0;
});
afterAll(() => world.close());

async function enrolled() {
  const { who, notice } = await deliveries.enrolled();
  const enrolment = await world.models.Enrolment.findOne({ person: who.person._id }).orFail();
  world.woken.length = 0;
  return { account: who.account._id, notice, key: noticeKey('enrolled', enrolment._id) };
}

test('waits for the receipt in the chat that enrolled, and comes there when it never did', async () => {
  const { notice } = await enrolled();
  await deliver(deliveries.deps, notice, 'chat');
  expect((await deliveries.stateOf(notice, 'chat')).state).toBe('pending');

  world.advance(SHOWN_WITHIN_MS);
  await world.notifications.sweep(1_000);
  expect(world.woken).toContainEqual({ notification: notice, channel: 'chat' });
  await deliver(deliveries.deps, notice, 'chat');
  expect((await deliveries.stateOf(notice, 'chat')).state).toBe('sent');
  expect((await world.models.Notification.findById(notice).orFail()).shownAt).toBeUndefined();
});

test('once the receipt is on screen the chat is marked, and the others are told at once', async () => {
  const { account, notice, key } = await enrolled();
  await world.notifications.shown(key, account);
  expect(await world.models.Notification.findById(notice)).toMatchObject({
    shownIn: account,
    shownAt: world.clock(),
  });
  expect(world.woken).toEqual([{ notification: notice, channel: 'chat' }]);
  await deliver(deliveries.deps, notice, 'chat');
  expect((await deliveries.stateOf(notice, 'chat')).state).toBe('sent');
});

test('a receipt that comes after the chats were told changes nothing', async () => {
  const { account, notice, key } = await enrolled();
  world.advance(SHOWN_WITHIN_MS);
  await deliver(deliveries.deps, notice, 'chat');
  await world.notifications.shown(key, account);
  expect(world.woken).toEqual([]);
  expect((await deliveries.stateOf(notice, 'chat')).state).toBe('sent');
});

test('a key that no notice has, and a database that is away, disturb nobody', async () => {
  await world.notifications.shown(noticeKey('enrolled', new Types.ObjectId()), new Types.ObjectId());
  expect(world.woken).toEqual([]);
  const Notification = {
    findOneAndUpdate: () => {
      throw new Error('The database is away');
    },
  } as unknown as World['models']['Notification'];
  const models = { ...world.models, Notification };
  await createNotifications({ ...world.notificationsDeps, models }).shown('any', new Types.ObjectId());
});
