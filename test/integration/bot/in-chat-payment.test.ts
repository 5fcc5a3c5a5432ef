/** Paying inside the chat on Bale: what the messenger asks and tells, and what becomes of the money. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { TopUp } from '../../../models/top-up.ts';
import type { Sender } from '../../../services/notifications/deliver.ts';
import { createTopUps, type TopUps } from '../../../services/top-ups/service.ts';
import { personalWallet } from '../../../services/wallet/accounts.ts';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { type ChatByHand, chatByHand } from '../../support/chat-by-hand.ts';
import { createDeliveries, type Deliveries } from '../../support/deliveries.ts';
import { findingsOf } from '../../support/findings.ts';
import { createGatewayByHand, type GatewayByHand } from '../../support/outside-by-hand.ts';
import { createWorld, type Trainee, type World } from '../../support/world.ts';

const FEE = 500_000;
const MINUTES_MS = 60_000;

let world: World;
let deliveries: Deliveries;
let bot: BotByHand;
let telegram: BotByHand;
let toChats: Sender;
let bale: GatewayByHand;
let topUps: TopUps;
beforeAll(async () => {
  world = await createWorld();
  deliveries = createDeliveries(world);
  bale = Object.assign(createGatewayByHand('bale'), { opens: false });
  topUps = createTopUps({
    ...world.topUpsDeps,
    gateways: [world.gateway, bale],
    invoiceToken: 'WALLET-TEST-1111111111111111',
  });
  const services = { ...world, topUps } as World;
  bot = await startBotByHand(services, { platform: 'bale' });
  telegram = await startBotByHand(services, { platform: 'telegram' });
  ({ toChats } = bot);
});
afterAll(async () => {
  await bot.close();
  await telegram.close();
  await world.close();
});

let sara: Trainee;
let chat: ChatByHand;
let queries = 0;
beforeEach(async () => {
  const course = await world.course({ capacity: 1, feeRials: FEE });
  sara = await world.proven(await world.account('bale'), world.stranger());
  chat = chatByHand(bot, sara.account.platformUserId);
  await chat.sends(`/start course_${course.code}`);
  await chat.presses('شارژ');
});

const told = (words: string) => chat.all().filter(({ text }) => text.includes(words));
const balance = () => world.ledger.balanceOf(personalWallet(sara.person._id));
const linkOf = async () =>
  world.models.TopUp.findOne({ person: sara.person._id, invoiceOf: { $exists: false } })
    .orFail()
    .lean<TopUp>();

async function pressesPay(): Promise<Record<string, unknown>> {
  await chat.presses('پرداخت در همین گفت‌وگو');
  const invoice = bot.messenger.sent('sendInvoice').at(-1);
  if (!invoice) throw new Error('No invoice was sent');
  return invoice;
}

/** The messenger asks whether an invoice may be paid; what it was told comes back. */
async function asks(payload: string, different: object = {}) {
  queries += 1;
  const id = `Q${queries}`;
  bale.sessions.set(id, { payment: asPaid(payload), paidRials: 0, state: 'in-progress' });
  await chat.updates({
    pre_checkout_query: {
      ...{ id, from: chat.from, currency: 'IRR', total_amount: FEE, invoice_payload: payload },
      ...different,
    },
  });
  const verdict = bot.messenger
    .sent('answerPreCheckoutQuery')
    .findLast(({ pre_checkout_query_id }) => pre_checkout_query_id === id);
  return { id, ok: verdict?.ok, reason: verdict?.error_message };
}

const asPaid = (orderId: string) => ({ amountRials: FEE, description: '', callbackUrl: '', orderId });

const paid = (payload: string, id: string) => ({
  message: {
    ...chat.about(),
    from: chat.from,
    successful_payment: {
      ...{ currency: 'IRR', total_amount: FEE, invoice_payload: payload },
      ...{ telegram_payment_charge_id: id, provider_payment_charge_id: '990011' },
    },
  },
});

