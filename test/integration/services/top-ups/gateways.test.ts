/** Two gateways: the first that answers opens the payment, and whatever is asked about it is asked of that one. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { createTopUps } from '../../../../services/top-ups/service.ts';
import { personalWallet } from '../../../../services/wallet/accounts.ts';
import { findingsOf } from '../../../support/findings.ts';
import { createGatewayByHand } from '../../../support/outside-by-hand.ts';
import { createWorld, type World } from '../../../support/world.ts';

const AMOUNT = 500_000;
const zarinpal = createGatewayByHand('zarinpal');
const zibal = createGatewayByHand('zibal');
zibal.entrance = (sessionId) => `https://zibal.example/start/${sessionId}`;

let world: World;
const topUpsWith = (...gateways: (typeof zarinpal)[]) => createTopUps({ ...world.topUpsDeps, gateways });
beforeAll(async () => {
  world = await createWorld();
});
afterEach(async () => {
  zarinpal.down = false;
  zibal.down = false;
  expect(await findingsOf(world)).toEqual([]);
});
afterAll(() => world.close());

async function started(topUps = topUpsWith(zarinpal, zibal)) {
  const payer = await world.trainee();
  const outcome = await topUps.start({ ...payer, amountRials: AMOUNT, description: 'شارژ' });
  if (outcome.type !== 'ready') throw new Error(`No payment was opened: ${outcome.type}`);
  const balance = () => world.ledger.balanceOf(personalWallet(payer.person._id));
  return { ...outcome, topUps, balance, sessionId: outcome.topUp.sessionId ?? '' };
}

test('the first that answers opens it; who was passed over is told, and is never asked about it', async () => {
  expect(await started()).toMatchObject({ topUp: { gateway: 'zarinpal' }, passedOver: [] });
  zarinpal.down = true;
  const { topUps, topUp, passedOver, sessionId, balance } = await started();
  expect([topUp.gateway, passedOver]).toEqual(['zibal', ['zarinpal']]);
  zarinpal.verifications.length = 0;
  zibal.pay(sessionId);
  expect(await topUps.returned('zibal', sessionId)).toMatchObject({ type: 'credited' });
  expect(zarinpal.verifications).toEqual([]);
  expect(await balance()).toBe(AMOUNT);
});

test('sessions of the same name at two gateways are two payments', async () => {
  const at = await started(topUpsWith(zarinpal));
  const other = await started(topUpsWith(zibal));
  expect(other.sessionId).toBe(at.sessionId);
  zibal.pay(other.sessionId);
  expect(await at.topUps.returned('zarinpal', at.sessionId)).toMatchObject({ type: 'being-checked' });
  expect(await other.topUps.returned('zibal', other.sessionId)).toMatchObject({ type: 'credited' });
  expect([await at.balance(), await other.balance()]).toEqual([0, AMOUNT]);
});

test('one that opens no new payments is still asked for those that it has', async () => {
  const { sessionId, balance } = await started(topUpsWith(zibal));
  zibal.pay(sessionId);
  const retired = topUpsWith({ ...zibal, opens: false }, zarinpal);
  expect((await started(retired)).topUp.gateway).toBe('zarinpal');
  expect(await retired.returned('zibal', sessionId)).toMatchObject({ type: 'credited' });
  expect(await balance()).toBe(AMOUNT);
});

test('a payment whose gateway is not there any more stays open: its money may be waiting', async () => {
  const { sessionId } = await started(topUpsWith(zibal));
  zibal.pay(sessionId);
  expect(await topUpsWith(zarinpal).returned('zibal', sessionId)).toMatchObject({ type: 'being-checked' });
});

test('when none answers nothing is open, and each was asked once', async () => {
  zarinpal.down = true;
  zibal.down = true;
  const payer = await world.trainee();
  const outcome = await topUpsWith(zarinpal, zibal).start({ ...payer, amountRials: AMOUNT, description: '' });
  expect(outcome).toMatchObject({ type: 'gateway-unavailable' });
  expect(await world.models.TopUp.find({ person: payer.person._id }).lean()).toMatchObject([
    { state: 'failed' },
  ]);
});

test('a gateway that wants to see our page is reached over it, as long as there is something to pay', async () => {
  const { topUps, topUp, payUrl, sessionId } = await started(topUpsWith(zibal));
  const id = topUp._id.toHexString();
  expect(payUrl).toBe(`http://127.0.0.1/payments/go/${id}`);
  const address = `https://zibal.example/start/${sessionId}`;
  expect(await topUps.entrance(id)).toMatchObject({ type: 'open', address });
  zibal.pay(sessionId);
  await topUps.returned('zibal', sessionId);
  expect(await topUps.entrance(id)).toMatchObject({ type: 'credited' });
  expect(await topUps.entrance('nonsense')).toBeNull();
  expect(await topUps.entrance('0123456789abcdef01234567')).toBeNull();
});
