import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { PAYMENT_MERCHANT_ID } from '../../../../sandbox/providers/credentials.ts';
import type { PaymentOutcome } from '../../../../sandbox/providers/payment-sessions.ts';
import type { PaymentGateway } from '../../../../services/providers/payment/payment-gateway.ts';
import { createZarinpal } from '../../../../services/providers/payment/zarinpal.ts';
import { withCannedAnswer } from '../../../support/canned-answer.ts';
import { type OutsideSystems, startOutsideSystems } from '../../../support/outside-systems.ts';

const TIMEOUT_MS = 1_000;
const AMOUNT_RIALS = 1_250_000;
let world: OutsideSystems;

beforeAll(async () => {
  world = await startOutsideSystems();
});
afterEach(() => world.systems.set('payment', { mode: 'up' }));
afterAll(() => world.close());

function zarinpal(override: Partial<{ apiRoot: string; merchantId: string }> = {}): PaymentGateway {
  return createZarinpal({
    apiRoot: `${world.url}/systems/payment`,
    merchantId: PAYMENT_MERCHANT_ID,
    timeoutMs: TIMEOUT_MS,
    ...override,
  });
}

const order = (amountRials = AMOUNT_RIALS) => ({
  amountRials,
  description: 'افزایش اعتبار کیف پول',
  callbackUrl: `${world.url}/payments/return`,
  orderId: 'top-up-1',
  mobile: '09120000001',
});

async function createdSession(): Promise<{ sessionId: string; payUrl: string }> {
  const created = await zarinpal().create(order());
  if (created.type !== 'created') throw new Error(`The payment was not created: ${created.type}`);
  return created;
}

function payerDoes(sessionId: string, outcome: PaymentOutcome): void {
  const session = world.payment.sessions.get(sessionId);
  if (!session) throw new Error('There is no such payment.');
  world.payment.sessions.settle(session, outcome);
}

describe('creating a payment', () => {
  test('gives the address of a page that shows it, in rials', async () => {
    const { sessionId, payUrl } = await createdSession();
    expect(world.payment.sessions.get(sessionId)).toMatchObject({
      amountRials: AMOUNT_RIALS,
      orderId: 'top-up-1',
      mobile: '09120000001',
      status: 'IN_BANK',
    });
    const page = await (await fetch(payUrl)).text();
    expect(page).toContain('۱٬۲۵۰٬۰۰۰');
    expect(page).toContain('صد و بیست و پنج هزار تومان');
  });

  test('is refused, with the code, for an amount that no card pays and for a stranger’s address', async () => {
    expect(await zarinpal().create(order(1_000_000_010))).toEqual({ type: 'refused', code: -41 });
    expect(await zarinpal().create(order(999))).toEqual({ type: 'refused', code: -9 });
    expect(await zarinpal().create({ ...order(), callbackUrl: 'https://example.org/return' })).toEqual({
      type: 'refused',
      code: -14,
    });
    expect(await zarinpal({ merchantId: 'not-a-uuid' }).create(order())).toEqual({
      type: 'refused',
      code: -9,
    });
  });

  test.each(['error', 'reset', 'hang'] as const)(
    'is unavailable when the gateway meets a %s',
    async (how) => {
      world.systems.set('payment', { mode: 'down', how });
      expect(await zarinpal().create(order())).toEqual({ type: 'unavailable' });
    },
  );

  test('is unavailable beyond the allowed rate', async () => {
    world.systems.set('payment', { mode: 'limited', perSecond: 1 });
    expect(await zarinpal().create(order())).toMatchObject({ type: 'created' });
    expect(await zarinpal().create(order())).toEqual({ type: 'unavailable' });
  });
});

