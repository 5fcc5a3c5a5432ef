/** What becomes of payments whose browser does not come back: each ends, is told once, and money found late is credited. */

import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { TOP_UP_CHECKED_MS, TOP_UP_EXPIRES_MS } from '../../../../services/top-ups/rules.ts';
import { createTopUps } from '../../../../services/top-ups/service.ts';
import { personalWallet } from '../../../../services/wallet/accounts.ts';
import { findingsOf } from '../../../support/findings.ts';
import { createWorld, type World } from '../../../support/world.ts';

const HOUR_MS = 60 * 60 * 1000;
const AMOUNT = 500_000;

let world: World;
/** What an operator would see. */
let errors: unknown[] = [];
beforeAll(async () => {
  world = await createWorld();
});
afterEach(async () => {
  world.gateway.down = false;
  errors = [];
  await world.models.TopUp.updateMany({}, { $unset: { checkAt: 1 } });
  expect(await findingsOf(world)).toEqual([]);
});
afterAll(() => world.close());

/** Somebody at the payment page. */
async function paying() {
  const { person, account } = await world.trainee();
  const started = await world.topUps.start({ person, account, amountRials: AMOUNT, description: 'شارژ' });
  if (started.type !== 'ready') throw new Error('The gateway opened no payment');
  const { _id, sessionId = '' } = started.topUp;
  return {
    sessionId,
    state: async () => (await world.models.TopUp.findById(_id).orFail()).state,
    balance: () => world.ledger.balanceOf(personalWallet(person._id)),
    notices: async () => {
      const notices = await world.models.Notification.find({ person: person._id }).sort({ createdAt: 1 });
      return notices.map(({ event }) => event);
    },
  };
}

/** The reconciler after so long, seeing everything that is due. */
async function reconcileAfter(ms: number): Promise<void> {
  const log = Object.assign(Object.create(world.topUpsDeps.log), {
    error: (record: unknown) => errors.push(record),
  });
  world.advance(ms);
  await createTopUps({ ...world.topUpsDeps, log }).reconcile(1_000);
}

/** Hour by hour, to the end of all checking and beyond. */
async function toTheEnd(): Promise<void> {
  for (let hours = 0; hours <= TOP_UP_CHECKED_MS / HOUR_MS + 3; hours += 1) await reconcileAfter(HOUR_MS);
}

describe('money that came after the end is credited without any browser', () => {
  test('when the first try had failed', async () => {
    const payment = await paying();
    world.gateway.end(payment.sessionId, 'failed');
    expect(await world.topUps.returned('zarinpal', payment.sessionId)).toMatchObject({ type: 'not-taken' });
    world.gateway.pay(payment.sessionId);
    await reconcileAfter(HOUR_MS);
    expect(await payment.state()).toBe('credited');
    expect(await payment.balance()).toBe(AMOUNT);
    expect(await payment.notices()).toEqual(['top-up-failed', 'top-up-credited']);
  });

  test('when it had expired', async () => {
    const payment = await paying();
    await reconcileAfter(TOP_UP_EXPIRES_MS);
    expect(await payment.state()).toBe('expired');
    world.gateway.pay(payment.sessionId);
    await reconcileAfter(HOUR_MS);
    expect(await payment.balance()).toBe(AMOUNT);
    expect(await payment.notices()).toEqual(['top-up-expired', 'top-up-credited']);
  });

  test('when it was unresolved, by a browser that comes back at last', async () => {
    const payment = await paying();
    world.gateway.withoutAnswer.add(payment.sessionId);
    await toTheEnd();
    expect(await payment.state()).toBe('unresolved');
    world.gateway.pay(payment.sessionId);
    expect(await world.topUps.returned('zarinpal', payment.sessionId)).toMatchObject({ type: 'credited' });
    expect(await payment.balance()).toBe(AMOUNT);
  });
});

