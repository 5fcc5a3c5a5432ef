import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PAYMENT_MERCHANT_ID } from '../../../../sandbox/providers/credentials.ts';
import type { PaymentRecord } from '../../../../sandbox/providers/payment-sessions.ts';
import { type OutsideSystems, startOutsideSystems } from '../../../support/outside-systems.ts';

let world: OutsideSystems;
/** What the merchant's side saw come back, in order. */
const returned: Record<string, string>[] = [];

beforeAll(async () => {
  world = await startOutsideSystems((app) => {
    app.get('/merchant/return', (request, reply) => {
      returned.push({ ...(request.query as Record<string, string>) });
      return reply.code(200).send('seen');
    });
  });
});
afterAll(() => world.close());

interface Envelope {
  data: Record<string, unknown> | unknown[];
  errors: { code: number; validations: object[] } | unknown[];
}

async function call(method: string, body: object): Promise<Envelope> {
  const response = await fetch(`${world.url}/systems/payment/pg/v4/payment/${method}.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ merchant_id: PAYMENT_MERCHANT_ID, ...body }),
  });
  return (await response.json()) as Envelope;
}

async function newPayment(override: object = {}): Promise<string> {
  const { data } = await call('request', {
    amount: 500_000,
    description: 'شارژ <b>کیف پول</b>',
    callback_url: `${world.url}/merchant/return?nonce=n1`,
    ...override,
  });
  return (data as { authority: string }).authority;
}

async function control(id: string, order: object) {
  const response = await fetch(`${world.url}/sandbox/payments/${id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  });
  return {
    status: response.status,
    body: (await response.json()) as { payment: PaymentRecord; callbacks: object[]; returnUrl: string },
  };
}

const failure = (code: number) => ({ data: [], errors: expect.objectContaining({ code }) });

describe('the protocol', () => {
  test('what is missing is named, in an envelope whose other half is an empty array', async () => {
    const { data, errors } = await call('request', { amount: 500_000, description: 'شارژ' });
    expect(data).toEqual([]);
    expect(errors).toMatchObject({ code: -9, validations: [{ callback_url: expect.any(String) }] });
  });

  test('a payment asked for in tomans is verified in tomans', async () => {
    const authority = await newPayment({ amount: 50_000, currency: 'IRT' });
    expect(world.payment.sessions.get(authority)).toMatchObject({ amountRials: 500_000 });
    await control(authority, { outcome: 'paid', callbacks: 0 });
    expect(await call('verify', { authority, amount: 500_000 })).toEqual(failure(-50));
    expect(await call('verify', { authority, amount: 50_000 })).toMatchObject({
      data: { code: 100 },
      errors: [],
    });
  });

  test('what was paid and not verified is listed until it is verified', async () => {
    const authority = await newPayment();
    const listed = async () =>
      ((await call('unVerified', {})).data as { authorities: { authority: string }[] }).authorities.map(
        (entry) => entry.authority,
      );
    expect(await listed()).not.toContain(authority);
    await control(authority, { outcome: 'paid', callbacks: 0 });
    expect(await listed()).toContain(authority);
    await call('verify', { authority, amount: 500_000 });
    expect(await listed()).not.toContain(authority);
  });

  test('money can be sent back for half an hour, once, and only when there is some', async () => {
    const [unpaid, paid, late] = [await newPayment(), await newPayment(), await newPayment()];
    await control(paid, { outcome: 'paid', callbacks: 0 });
    await control(late, { outcome: 'paid', callbacks: 0 });
    expect(await call('reverse', { authority: unpaid })).toEqual(failure(-61));
    expect(await call('reverse', { authority: paid })).toMatchObject({ data: { code: 100 } });
    expect(await call('reverse', { authority: paid })).toEqual(failure(-61));
    expect(await call('verify', { authority: paid, amount: 500_000 })).toEqual(failure(-51));
    expect(await call('inquiry', { authority: paid })).toMatchObject({ data: { status: 'REVERSED' } });
    world.advance(31 * 60_000);
    expect(await call('reverse', { authority: late })).toEqual(failure(-63));
  });
});