async function reconcileLater(minutes = 2): Promise<void> {
  world.advance(minutes * MINUTES_MS);
  await topUps.reconcile(100);
  await deliveries.deliverWoken(toChats);
}

test('an invoice stands beside the link, is paid, credited and told once, and the form goes on', async () => {
  const invoice = await pressesPay();
  expect(invoice).toMatchObject({ provider_token: 'WALLET-TEST-1111111111111111', title: 'شارژ کیف پول' });
  expect(invoice.prices).toEqual([{ label: 'شارژ کیف پول', amount: FEE }]);
  const payload = String(invoice.payload);
  const { id, ok } = await asks(payload);
  expect(ok).toBe(true);
  bale.pay(id);
  await chat.updates(paid(payload, id));
  // The messenger may tell it again, under another number.
  await chat.updates(paid(payload, id));
  await deliveries.deliverWoken(toChats);
  expect(told('به کیف پولتان اضافه شد')).toHaveLength(1);
  expect(chat.last().text).toContain('اگر همه چیز درست است');
  expect(await balance()).toBe(FEE);
  // The link is over: who still opens it is not asked to pay again.
  expect((await linkOf()).state).toBe('expired');
  expect(await findingsOf(world)).toEqual([]);
});

test('the same button gives the same invoice, also when it is pressed twice at once', async () => {
  const first = await pressesPay();
  const { _id } = await linkOf();
  const request = { topUpId: _id.toHexString(), person: sara.person, account: sara.account };
  const again = await Promise.all([topUps.invoice(request), topUps.invoice(request)]);
  for (const outcome of again)
    expect(outcome).toMatchObject({ type: 'ready', topUp: { _id: expect.anything() } });
  expect((await pressesPay()).payload).toBe(first.payload);
  expect(await world.models.TopUp.countDocuments({ invoiceOf: _id })).toBe(1);
});

test('a payment whose message was lost is found by the reconciler', async () => {
  const { payload } = await pressesPay();
  const { id } = await asks(String(payload));
  bale.pay(id);
  await reconcileLater();
  expect(told('به کیف پولتان اضافه شد')).toHaveLength(1);
  expect(await balance()).toBe(FEE);
});

test('a message that comes before the inquiry knows of the money says "being checked", and the reconciler credits', async () => {
  const { payload } = await pressesPay();
  const { id } = await asks(String(payload));
  await chat.updates(paid(String(payload), id));
  expect(chat.last().text).toContain('هنوز خبری از پرداخت');
  expect(await balance()).toBe(0);
  bale.pay(id);
  await reconcileLater();
  expect(await balance()).toBe(FEE);
});

test('paid by the link and by the invoice: both are in the wallet, none is lost', async () => {
  const { payload } = await pressesPay();
  const { id, ok } = await asks(String(payload));
  expect(ok).toBe(true);
  const { sessionId = '' } = await linkOf();
  world.gateway.pay(sessionId);
  bale.pay(id);
  await topUps.returned('zarinpal', sessionId);
  await chat.updates(paid(String(payload), id));
  await deliveries.deliverWoken(toChats);
  expect(await balance()).toBe(2 * FEE);
  expect(told('به کیف پولتان اضافه شد')).toHaveLength(2);
  expect(await findingsOf(world)).toEqual([]);
});