describe('no payment is looked at for ever', () => {
  test.each([
    ['nobody pays', () => undefined, 'expired'],
    ['the gateway refuses it', (session: string) => world.gateway.end(session, 'failed'), 'failed'],
    ['another amount was paid', (session: string) => world.gateway.pay(session, AMOUNT / 10), 'refund-due'],
    [
      'the gateway knows nothing of it',
      (session: string) => world.gateway.withoutAnswer.add(session),
      'unresolved',
    ],
  ])('when %s it ends, and the payer is told how', async (_why, make, end) => {
    const payment = await paying();
    make(payment.sessionId);
    await toTheEnd();
    expect(await payment.state()).toBe(end);
    const told = end === 'refund-due' ? ['top-up-differs', 'top-up-refund-due'] : [`top-up-${end}`];
    expect(await payment.notices()).toEqual(told);
    expect(await payment.balance()).toBe(0);
    const asked = world.gateway.verifications.length;
    await reconcileAfter(HOUR_MS);
    expect(world.gateway.verifications.length).toBe(asked);
    expect(errors).toHaveLength({ unresolved: 1, 'refund-due': 2 }[end] ?? 0);
  });

  test('and one that ended otherwise at the gateway after all says so', async () => {
    const payment = await paying();
    world.gateway.withoutAnswer.add(payment.sessionId);
    await toTheEnd();
    expect(await world.topUps.returned('zarinpal', payment.sessionId)).toMatchObject({ type: 'unresolved' });
    world.gateway.withoutAnswer.delete(payment.sessionId);
    world.gateway.end(payment.sessionId, 'reversed');
    expect(await world.topUps.returned('zarinpal', payment.sessionId)).toMatchObject({ type: 'not-taken' });
    expect(await payment.notices()).toEqual(['top-up-unresolved', 'top-up-failed']);
  });
});

test('a payment that turns out to differ only after its end still ends', async () => {
  const payment = await paying();
  world.gateway.withoutAnswer.add(payment.sessionId);
  await toTheEnd();
  expect(await payment.state()).toBe('unresolved');
  world.gateway.pay(payment.sessionId, AMOUNT / 10);
  await world.topUps.returned('zarinpal', payment.sessionId);
  expect(await payment.state()).toBe('paid-unverified');
  await reconcileAfter(HOUR_MS);
  expect(await payment.state()).toBe('refund-due');
  expect(await payment.balance()).toBe(0);
  expect((await payment.notices()).at(-1)).toBe('top-up-refund-due');
});

test('fresh payments are looked at before those that were looked at in vain', async () => {
  const stuck = await paying();
  world.gateway.withoutAnswer.add(stuck.sessionId);
  await reconcileAfter(HOUR_MS);
  // The stuck one is due already when the fresh one is started.
  world.advance(HOUR_MS);
  const fresh = await paying();
  world.gateway.pay(fresh.sessionId);
  world.advance(2 * HOUR_MS);
  expect(await world.topUps.reconcile(1)).toBe(1);
  expect(await fresh.balance()).toBe(AMOUNT);
});

test.each([
  ['failed', async (session: string) => world.gateway.end(session, 'failed'), HOUR_MS],
  ['expired', async () => undefined, TOP_UP_EXPIRES_MS],
  ['unresolved', async (session: string) => world.gateway.withoutAnswer.add(session), TOP_UP_CHECKED_MS],
])(
  'a crash while the notice of a %s payment is written loses neither the notice nor the state',
  async (end, make, ms) => {
    const payment = await paying();
    await make(payment.sessionId);
    world.advance(ms);
    const record = async () => {
      throw new Error('the process dies');
    };
    const dying = createTopUps({ ...world.topUpsDeps, notifications: { ...world.notifications, record } });
    await expect(dying.reconcile(1_000)).rejects.toThrow('dies');
    expect(await payment.state()).toBe('sent');
    await reconcileAfter(2 * HOUR_MS);
    expect(await payment.state()).toBe(end);
    expect(await payment.notices()).toEqual([`top-up-${end}`]);
  },
);

test('a pass behind a gateway that hangs ends in time; the next one goes on with those not looked at', async () => {
  for (let count = 0; count < 6; count += 1) await paying();
  world.advance(HOUR_MS);
  // Each question costs a time-out.
  const asked: string[] = [];
  const gateway: typeof world.gateway = {
    ...world.gateway,
    verify: async ({ sessionId }) => {
      asked.push(sessionId);
      world.advance(8_000);
      return { type: 'unknown', reason: 'timeout' };
    },
  };
  const slow = createTopUps({ ...world.topUpsDeps, gateways: [gateway] });
  expect(await slow.reconcile(50)).toBe(3);
  expect(await slow.reconcile(50)).toBe(3);
  expect(new Set(asked).size).toBe(6);
});
