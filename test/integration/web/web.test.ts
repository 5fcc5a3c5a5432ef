/** The page to which the gateway sends the browser back, and the questions "alive?" and "ready?". */

import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { personalWallet } from '../../../services/wallet/accounts.ts';
import { loadTexts } from '../../../texts/texts.ts';
import { createWeb } from '../../../web/create-web.ts';
import { silentLog } from '../../support/silent-log.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let web: FastifyInstance;
let address: string;
/** What is missing, if anything. */
let missing: string | null = null;

beforeAll(async () => {
  world = await createWorld();
  const needs = (name: string) => async () => {
    if (missing === name) throw new Error(`${name} is away`);
  };
  const readiness = { mongodb: needs('mongodb'), redis: needs('redis') };
  web = createWeb({ ...world, texts: loadTexts(), log: silentLog, readiness });
  address = await web.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(() => {
  world.gateway.down = false;
  missing = null;
});
afterAll(async () => {
  await web.close();
  await world.close();
});

async function get(path: string) {
  const answer = await fetch(`${address}${path}`);
  const { status, headers } = answer;
  return { status, headers, body: await answer.text() };
}

const returning = (session: string, more = '') => get(`/payments/return?Authority=${session}${more}`);

async function openSession(): Promise<{ session: string; balance: () => Promise<number> }> {
  const payer = await world.trainee();
  const started = await world.topUps.start({ ...payer, amountRials: 500_000, description: 'شارژ' });
  const session = started.type === 'ready' ? (started.topUp.sessionId ?? '') : '';
  return { session, balance: () => world.ledger.balanceOf(personalWallet(payer.person._id)) };
}

test('a return that we cannot handle says that the money is safe, and where the result will be told', async () => {
  const topUps = { ...world.topUps, returned: () => Promise.reject(new Error('the database is away')) };
  const broken = createWeb({ ...world, topUps, texts: loadTexts(), log: silentLog, readiness: {} });
  const page = await fetch(
    `${await broken.listen({ host: '127.0.0.1', port: 0 })}/payments/return?Authority=S1`,
  );
  expect(page.status).toBe(500);
  expect(await page.text()).toMatch(/مشکلی از سمت ما پیش آمد.*پول شما محفوظ است.*به گفت‌وگو برگردید/s);
  await broken.close();
});

describe('on the way to a gateway that wants to see our page', () => {
  const paidAt = (session: string) => `https://zibal.example/start/${session}`;
  const goTo = (id: string) => get(`/payments/go/${id}`);
  afterEach(() => {
    delete world.gateway.entrance;
  });

  test('shows the amount and the button that leads there, and tells them which site they come from', async () => {
    world.gateway.entrance = paidAt;
    const { session } = await openSession();
    const { _id } = await world.models.TopUp.findOne({ sessionId: session }).orFail();
    const page = await goTo(_id.toHexString());
    expect(page.body).toContain('۵۰۰٬۰۰۰ ریال');
    expect(page.body).toContain(`href="${paidAt(session)}"`);
    expect(page.headers.get('referrer-policy')).toBe('origin');
  });

  test('there is no way back into what was paid, nor into what nobody knows', async () => {
    world.gateway.entrance = paidAt;
    const { session } = await openSession();
    world.gateway.pay(session);
    await returning(session);
    const { _id } = await world.models.TopUp.findOne({ sessionId: session }).orFail();
    const page = await goTo(_id.toHexString());
    expect(page.body).toContain('پرداخت شما رسید');
    expect(page.body).not.toContain('zibal.example');
    expect(await goTo('nobody-knows-it')).toMatchObject({ status: 404 });
  });

  test('each gateway’s return names its own payment', async () => {
    const { session } = await openSession();
    expect((await get(`/payments/return?trackId=${session}`)).status).toBe(404);
    expect((await returning(session)).status).toBe(200);
  });
});

describe('coming back from the gateway', () => {
  test('after paying says what was added, and says the same when the page is loaded again', async () => {
    const { session, balance } = await openSession();
    world.gateway.pay(session);
    for (let load = 0; load < 3; load += 1) {
      const page = await returning(session, '&Status=OK');
      expect(page.status).toBe(200);
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.body).toContain('پرداخت شما رسید');
      expect(page.body).toContain('۵۰۰٬۰۰۰ ریال');
    }
    expect(await balance()).toBe(500_000);
  });

  test('the browser’s word is only a hint, in either direction', async () => {
    const paid = await openSession();
    world.gateway.pay(paid.session);
    expect((await returning(paid.session, '&Status=NOK')).body).toContain('پرداخت شما رسید');
    const unpaid = await openSession();
    expect((await returning(unpaid.session, '&Status=OK')).body).toContain('در حال بررسی');
    expect(await unpaid.balance()).toBe(0);
  });

  test('after failing, or while the gateway is silent, tells the truth about the money', async () => {
    const failed = await openSession();
    world.gateway.end(failed.session, 'failed');
    expect((await returning(failed.session)).body).toContain('پرداخت انجام نشد');
    const silent = await openSession();
    world.gateway.down = true;
    expect((await returning(silent.session)).body).toContain('لازم نیست دوباره پرداخت کنید');
  });

  test('while it is being checked names the time until which it is', async () => {
    const { session } = await openSession();
    expect((await returning(session)).body).toContain('۳ آذر ۱۴۰۵، ساعت ۱۲:۳۰');
  });

  test('speaks the language of the chat from which the payment was started', async () => {
    const { session } = await openSession();
    const { account } = await world.models.TopUp.findOne({ sessionId: session }).orFail();
    await world.models.Account.updateOne({ _id: account }, { language: 'en' });
    world.gateway.pay(session);
    const { body } = await returning(session);
    expect(body).toContain('lang="en" dir="ltr"');
    expect(body).toContain('Your payment has arrived');
  });

  test.each([
    ['', 400],
    ['?Authority=', 400],
    ['?Authority=a&Authority=b', 400],
    ['?Authority[$ne]=x', 400],
    [`?Authority=${'x'.repeat(101)}`, 400],
    ['?Authority=nobody-knows-it', 404],
    ['?Authority=%3Cscript%3E', 404],
  ])('with %j is told that nobody knows such a payment', async (query, status) => {
    const page = await get(`/payments/return${query}`);
    expect(page.status).toBe(status);
    expect(page.body).toContain('این پرداخت را نمی‌شناسیم');
    expect(page.body).not.toContain('<script>');
  });
});

describe('health', () => {
  test('a process that lives says so, whatever is missing', async () => {
    missing = 'redis';
    expect(JSON.parse((await get('/healthz')).body)).toEqual({ status: 'ok' });
  });

  test('ready means that all it needs is there; else it names what is missing', async () => {
    expect(JSON.parse((await get('/readyz')).body)).toEqual({ status: 'ready' });
    missing = 'redis';
    const answer = await get('/readyz');
    expect(answer.status).toBe(503);
    expect(JSON.parse(answer.body)).toEqual({ status: 'not-ready', missing: ['redis'] });
  });
});