describe('before money moves, the answer is no', () => {
  test.each([
    ['to another amount', { total_amount: FEE * 10 }],
    ['to another currency', { currency: 'USD' }],
    ['to an invoice that we never sent', { invoice_payload: 'aaaaaaaaaaaaaaaaaaaaaaaa' }],
    ['to what is no id at all', { invoice_payload: '{"$ne":null}' }],
    ['to somebody else', { from: { id: 4_040_404, first_name: 'غ' } }],
  ])('%s', async (_, different) => {
    const { payload } = await pressesPay();
    const { ok, reason } = await asks(String(payload), different);
    expect(ok).toBe(false);
    expect(reason).toContain('پولی از شما نگرفتیم');
    expect(await balance()).toBe(0);
  });

  test('once the link was paid', async () => {
    const { payload } = await pressesPay();
    const { sessionId = '' } = await linkOf();
    world.gateway.pay(sessionId);
    await topUps.returned('zarinpal', sessionId);
    expect(await asks(String(payload))).toMatchObject({ ok: false });
    // The button of the card, too, is out of date.
    const { _id } = await linkOf();
    expect(
      await topUps.invoice({ topUpId: _id.toHexString(), person: sara.person, account: sara.account }),
    ).toEqual({ type: 'over' });
  });

  test('after a day', async () => {
    const { payload } = await pressesPay();
    world.advance(25 * 60 * MINUTES_MS);
    expect(await asks(String(payload))).toMatchObject({ ok: false });
  });

  test('while an earlier try may still bring the money, and yes once it has failed', async () => {
    const { payload } = await pressesPay();
    const first = await asks(String(payload));
    expect(first.ok).toBe(true);
    const second = await asks(String(payload));
    expect(second).toMatchObject({ ok: false, reason: expect.stringContaining('در حال بررسی') });
    bale.end(first.id, 'failed');
    const third = await asks(String(payload));
    expect(third.ok).toBe(true);
    bale.pay(third.id);
    await chat.updates(paid(String(payload), third.id));
    expect(await balance()).toBe(FEE);
  });

  test('of many tries at once only to all but one', async () => {
    const { payload } = await pressesPay();
    const queriesAtOnce = Array.from({ length: 5 }, (_, n) => {
      const id = `many-${n}`;
      bale.sessions.set(id, { payment: asPaid(''), paidRials: 0, state: 'in-progress' });
      return topUps.preCheckout({
        ...{ id, payload: String(payload), totalRials: FEE, currency: 'IRR' },
        ...{ person: sara.person._id, payerId: chat.id },
      });
    });
    const verdicts = await Promise.all(queriesAtOnce);
    expect(verdicts.filter((verdict) => verdict === 'accepted')).toHaveLength(1);
  });
});

test('money that is not what was asked for is not credited: staff look into it, and the payer is told so', async () => {
  const { payload } = await pressesPay();
  const { id } = await asks(String(payload));
  bale.pay(id, FEE / 10);
  await chat.updates(paid(String(payload), id));
  await deliveries.deliverWoken(toChats);
  expect(await balance()).toBe(0);
  const topUp = await world.models.TopUp.findOne({ sessionId: id }).orFail().lean<TopUp>();
  expect(topUp).toMatchObject({ state: 'paid-unverified', difference: 'amount' });
  expect(
    (await world.models.StaffCase.find({ kind: 'payment-differs', person: sara.person._id })).length,
  ).toBe(1);
});

test('a try that the messenger broke off is told as not taken', async () => {
  const { payload } = await pressesPay();
  const { id } = await asks(String(payload));
  bale.end(id, 'failed');
  await reconcileLater();
  expect(told('انجام نشد و مبلغی به کیف پول شما اضافه نشد')).toHaveLength(1);
});

test('an invoice is no second charge of the day', async () => {
  await world.models.TopUp.create({
    ...{ person: sara.person._id, startedBy: sara.person._id, wallet: 'trainee', account: sara.account._id },
    ...{ amountRials: 2_000_000_000 - FEE - 10_000, state: 'credited', trackingCode: 'T1', checks: 0 },
    createdAt: world.clock(),
  });
  expect((await pressesPay()).payload).toBeDefined();
  await world.models.TopUp.deleteOne({ trackingCode: 'T1' });
});

test('on Telegram no invoice is offered', async () => {
  const course = await world.course({ capacity: 1, feeRials: FEE });
  const maryam = await world.proven(await world.account('telegram'), world.stranger());
  const other = chatByHand(telegram, maryam.account.platformUserId);
  await other.sends(`/start course_${course.code}`);
  await other.presses('شارژ');
  expect(
    other
      .last()
      .buttons.map(({ text }) => text)
      .join(),
  ).not.toContain('همین گفت‌وگو');
});