describe('verifying', () => {
  test('makes the money ours once; the second time it is the same payment', async () => {
    const { sessionId } = await createdSession();
    payerDoes(sessionId, 'paid');
    const first = await zarinpal().verify({ sessionId, amountRials: AMOUNT_RIALS });
    const reference = String(world.payment.sessions.get(sessionId)?.refId);
    expect(first).toEqual({
      type: 'paid',
      reference,
      cardMasked: expect.stringMatching(/^\d{6}\*{6}\d{4}$/),
    });
    expect(await zarinpal().verify({ sessionId, amountRials: AMOUNT_RIALS })).toEqual({
      type: 'already-verified',
      reference,
    });
  });

  test('many at once, exactly one is told that it was the first', async () => {
    const { sessionId } = await createdSession();
    payerDoes(sessionId, 'paid');
    const results = await Promise.all(
      Array.from({ length: 8 }, () => zarinpal().verify({ sessionId, amountRials: AMOUNT_RIALS })),
    );
    expect(results.filter((result) => result.type === 'paid')).toHaveLength(1);
    expect(results.filter((result) => result.type === 'already-verified')).toHaveLength(7);
  });

  test('tells an amount that was slipped by ten', async () => {
    const { sessionId } = await createdSession();
    payerDoes(sessionId, 'paid');
    expect(await zarinpal().verify({ sessionId, amountRials: AMOUNT_RIALS / 10 })).toEqual({
      type: 'differs',
      difference: 'amount',
    });
  });

  test('finds nothing paid before the payer has paid, after a cancel, and for a session that never was', async () => {
    const { sessionId } = await createdSession();
    expect(await zarinpal().verify({ sessionId, amountRials: AMOUNT_RIALS })).toEqual({ type: 'not-paid' });
    payerDoes(sessionId, 'cancelled');
    expect(await zarinpal().verify({ sessionId, amountRials: AMOUNT_RIALS })).toEqual({ type: 'not-paid' });
    for (const unknown of [`A${'0'.repeat(35)}`, 'nonsense']) {
      expect(await zarinpal().verify({ sessionId: unknown, amountRials: AMOUNT_RIALS })).toEqual({
        type: 'not-paid',
      });
    }
  });

  test('does not take another merchant’s session for an unpaid one', async () => {
    const { sessionId } = await createdSession();
    const stranger = zarinpal({ merchantId: '00000000-0000-0000-0000-000000000000' });
    expect(await stranger.verify({ sessionId, amountRials: AMOUNT_RIALS })).toEqual({
      type: 'differs',
      difference: 'merchant',
    });
  });

  test('is unknown when the answer comes too late, though the gateway has done it', async () => {
    const { sessionId } = await createdSession();
    payerDoes(sessionId, 'paid');
    world.systems.set('payment', { mode: 'slow', delayMs: 5_000 });
    expect(await zarinpal().verify({ sessionId, amountRials: AMOUNT_RIALS })).toEqual({
      type: 'unknown',
      reason: 'timeout',
    });
    world.systems.set('payment', { mode: 'up' });
    expect(await zarinpal().verify({ sessionId, amountRials: AMOUNT_RIALS })).toMatchObject({
      type: 'already-verified',
    });
  });

  test.each([
    ['error', 'http 503'],
    ['reset', 'ECONNRESET'],
    ['hang', 'timeout'],
  ] as const)('is unknown when the gateway meets a %s', async (how, reason) => {
    const { sessionId } = await createdSession();
    world.systems.set('payment', { mode: 'down', how });
    expect(await zarinpal().verify({ sessionId, amountRials: AMOUNT_RIALS })).toEqual({
      type: 'unknown',
      reason,
    });
    expect(await zarinpal().inquire(sessionId)).toEqual({ type: 'unknown', reason });
  });
});

describe('inquiring', () => {
  test('follows a payment through its life', async () => {
    const { sessionId } = await createdSession();
    const inquire = () => zarinpal().inquire(sessionId);
    expect(await inquire()).toEqual({ type: 'in-progress' });
    payerDoes(sessionId, 'failed');
    expect(await inquire()).toEqual({ type: 'failed' });
    payerDoes(sessionId, 'paid');
    expect(await inquire()).toEqual({ type: 'paid-unverified' });
    await zarinpal().verify({ sessionId, amountRials: AMOUNT_RIALS });
    expect(await inquire()).toEqual({ type: 'verified' });
  });

  test('knows nothing of a session that never was', async () => {
    expect(await zarinpal().inquire('nonsense')).toEqual({ type: 'unknown', reason: 'code -54' });
  });
});

test.each([
  '',
  '[]',
  '{"data":[],"errors":[]}',
  '{"data":{"code":100},"errors":[]}',
  '{"data":{"code":100,"ref_id":null}}',
])('an answer of %j is nobody’s money', async (body) => {
  const [created, verified, inquired] = await withCannedAnswer({ status: 200, body }, async (apiRoot) => [
    await zarinpal({ apiRoot }).create(order()),
    await zarinpal({ apiRoot }).verify({ sessionId: 'A', amountRials: AMOUNT_RIALS }),
    await zarinpal({ apiRoot }).inquire('A'),
  ]);
  expect(created).toEqual({ type: 'unavailable' });
  expect(verified).toEqual({ type: 'unknown', reason: 'http 200' });
  expect(inquired).toEqual({ type: 'unknown', reason: 'http 200' });
});

test('a reference that no floating-point number can hold stays exact', async () => {
  const body = '{"data":{"code":100,"ref_id":9007199254740993,"card_pan":null},"errors":[]}';
  const verified = await withCannedAnswer({ status: 200, body }, (apiRoot) =>
    zarinpal({ apiRoot }).verify({ sessionId: 'A', amountRials: AMOUNT_RIALS }),
  );
  expect(verified).toEqual({ type: 'paid', reference: '9007199254740993' });
});
