import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Platform } from '../../../../sandbox/events.ts';
import { openWorld, SARA, type World } from './messenger-world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const PROVIDER: Record<Platform, string> = {
  telegram: '284685063:TEST:abc',
  bale: 'WALLET-TEST-1111111111111111',
};

describe.each<Platform>(['telegram', 'bale'])('on %s', (platform) => {
  const userId = SARA[platform];
  const act = (action: object) => world.act(userId, action, platform);
  const call = (method: string, payload: object) => world.call(method, payload, platform);
  const invoice = {
    chat_id: userId,
    title: 'شارژ کیف پول',
    description: 'پانصد هزار ریال',
    payload: 'order-1',
    provider_token: PROVIDER[platform],
    currency: 'IRR',
    prices: [
      { label: 'شارژ', amount: 400_000 },
      { label: 'کارمزد', amount: 100_000 },
    ],
  };
  let offset = 0;
  beforeEach(async () => {
    offset = 0;
    await act({ text: '/start' });
  });

  /** Skips to the next update of this kind, confirming what it passes like a bot. */
  async function nextUpdate(field: string) {
    for (;;) {
      const { result } = await call('getUpdates', { timeout: 20, offset });
      for (const update of result) {
        if (update.update_id < offset) continue;
        offset = update.update_id + 1;
        if (update[field]) return update[field];
      }
    }
  }

  test('the bot is asked, agrees, and is told of the payment', async () => {
    await call('sendInvoice', invoice);
    expect((await world.items(userId, platform)).at(-1)).toMatchObject({
      invoice: { title: 'شارژ کیف پول', totalRials: 500_000 },
      buttons: [[{ kind: 'pay' }]],
    });
    const paying = act({ pay: true });
    const query = await nextUpdate('pre_checkout_query');
    expect(query).toMatchObject({ currency: 'IRR', total_amount: 500_000, invoice_payload: 'order-1' });
    await call('answerPreCheckoutQuery', { pre_checkout_query_id: query.id, ok: true });
    const paid = await paying;
    expect(paid.updateIds).toHaveLength(2);
    const { successful_payment } = await nextUpdate('message');
    expect(successful_payment).toMatchObject({
      currency: 'IRR',
      total_amount: 500_000,
      invoice_payload: 'order-1',
      telegram_payment_charge_id: query.id,
    });
  });

  test('the bot can refuse, and then nothing is paid', async () => {
    await call('sendInvoice', invoice);
    const paying = act({ press: 'پرداخت' });
    const query = await nextUpdate('pre_checkout_query');
    await call('answerPreCheckoutQuery', {
      pre_checkout_query_id: query.id,
      ok: false,
      error_message: 'پر شد',
    });
    expect(await paying).toMatchObject({ status: 402, error: 'The bot refused the payment: پر شد' });
    const late = await call('answerPreCheckoutQuery', { pre_checkout_query_id: query.id, ok: true });
    expect(late.description).toMatch(/query is too old/);
  });

  test('an invoice can be paid by its link', async () => {
    const { result: link } = await call('createInvoiceLink', invoice);
    const paying = act({ pay: link });
    const query = await nextUpdate('pre_checkout_query');
    await call('answerPreCheckoutQuery', { pre_checkout_query_id: query.id, ok: true });
    expect((await paying).status).toBe(200);
  });

  test.each([
    ['a provider of the other kind', { provider_token: 'card' }, 'PAYMENT_PROVIDER_INVALID'],
    ['no title', { title: '' }, 'INVOICE_TITLE_INVALID'],
    ['33 characters of title', { title: 'x'.repeat(33) }, 'INVOICE_TITLE_INVALID'],
    ['129 bytes of payload', { payload: `${'ب'.repeat(64)}x` }, 'INVOICE_PAYLOAD_INVALID'],
    ['nothing to pay', { prices: [{ label: 'x', amount: 0 }] }, 'CURRENCY_TOTAL_AMOUNT_INVALID'],
  ])('%s is refused', async (_what, wrong, words) => {
    expect((await call('sendInvoice', { ...invoice, ...wrong })).description).toBe(`Bad Request: ${words}`);
  });

  test('there is nothing to pay without an invoice', async () => {
    expect((await act({ pay: true })).status).toBe(404);
  });
});

test('Bale tells the state of a transaction by the id of its pre-checkout query', async () => {
  await world.act(SARA.bale, { text: '/start' }, 'bale');
  const invoice = {
    title: 'شارژ',
    description: 'کیف پول',
    payload: 'p',
    prices: [{ label: 'ر', amount: 1_000 }],
  };
  await world.call('sendInvoice', { chat_id: SARA.bale, provider_token: PROVIDER.bale, ...invoice }, 'bale');
  const paying = world.act(SARA.bale, { pay: true }, 'bale');
  const { result } = await world.call('getUpdates', { offset: 1, timeout: 20 }, 'bale');
  const { id } = result[0].pre_checkout_query;
  const inquire = async () => (await world.call('inquireTransaction', { transaction_id: id }, 'bale')).result;
  expect(await inquire()).toMatchObject({ id, status: 'pending', userID: SARA.bale, amount: 1_000 });
  await world.call('answerPreCheckoutQuery', { pre_checkout_query_id: id, ok: true }, 'bale');
  await paying;
  expect((await inquire()).status).toBe('paid');
});
