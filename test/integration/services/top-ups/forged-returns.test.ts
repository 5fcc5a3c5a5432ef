/** A return is an address that anybody can write, of any payment and as often as they like: it is a hint, and no more. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createTopUps, type TopUps } from '../../../../services/top-ups/service.ts';
import { personalWallet } from '../../../../services/wallet/accounts.ts';
import { findingsOf } from '../../../support/findings.ts';
import { createGatewayByHand, createZibalByHand } from '../../../support/outside-by-hand.ts';
import { createWorld, type World } from '../../../support/world.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const AMOUNT = 500_000;

const zarinpal = createGatewayByHand('zarinpal');
const zibal = createZibalByHand();

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(async () => expect(await findingsOf(world)).toEqual([]));
afterAll(() => world.close());

describe.each([zarinpal, zibal])('at $name', (gateway) => {
  let topUps: TopUps;
  beforeAll(() => {
    topUps = createTopUps({ ...world.topUpsDeps, gateways: [gateway] });
  });

  async function paying() {
    const payer = await world.trainee();
    const started = await topUps.start({ ...payer, amountRials: AMOUNT, description: 'شارژ' });
    if (started.type !== 'ready') throw new Error('The gateway opened no payment');
    const balance = () => world.ledger.balanceOf(personalWallet(payer.person._id));
    return { sessionId: started.topUp.sessionId ?? '', balance };
  }

  test('for what was not paid, or with another gateway’s name, credits nothing', async () => {
    const { sessionId, balance } = await paying();
    expect(await topUps.returned(gateway.name, sessionId)).toMatchObject({ type: 'being-checked' });
    expect(await topUps.returned('bale', sessionId)).toBeNull();
    expect(await balance()).toBe(0);
  });

  test('with the session of somebody else’s payment credits that one, and nobody else', async () => {
    const mine = await paying();
    const theirs = await paying();
    gateway.pay(theirs.sessionId);
    expect(await topUps.returned(gateway.name, theirs.sessionId)).toMatchObject({ type: 'credited' });
    expect([await mine.balance(), await theirs.balance()]).toEqual([0, AMOUNT]);
  });

  test('that is replayed for days after the credit says the same and asks the gateway nothing', async () => {
    const { sessionId, balance } = await paying();
    gateway.pay(sessionId);
    await topUps.returned(gateway.name, sessionId);
    const asked = gateway.verifications.length;
    for (let day = 0; day < 4; day += 1) {
      world.advance(DAY_MS);
      const replayed = Array.from({ length: 8 }, () => topUps.returned(gateway.name, sessionId));
      expect(new Set((await Promise.all(replayed)).map((outcome) => outcome?.type))).toEqual(
        new Set(['credited']),
      );
    }
    expect(gateway.verifications.length).toBe(asked);
    expect(await balance()).toBe(AMOUNT);
  });
});
