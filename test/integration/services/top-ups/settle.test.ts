/** A payment may be told of by the browser, again and again, and by the reconciler: it is credited once. */

import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { prepareDatabase } from '../../../../services/prepare-database.ts';
import { TOP_UP_EXPIRES_MS } from '../../../../services/top-ups/rules.ts';
import { createTopUps } from '../../../../services/top-ups/service.ts';
import { personalWallet } from '../../../../services/wallet/accounts.ts';
import { findingsOf } from '../../../support/findings.ts';
import { createWorld, type Trainee, type World } from '../../../support/world.ts';

const HOUR_MS = 60 * 60 * 1000;
const AMOUNT = 500_000;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(async () => {
  world.gateway.down = false;
  expect(await findingsOf(world)).toEqual([]);
});
afterAll(() => world.close());

/** Somebody at the payment page. */
async function paying(amountRials = AMOUNT) {
  const payer = await world.trainee();
  const started = await world.topUps.start({ ...payer, amountRials, description: 'شارژ' });
  if (started.type !== 'ready') throw new Error('The gateway opened no payment');
  return { payer, sessionId: started.topUp.sessionId ?? '' };
}

const balanceOf = ({ person }: Trainee) => world.ledger.balanceOf(personalWallet(person._id));
const stateOf = async (sessionId: string) => (await world.models.TopUp.findOne({ sessionId }).orFail()).state;

async function noticesOf({ person }: Trainee): Promise<string[]> {
  const notices = await world.models.Notification.find({ person: person._id });
  return notices.map(({ event }) => event);
}

/** The reconciler, once everything that is open is due. */
async function reconcile(): Promise<void> {
  world.advance(2 * HOUR_MS);
  await world.topUps.reconcile(1_000);
}

test('a return without payment is being checked, the reconciler’s look included', async () => {
  const { payer, sessionId } = await paying();
  expect(await world.topUps.returned('zarinpal', sessionId)).toMatchObject({ type: 'being-checked' });
  await reconcile();
  expect(await stateOf(sessionId)).toBe('sent');
  expect(await balanceOf(payer)).toBe(0);
});

test('a paid session is credited once, with one notice, however many tell of it at once', async () => {
  const { payer, sessionId } = await paying();
  world.gateway.pay(sessionId);
  world.advance(2 * HOUR_MS);
  const [first, second, third] = await Promise.all([
    world.topUps.returned('zarinpal', sessionId),
    world.topUps.returned('zarinpal', sessionId),
    world.topUps.returned('zarinpal', sessionId),
    world.topUps.reconcile(1_000),
  ]);
  expect([first?.type, second?.type, third?.type]).toEqual(['credited', 'credited', 'credited']);
  expect(await balanceOf(payer)).toBe(AMOUNT);
  expect(await noticesOf(payer)).toEqual(['top-up-credited']);
  expect(await world.topUps.returned('zarinpal', sessionId)).toMatchObject({ type: 'credited' });
  await reconcile();
  expect(await balanceOf(payer)).toBe(AMOUNT);
});

test('a payment whose return never came is credited by the reconciler', async () => {
  const { payer, sessionId } = await paying();
  world.gateway.pay(sessionId);
  await reconcile();
  expect(await balanceOf(payer)).toBe(AMOUNT);
  expect(await noticesOf(payer)).toEqual(['top-up-credited']);
});

test('a verification whose answer was lost is repeated, and "already verified" is credited once', async () => {
  const { payer, sessionId } = await paying();
  world.gateway.pay(sessionId);
  world.gateway.down = true;
  expect(await world.topUps.returned('zarinpal', sessionId)).toMatchObject({ type: 'being-checked' });
  expect(world.gateway.sessions.get(sessionId)?.state).toBe('verified');
  world.gateway.down = false;
  await reconcile();
  await world.topUps.returned('zarinpal', sessionId);
  expect(await balanceOf(payer)).toBe(AMOUNT);
  expect(await noticesOf(payer)).toEqual(['top-up-credited']);
});

test('a failed payment is told once, and nothing is credited', async () => {
  const { payer, sessionId } = await paying();
  world.gateway.end(sessionId, 'failed');
  const outcomes = await Promise.all([
    world.topUps.returned('zarinpal', sessionId),
    world.topUps.returned('zarinpal', sessionId),
  ]);
  expect(outcomes.map((outcome) => outcome?.type)).toEqual(['not-taken', 'not-taken']);
  await reconcile();
  expect(await stateOf(sessionId)).toBe('failed');
  expect(await noticesOf(payer)).toEqual(['top-up-failed']);
});

