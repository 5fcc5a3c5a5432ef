/** The process dies at any step of a payment: what is left is finished by another process, once. Forged and replayed returns. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { TopUp } from '../../../../models/top-up.ts';
import { createTopUps, type TopUpsDeps } from '../../../../services/top-ups/service.ts';
import { personalWallet } from '../../../../services/wallet/accounts.ts';
import { findingsOf } from '../../../support/findings.ts';
import { createWorld, type World } from '../../../support/world.ts';

const HOUR_MS = 60 * 60 * 1000;
const AMOUNT = 500_000;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(async () => expect(await findingsOf(world)).toEqual([]));
afterAll(() => world.close());

class Death extends Error {}

/** Everything that leaves the process, each call with two moments in it: before it is done, and after. */
function dyingAt(moment: number): { deps: TopUpsDeps; isDead: () => boolean } {
  let passed = 0;
  const tick = () => {
    if (passed >= moment) throw new Death('The process is dead');
    passed += 1;
  };
  const mortal = <Arguments extends unknown[], Result>(call: (...all: Arguments) => Promise<Result>) =>
    async function called(...all: Arguments): Promise<Result> {
      tick();
      const result = await call(...all);
      tick();
      return result;
    };
  const { gateway, notifications, cases, ledger, topUpsDeps } = world;
  const { creditTopUp } = ledger;
  const deps: TopUpsDeps = {
    ...topUpsDeps,
    gateways: [
      {
        name: gateway.name,
        create: mortal(gateway.create),
        verify: mortal(gateway.verify),
        inquire: mortal(gateway.inquire),
      },
    ],
    notifications: {
      ...notifications,
      record: mortal(notifications.record),
      wake: mortal(notifications.wake),
    },
    cases: { open: mortal(cases.open), settleAbout: mortal(cases.settleAbout) },
    ledger: { ...ledger, creditTopUp: mortal(creditTopUp) },
    inTransaction: mortal(topUpsDeps.inTransaction) as typeof topUpsDeps.inTransaction,
  };
  return { deps, isDead: () => passed >= moment };
}

/** A whole payment in a process that dies at this moment; false when it lived to the end. */
async function livesUntil(moment: number, happens: (sessionId: string) => void) {
  const payer = await world.trainee();
  const { deps, isDead } = dyingAt(moment);
  const mortal = createTopUps(deps);
  const ofPayer = { person: payer.person._id };
  try {
    await mortal.start({ ...payer, amountRials: AMOUNT, description: 'شارژ' });
  } catch (error) {
    if (!(error instanceof Death)) throw error;
  }
  const { sessionId } = (await world.models.TopUp.findOne(ofPayer).lean<TopUp>()) ?? {};
  if (sessionId) {
    happens(sessionId);
    await mortal.returned('zarinpal', sessionId).catch((error: unknown) => {
      if (!(error instanceof Death)) throw error;
    });
  }
  return { payer, sessionId, isDead: isDead() };
}

/** Another process, to the end of all checking. */
async function survivorsFinish(): Promise<void> {
  for (const hours of [1, 49, 1]) {
    world.advance(hours * HOUR_MS);
    await world.models.TopUp.updateMany({ checkAt: { $exists: true } }, { checkAt: world.clock() });
    await world.topUps.reconcile(1_000);
  }
}

/** More than a payment has. */
const MOMENTS_MAX = 60;

test.each([
  ['is paid', (id: string) => world.gateway.pay(id), 'credited', AMOUNT],
  ['fails', (id: string) => world.gateway.end(id, 'failed'), 'failed', 0],
  ['is of another amount', (id: string) => world.gateway.pay(id, AMOUNT / 10), 'refund-due', 0],
] as const)(
  'a payment that %s ends the same, whenever the process dies',
  async (_what, happens, end, money) => {
    let moment = 0;
    for (; moment < MOMENTS_MAX; moment += 1) {
      const { payer, sessionId, isDead } = await livesUntil(moment, happens);
      await survivorsFinish();
      const ofPayer = { person: payer.person._id };
      const [topUp] = await world.models.TopUp.find(ofPayer).lean<TopUp[]>();
      const notices = await world.models.Notification.find({ ...ofPayer, event: /^top-up/ });
      const told = notices.map(({ event }) => event).filter((event) => event !== 'top-up-differs');
      const found = [
        moment,
        topUp?.state,
        told,
        await world.ledger.balanceOf(personalWallet(ofPayer.person)),
      ];
      // Without an address nobody could pay it, and there was nothing to tell.
      if (sessionId) expect(found).toEqual([moment, end, [`top-up-${end}`], money]);
      else expect(found).toEqual([moment, topUp && expect.stringMatching(/^(?:expired|failed)$/), [], 0]);
      if (!isDead) break;
    }
    // The last one lived; those before died at each moment there is.
    expect(moment).toBeGreaterThan(10);
    expect(moment).toBeLessThan(MOMENTS_MAX);
  },
);

describe('a return that anybody can write', () => {
  async function paying() {
    const payer = await world.trainee();
    const started = await world.topUps.start({ ...payer, amountRials: AMOUNT, description: 'شارژ' });
    if (started.type !== 'ready') throw new Error('The gateway opened no payment');
    const balance = () => world.ledger.balanceOf(personalWallet(payer.person._id));
    return { sessionId: started.topUp.sessionId ?? '', balance };
  }

  test('for what was not paid, or for another gateway’s session, credits nothing', async () => {
    const { sessionId, balance } = await paying();
    expect(await world.topUps.returned('zarinpal', sessionId)).toMatchObject({ type: 'being-checked' });
    expect(await world.topUps.returned('zibal', sessionId)).toBeNull();
    expect(await balance()).toBe(0);
  });

  test('with the session of somebody else’s payment credits that one, and nobody else', async () => {
    const mine = await paying();
    const other = await paying();
    world.gateway.pay(other.sessionId);
    expect(await world.topUps.returned('zarinpal', other.sessionId)).toMatchObject({ type: 'credited' });
    expect([await mine.balance(), await other.balance()]).toEqual([0, AMOUNT]);
  });

  test('that is replayed for days after the credit says the same and asks the gateway nothing', async () => {
    const { sessionId, balance } = await paying();
    world.gateway.pay(sessionId);
    await world.topUps.returned('zarinpal', sessionId);
    const asked = world.gateway.verifications.length;
    for (let day = 0; day < 4; day += 1) {
      world.advance(24 * HOUR_MS);
      const replayed = Array.from({ length: 8 }, () => world.topUps.returned('zarinpal', sessionId));
      expect(new Set((await Promise.all(replayed)).map((outcome) => outcome?.type))).toEqual(
        new Set(['credited']),
      );
    }
    expect(world.gateway.verifications.length).toBe(asked);
    expect(await balance()).toBe(AMOUNT);
  });
});