describe('the page', () => {
  const pageUrl = (authority: string) => `${world.url}/systems/payment/pg/StartPay/${authority}`;
  const press = (authority: string, outcome: string) =>
    fetch(pageUrl(authority), { method: 'POST', body: new URLSearchParams({ outcome }), redirect: 'manual' });

  test('shows the amount in Persian digits and words, and the description as plain text', async () => {
    const page = await (await fetch(pageUrl(await newPayment()))).text();
    expect(page).toContain('lang="fa" dir="rtl"');
    expect(page).toContain('۵۰۰٬۰۰۰');
    expect(page).toContain('پنجاه هزار تومان');
    expect(page).not.toContain('<b>کیف');
  });

  test.each([
    ['paid', 'OK', 'PAID'],
    ['cancelled', 'NOK', 'FAILED'],
    ['failed', 'NOK', 'FAILED'],
  ])('%s sends the browser back with %s', async (outcome, hint, status) => {
    const authority = await newPayment();
    const response = await press(authority, outcome);
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe(
      `${world.url}/merchant/return?nonce=n1&Authority=${authority}&Status=${hint}`,
    );
    expect(world.payment.sessions.get(authority)).toMatchObject({ status });
    const page = await (await fetch(pageUrl(authority))).text();
    expect(page).toContain('بازگشت به سامانه');
    expect(page).not.toContain('<form');
  });

  test('one who gave up in one tab may pay in another; one who paid stays charged', async () => {
    const authority = await newPayment();
    await press(authority, 'cancelled');
    await press(authority, 'paid');
    await press(authority, 'cancelled');
    expect(world.payment.sessions.get(authority)).toMatchObject({ status: 'PAID' });
  });

  test('an unknown payment and a choice that is none change nothing', async () => {
    const authority = await newPayment();
    expect((await fetch(pageUrl('nonsense'))).status).toBe(404);
    expect((await press('nonsense', 'paid')).status).toBe(404);
    expect((await press(authority, 'stolen')).status).toBe(400);
    expect(world.payment.sessions.get(authority)).toMatchObject({ status: 'IN_BANK' });
  });
});

describe('the control API', () => {
  test('pays without a browser and comes back as often as told, at once', async () => {
    const authority = await newPayment();
    const before = returned.length;
    const { body } = await control(authority, { outcome: 'paid', callbacks: 3 });
    expect(body.payment).toMatchObject({ id: authority, status: 'PAID', refId: expect.any(Number) });
    expect(body.callbacks).toEqual(Array(3).fill({ status: 200, body: 'seen' }));
    expect(returned.slice(before)).toEqual(
      Array(3).fill({ nonce: 'n1', Authority: authority, Status: 'OK' }),
    );
  });

  test('a merchant who does not answer is reported, and the payment stands', async () => {
    const authority = await newPayment({ callback_url: 'http://127.0.0.1:1/return' });
    const { body } = await control(authority, { outcome: 'paid' });
    expect(body).toMatchObject({ payment: { status: 'PAID' }, callbacks: [{ status: 0 }] });
  });

  test('lists what a merchant may know, newest last', async () => {
    const authority = await newPayment({ metadata: { order_id: 'o-1', mobile: '09120000001' } });
    const list = (await (await fetch(`${world.url}/sandbox/payments`)).json()) as PaymentRecord[];
    expect(list.at(-1)).toEqual({
      id: authority,
      gateway: 'zarinpal',
      amountRials: 500_000,
      description: 'شارژ <b>کیف پول</b>',
      mobile: '09120000001',
      orderId: 'o-1',
      callbackUrl: `${world.url}/merchant/return?nonce=n1`,
      status: 'IN_BANK',
      date: expect.any(String),
    });
  });

  test('an order that cannot be read and a payment that never was are refused', async () => {
    const authority = await newPayment();
    expect((await control(authority, { outcome: 'paid', callbacks: 51 })).status).toBe(400);
    expect((await control(authority, { outcome: 'stolen' })).status).toBe(400);
    expect((await control('nonsense', { outcome: 'paid' })).status).toBe(404);
  });
});