describe('a late success is credited all the same', () => {
  test('after the payment had failed', async () => {
    const { payer, sessionId } = await paying();
    world.gateway.end(sessionId, 'failed');
    await world.topUps.returned('zarinpal', sessionId);
    world.gateway.pay(sessionId);
    expect(await world.topUps.returned('zarinpal', sessionId)).toMatchObject({ type: 'credited' });
    expect(await balanceOf(payer)).toBe(AMOUNT);
    expect((await noticesOf(payer)).sort()).toEqual(['top-up-credited', 'top-up-failed']);
  });

  test('after it was given up', async () => {
    const { payer, sessionId } = await paying();
    world.advance(TOP_UP_EXPIRES_MS);
    await reconcile();
    expect(await stateOf(sessionId)).toBe('expired');
    world.gateway.pay(sessionId);
    expect(await world.topUps.returned('zarinpal', sessionId)).toMatchObject({ type: 'credited' });
    expect(await balanceOf(payer)).toBe(AMOUNT);
  });
});

test('a payment that the gateway has not spoken of outlives its time to be paid: it may have been paid', async () => {
  const { payer, sessionId } = await paying();
  world.gateway.pay(sessionId);
  world.gateway.down = true;
  world.advance(TOP_UP_EXPIRES_MS);
  await reconcile();
  expect(await stateOf(sessionId)).toBe('sent');
  world.gateway.down = false;
  await reconcile();
  expect(await balanceOf(payer)).toBe(AMOUNT);
});

test('another amount than was asked for is never credited, and keeps being looked at', async () => {
  const { payer, sessionId } = await paying();
  world.gateway.pay(sessionId, AMOUNT / 10);
  expect(await world.topUps.returned('zarinpal', sessionId)).toMatchObject({ type: 'being-checked' });
  world.advance(TOP_UP_EXPIRES_MS);
  await reconcile();
  expect(await stateOf(sessionId)).toBe('paid-unverified');
  expect(await balanceOf(payer)).toBe(0);
  expect(await world.models.StaffCase.find({ person: payer.person._id }).lean()).toMatchObject([
    { kind: 'payment-differs', facts: { difference: 'amount', amountRials: AMOUNT, gateway: 'zarinpal' } },
  ]);
  world.gateway.end(sessionId, 'reversed');
  await reconcile();
  expect(await stateOf(sessionId)).toBe('failed');
});

test('a session that nobody knows has no outcome', async () => {
  expect(await world.topUps.returned('zarinpal', 'S-of-somebody-else')).toBeNull();
});

describe('starting', () => {
  test('the same payment twice within minutes gives the same link; another amount, another one', async () => {
    const payer = await world.trainee();
    const start = async (amountRials: number) => {
      const started = await world.topUps.start({ ...payer, amountRials, description: 'شارژ' });
      return started.type === 'ready' ? started.payUrl : started.type;
    };
    const first = await start(AMOUNT);
    expect(await start(AMOUNT)).toBe(first);
    expect(await start(2 * AMOUNT)).not.toBe(first);
    world.advance(HOUR_MS);
    expect(await start(AMOUNT)).not.toBe(first);
  });

  describe('another payment into the same wallet', () => {
    async function payments(happens: (sessionId: string) => unknown) {
      const { payer, sessionId } = await paying();
      await happens(sessionId);
      const request = { ...payer, amountRials: 2 * AMOUNT, description: 'شارژ' };
      const second = await world.topUps.start(request);
      return { payer, sessionId, second, request };
    }
    const returns = (sessionId: string) => world.topUps.returned('zarinpal', sessionId);

    test('is warned of while its payer says that the first one is paid, and no longer than that', async () => {
      const { sessionId, second, request } = await payments(returns);
      expect(second).toMatchObject({ type: 'ready', beingChecked: { sessionId } });
      world.gateway.pay(sessionId);
      await returns(sessionId);
      expect(await world.topUps.start(request)).toMatchObject({ type: 'ready', beingChecked: null });
    });

    test('is warned of when the first one was paid with another amount', async () => {
      const { sessionId, second } = await payments((id) => {
        world.gateway.pay(id, AMOUNT / 10);
        return returns(id);
      });
      expect(second).toMatchObject({ beingChecked: { sessionId, state: 'paid-unverified' } });
      world.gateway.end(sessionId, 'reversed');
      await returns(sessionId);
    });

    test('is not warned of when nobody says to have paid, nor when the first one failed', async () => {
      expect((await payments(() => undefined)).second).toMatchObject({ type: 'ready', beingChecked: null });
      const failed = await payments((id) => {
        world.gateway.end(id, 'failed');
        return returns(id);
      });
      expect(failed.second).toMatchObject({ type: 'ready', beingChecked: null });
    });

    test('is not warned of for another person’s wallet', async () => {
      const { sessionId } = await paying();
      await returns(sessionId);
      const other = await world.trainee();
      const started = await world.topUps.start({ ...other, amountRials: AMOUNT, description: 'شارژ' });
      expect(started).toMatchObject({ type: 'ready', beingChecked: null });
    });
  });

  test('while the gateway is down or none is configured says so, and leaves nothing open', async () => {
    const payer = await world.trainee();
    const request = { ...payer, amountRials: AMOUNT, description: 'شارژ' };
    const refused = {
      type: 'gateway-unavailable',
      topUp: { trackingCode: expect.stringMatching(/^\d{10}$/) },
    };
    world.gateway.down = true;
    expect(await world.topUps.start(request)).toMatchObject(refused);
    const without = createTopUps({ ...world.topUpsDeps, gateways: [] });
    expect(await without.start(request)).toMatchObject(refused);
    const records = await world.models.TopUp.find({ person: payer.person._id });
    expect(records.map(({ state }) => state)).toEqual(['failed', 'failed']);
  });

  test('gives the gateway our address, the amount and the payer’s mobile', async () => {
    const { payer, sessionId } = await paying();
    expect(world.gateway.sessions.get(sessionId)?.payment).toMatchObject({
      amountRials: AMOUNT,
      callbackUrl: 'http://127.0.0.1/payments/return',
      mobile: payer.person.mobile,
    });
  });
});

