/** The process dies at any step of a payment: what is left is finished by another process, once. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { TopUp } from '../../../../models/top-up.ts';
import { createTopUps, type TopUps, type TopUpsDeps } from '../../../../services/top-ups/service.ts';
import { personalWallet } from '../../../../services/wallet/accounts.ts';
import { findingsOf } from '../../../support/findings.ts';
import {
  createGatewayByHand,
  createZibalByHand,
  type GatewayByHand,
} from '../../../support/outside-by-hand.ts';
import { createWorld, type Trainee, type World } from '../../../support/world.ts';

const HOUR_MS = 60 * 60 * 1000;
const AMOUNT = 500_000;

const zibal = createZibalByHand();
const bale = Object.assign(createGatewayByHand('bale'), { opens: false });

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(async () => expect(await findingsOf(world)).toEqual([]));
afterAll(() => world.close());

class Death extends Error {}

/** A way to pay: what happens until the payer may do so, and who tells us that they did. */
interface Way {
  gateway: GatewayByHand;
  /** Leads to a payment with a session. */
  opens(topUps: TopUps, payer: Trainee): Promise<void>;
  tells(topUps: TopUps, paid: { topUpId: string; sessionId: string }): Promise<unknown>;
}

const start = (topUps: TopUps, payer: Trainee) =>
  topUps.start({ ...payer, amountRials: AMOUNT, description: 'شارژ' });

/** By the link of a card; its browser comes back. */
const byLink = (gateway: GatewayByHand): Way => ({
  gateway,
  opens: async (topUps, payer) => void (await start(topUps, payer)),
  tells: (topUps, { sessionId }) => topUps.returned(gateway.name, sessionId),
});

/** By the invoice beside the link; the messenger asks before, and tells after. */
function inChat(gateway: GatewayByHand): Way {
  return {
    gateway,
    async opens(topUps, payer) {
      const started = await start(topUps, payer);
      if (started.type !== 'ready') throw new Error(`No link was given: ${started.type}`);
      const topUpId = started.topUp._id.toHexString();
      const asked = await topUps.invoice({ topUpId, ...payer });
      if (asked.type !== 'ready') throw new Error(`No invoice was sent: ${asked.type}`);
      const orderId = asked.topUp._id.toHexString();
      const id = `Q-${orderId}`;
      const payment = { amountRials: AMOUNT, description: '', callbackUrl: '', orderId };
      gateway.sessions.set(id, { payment, paidRials: 0, state: 'in-progress' });
      const asking = { person: payer.person._id, payerId: payer.account.platformUserId };
      await topUps.preCheckout({
        id,
        payload: orderId,
        totalRials: AMOUNT,
        currency: 'IRR',
        ...asking,
      });
    },
    tells: (topUps, { topUpId, sessionId }) =>
      topUps.paidInChat({ payload: topUpId, chargeId: sessionId, reference: `R-${sessionId}` }),
  };
}

/** All ways, as another process knows them too. */
const withAllWays = (): TopUpsDeps => ({
  ...world.topUpsDeps,
  gateways: [world.gateway, zibal, bale],
  invoiceToken: 'WALLET-TEST-1111111111111111',
});

/** Everything that leaves the process, each call with two moments in it: before it is done, and after. */
function dyingAt(moment: number, { gateway }: Way): { deps: TopUpsDeps; isDead: () => boolean } {
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
  const { notifications, cases, ledger } = world;
  const all = withAllWays();
  const deps: TopUpsDeps = {
    ...all,
    // The link beside an invoice is at whichever gateway comes first.
    gateways: (gateway === bale ? [world.gateway, bale] : [gateway]).map((each) => ({
      ...each,
      create: mortal(each.create),
      verify: mortal(each.verify),
      inquire: mortal(each.inquire),
    })),
    notifications: {
      ...notifications,
      record: mortal(notifications.record),
      wake: mortal(notifications.wake),
    },
    cases: { open: mortal(cases.open), settleAbout: mortal(cases.settleAbout) },
    ledger: { ...ledger, creditTopUp: mortal(ledger.creditTopUp) },
    inTransaction: mortal(all.inTransaction) as typeof all.inTransaction,
  };
  return { deps, isDead: () => passed >= moment };
}

