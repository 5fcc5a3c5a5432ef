/** Zibal’s own words, and what every gateway must do, as `zarinpal.test.ts` asks of the other one. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { ZIBAL_MERCHANT_ID } from '../../../../sandbox/providers/credentials.ts';
import type { PaymentGateway } from '../../../../services/providers/payment/payment-gateway.ts';
import { createZibal } from '../../../../services/providers/payment/zibal.ts';
import { withCannedAnswer } from '../../../support/canned-answer.ts';
import { type OutsideSystems, startOutsideSystems } from '../../../support/outside-systems.ts';

const AMOUNT_RIALS = 1_250_000;
let world: OutsideSystems;

beforeAll(async () => {
  world = await startOutsideSystems();
});
afterEach(() => {
  world.systems.set('payment', { mode: 'up' });
  world.systems.set('payment-zibal', { mode: 'up' });
});
afterAll(() => world.close());

function zibal(override: Partial<{ apiRoot: string; merchantId: string }> = {}): PaymentGateway {
  const there = { apiRoot: `${world.url}/systems/zibal`, merchantId: ZIBAL_MERCHANT_ID, timeoutMs: 1_000 };
  return createZibal({ ...there, ...override });
}

const order = (amountRials = AMOUNT_RIALS) => ({
  amountRials,
  description: 'افزایش اعتبار کیف پول',
  callbackUrl: `${world.url}/payments/return`,
  orderId: 'top-up-1',
  mobile: '09120000001',
});
const asked = (sessionId: string) => ({ sessionId, amountRials: AMOUNT_RIALS });

async function created(): Promise<string> {
  const outcome = await zibal().create(order());
  if (outcome.type !== 'created') throw new Error(`The payment was not created: ${outcome.type}`);
  return outcome.sessionId;
}

function payerDoes(sessionId: string, outcome: 'paid' | 'failed'): void {
  const session = world.payment.sessions.get(sessionId);
  if (!session) throw new Error('There is no such payment.');
  world.payment.sessions.settle(session, outcome);
}

describe('creating a payment', () => {
  test('gives a page that lets in only those who come from a page of their merchant', async () => {
    const outcome = await zibal().create(order());
    if (outcome.type !== 'created') throw new Error('The payment was not created');
    expect(zibal().entrance?.(outcome.sessionId)).toBe(outcome.payUrl);
    expect((await fetch(outcome.payUrl)).status).toBe(403);
    const page = await fetch(outcome.payUrl, { headers: { referer: `${world.url}/` } });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('۱٬۲۵۰٬۰۰۰')]);
  });

  test('is refused, with the code, for an amount that no card pays, a stranger’s address, another merchant', async () => {
    expect(await zibal().create(order(1_000_000_010))).toEqual({ type: 'refused', code: 113 });
    expect(await zibal().create(order(1_000))).toEqual({ type: 'refused', code: 105 });
    const stranger = { ...order(), callbackUrl: 'https://example.org/return' };
    expect(await zibal().create(stranger)).toEqual({ type: 'refused', code: 106 });
    expect(await zibal({ merchantId: 'nobody' }).create(order())).toEqual({ type: 'refused', code: 102 });
  });

  test.each(['payment', 'payment-zibal'] as const)('is unavailable while %s is down', async (system) => {
    world.systems.set(system, { mode: 'down', how: 'error' });
    expect(await zibal().create(order())).toEqual({ type: 'unavailable' });
    world.systems.set(system, { mode: 'limited', perSecond: 1 });
    expect((await zibal().create(order())).type).toBe('created');
    expect(await zibal().create(order())).toEqual({ type: 'unavailable' });
  });
});

describe('verifying', () => {
  test('makes the money ours once; the second time an inquiry tells that it is the same payment', async () => {
    const sessionId = await created();
    payerDoes(sessionId, 'paid');
    const reference = String(world.payment.sessions.get(sessionId)?.refId);
    const told = { amountRials: AMOUNT_RIALS, orderId: 'top-up-1' };
    const cardMasked = expect.stringMatching(/^\d{6}\*{6}\d{4}$/);
    expect(await zibal().verify(asked(sessionId))).toEqual({ type: 'paid', reference, told, cardMasked });
    expect(await zibal().verify(asked(sessionId))).toEqual({ type: 'already-verified', reference, told });
  });

  test('many at once, exactly one is told that it was the first', async () => {
    const sessionId = await created();
    payerDoes(sessionId, 'paid');
    const results = await Promise.all(Array.from({ length: 8 }, () => zibal().verify(asked(sessionId))));
    expect(results.filter(({ type }) => type === 'paid')).toHaveLength(1);
    expect(results.filter(({ type }) => type === 'already-verified')).toHaveLength(7);
  });

  test('finds nothing paid before the payer has paid, after a failure, and for a session that never was', async () => {
    const sessionId = await created();
    expect(await zibal().verify(asked(sessionId))).toEqual({ type: 'not-paid' });
    payerDoes(sessionId, 'failed');
    expect(await zibal().verify(asked(sessionId))).toEqual({ type: 'not-paid' });
    for (const unknown of ['1', 'nonsense'])
      expect(await zibal().verify(asked(unknown))).toEqual({ type: 'not-paid' });
  });

  test.each([
    ['error', 'http 503'],
    ['reset', 'ECONNRESET'],
    ['hang', 'timeout'],
  ] as const)('is unknown when the gateway meets a %s', async (how, reason) => {
    const sessionId = await created();
    world.systems.set('payment-zibal', { mode: 'down', how });
    expect(await zibal().verify(asked(sessionId))).toEqual({ type: 'unknown', reason });
    expect(await zibal().inquire(sessionId)).toEqual({ type: 'unknown', reason });
  });
});

test('an inquiry follows a payment through its life', async () => {
  const sessionId = await created();
  const inquire = () => zibal().inquire(sessionId);
  expect(await inquire()).toEqual({ type: 'in-progress' });
  payerDoes(sessionId, 'failed');
  expect(await inquire()).toEqual({ type: 'failed' });
  payerDoes(sessionId, 'paid');
  expect(await inquire()).toEqual({ type: 'paid-unverified' });
  await zibal().verify(asked(sessionId));
  expect(await inquire()).toEqual({ type: 'verified' });
  const session = world.payment.sessions.get(sessionId);
  if (session) world.payment.sessions.markReversed(session);
  expect(await inquire()).toEqual({ type: 'reversed' });
  expect(await zibal().inquire('1')).toEqual({ type: 'unknown', reason: 'code 203' });
});

test.each([
  '',
  '[]',
  '{"result":100}',
  '{"result":100,"status":2,"amount":1250000}',
  '{"status":1,"amount":1}',
])('an answer of %j is nobody’s money', async (body) => {
  const [opened, verified] = await withCannedAnswer({ status: 200, body }, async (apiRoot) => [
    await zibal({ apiRoot }).create(order()),
    await zibal({ apiRoot }).verify(asked('1')),
  ]);
  expect(opened).toEqual({ type: 'unavailable' });
  expect(verified).toMatchObject({ type: 'unknown' });
});