test('payments of a version that gave them no tracking code get one each, and keep it', async () => {
  const both = [(await paying()).sessionId, (await paying()).sessionId];
  await world.models.TopUp.updateMany({ sessionId: { $in: both } }, { $unset: { trackingCode: 1 } });
  await prepareDatabase(world.connection, world.seal);
  const codes = async () =>
    (await world.models.TopUp.find({ sessionId: { $in: both } })).map(({ trackingCode }) => trackingCode);
  const given = await codes();
  expect(given).toEqual([expect.stringMatching(/^\d{10}$/), expect.stringMatching(/^\d{10}$/)]);
  expect(given[0]).not.toBe(given[1]);
  await prepareDatabase(world.connection, world.seal);
  expect(await codes()).toEqual(given);
});

test('a crash right after the gateway was asked leaves a record that is given up in time', async () => {
  const payer = await world.trainee();
  const dying = createTopUps({
    ...world.topUpsDeps,
    gateways: [
      {
        ...world.gateway,
        create: async () => {
          throw new Error('the process dies');
        },
      },
    ],
  });
  await expect(dying.start({ ...payer, amountRials: AMOUNT, description: 'شارژ' })).rejects.toThrow();
  world.advance(TOP_UP_EXPIRES_MS);
  await reconcile();
  const records = await world.models.TopUp.find({ person: payer.person._id });
  expect(records.map(({ state }) => state)).toEqual(['expired']);
});

test('a fault while the credit is booked leaves the payment to be credited later', async () => {
  const { payer, sessionId } = await paying();
  world.gateway.pay(sessionId);
  const { notifications } = world;
  const stumbling = createTopUps({
    ...world.topUpsDeps,
    notifications: {
      ...notifications,
      record: async (...notice) => {
        await notifications.record(...notice);
        throw new Error('the process stumbles');
      },
    },
  });
  await expect(stumbling.returned('zarinpal', sessionId)).rejects.toThrow('stumbles');
  expect([await balanceOf(payer), await stateOf(sessionId), await noticesOf(payer)]).toEqual([0, 'sent', []]);
  await reconcile();
  expect(await balanceOf(payer)).toBe(AMOUNT);
});

test('a second booking of one payment is refused by the ledger itself', async () => {
  const payer = await world.trainee({ balanceRials: AMOUNT });
  const topUp = await world.models.TopUp.findOne({ person: payer.person._id }).orFail();
  const again = { wallet: personalWallet(payer.person._id), amountRials: AMOUNT, reference: 'another' };
  const booking = world.inTransaction(({ session }) =>
    world.ledger.creditTopUp({ ...again, key: topUp._id.toHexString() }, session),
  );
  await expect(booking).rejects.toMatchObject({ code: 11_000 });
  expect(await balanceOf(payer)).toBe(AMOUNT);
});

test('payments of a version with other names are asked for by the new ones', async () => {
  const { payer, sessionId } = await paying();
  const old = { $set: { state: 'waiting' }, $unset: { gateway: 1 } };
  await world.connection.collection('topups').updateOne({ sessionId }, old);
  await prepareDatabase(world.connection, world.seal);
  world.gateway.pay(sessionId);
  await reconcile();
  expect(await stateOf(sessionId)).toBe('credited');
  expect(await balanceOf(payer)).toBe(AMOUNT);
});