function unlessDead(error: unknown): void {
  if (!(error instanceof Death)) throw error;
}

/** A whole payment in a process that dies at this moment; false when it lived to the end. */
async function livesUntil(moment: number, way: Way, happens: Happening) {
  const payer = await world.trainee();
  const { deps, isDead } = dyingAt(moment, way);
  const mortal = createTopUps(deps);
  await way.opens(mortal, payer).catch(unlessDead);
  const wanted = { person: payer.person._id, gateway: way.gateway.name, sessionId: { $exists: true } };
  const opened = await world.models.TopUp.findOne(wanted).lean<TopUp>();
  if (opened?.sessionId) {
    const { sessionId, _id } = opened;
    happens(way.gateway, sessionId);
    await way.tells(mortal, { topUpId: _id.toHexString(), sessionId }).catch(unlessDead);
  }
  return { payer, opened, isDead: isDead() };
}

/** Another process, to the end of all checking. */
async function survivorsFinish(): Promise<void> {
  const survivors = createTopUps(withAllWays());
  for (const hours of [1, 49, 1]) {
    world.advance(hours * HOUR_MS);
    await world.models.TopUp.updateMany({ checkAt: { $exists: true } }, { checkAt: world.clock() });
    await survivors.reconcile(1_000);
  }
}

/** What the payer was told of a payment in the end. */
async function endsTold({ _id }: TopUp): Promise<string[]> {
  const notices = await world.models.Notification.find({ dedupeKey: new RegExp(_id.toHexString()) });
  return notices.map(({ event }) => event).filter((event) => event !== 'top-up-differs');
}

/** What nobody has paid ends, and is told only to who had an address to pay at; nothing, where the other way was taken. */
async function expectUnpaid(topUp: TopUp, isOtherPaid: boolean): Promise<void> {
  const ends = topUp.sessionId && !isOtherPaid ? ['top-up-expired'] : [];
  expect(topUp.state).toMatch(/^(?:expired|failed)$/);
  expect(await endsTold(topUp)).toEqual(ends);
}

type Happening = (gateway: GatewayByHand, sessionId: string) => void;

const HAPPENINGS = [
  ['is paid', (gateway, id) => gateway.pay(id), 'credited', AMOUNT],
  ['fails', (gateway, id) => gateway.end(id, 'failed'), 'failed', 0],
  ['is of another amount', (gateway, id) => gateway.pay(id, AMOUNT / 10), 'refund-due', 0],
] as const satisfies readonly (readonly [string, Happening, string, number])[];

/** More than a payment has. */
const MOMENTS_MAX = 60;

describe.each([
  ['by a link of Zarinpal', () => byLink(world.gateway)],
  ['by a link of Zibal', () => byLink(zibal)],
  ['inside the chat', () => inChat(bale)],
] as const)('a payment %s', (_way, wayOf) => {
  test.each(HAPPENINGS)(
    'that %s ends the same, whenever the process dies',
    async (_what, happens, end, money) => {
      let moment = 0;
      for (; moment < MOMENTS_MAX; moment += 1) {
        const { payer, opened, isDead } = await livesUntil(moment, wayOf(), happens);
        await survivorsFinish();
        const ofPayer = { person: payer.person._id };
        const topUps = await world.models.TopUp.find(ofPayer).lean<TopUp[]>();
        for (const topUp of topUps) {
          if (!opened?._id.equals(topUp._id)) await expectUnpaid(topUp, end === 'credited' && !!opened);
          else expect([moment, topUp.state, await endsTold(topUp)]).toEqual([moment, end, [`top-up-${end}`]]);
        }
        const balance = await world.ledger.balanceOf(personalWallet(ofPayer.person));
        expect([moment, balance]).toEqual([moment, opened ? money : 0]);
        if (!isDead) break;
      }
      // The last one lived; those before died at each moment there is.
      expect(moment).toBeGreaterThan(10);
      expect(moment).toBeLessThan(MOMENTS_MAX);
    },
  );
});
