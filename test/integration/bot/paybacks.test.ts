/** Money back to the card, as its owner asks for it and staff decide in the chat. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { chatByHand } from '../../support/chat-by-hand.ts';
import { createDeliveries } from '../../support/deliveries.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let bot: BotByHand;
beforeAll(async () => {
  world = await createWorld();
  bot = await startBotByHand(world, { platform: 'telegram' });
});
afterAll(async () => {
  await bot.close();
  await world.close();
});

async function withMoney() {
  const sara = await world.trainee({ balanceRials: 500_000 });
  return { sara, chat: chatByHand(bot, sara.account.platformUserId) };
}

test('asked for from the wallet, approved, paid out, and told with the bank’s reference', async () => {
  const deliveries = createDeliveries(world);
  const { toChats } = bot;
  const { chat } = await withMoney();
  await chat.sends('💳 کیف پول');
  await chat.presses('برگشت پول به کارت');
  expect(chat.last().text).toContain('پولِ کدام پرداخت برگردد؟');
  await chat.presses('۵۰۰٬۰۰۰');
  expect(chat.last().text).toMatch(/۵۰۰٬۰۰۰ ریال<\/b> می‌تواند به کارتتان برگردد/);
  await chat.presses('درخواست برگشت');
  expect(chat.last().text).toMatch(/درخواست برگشت <b>۵۰۰٬۰۰۰ ریال<\/b> ثبت شد.*کد رهگیری درخواست/s);
  await chat.sends('💳 کیف پول');
  expect(chat.last().text).toMatch(/موجودی: <b>۰ ریال.*در حال بررسی است.*کنار گذاشته برای برگشت/s);
  expect(
    chat
      .last()
      .buttons.map(({ text }) => text)
      .join(),
  ).not.toContain('برگشت پول');

  const staff = await world.staffPerson();
  const desk = chatByHand(bot, staff.account.platformUserId);
  await desk.sends('/cases');
  await desk.presses('درخواست برگشت مبلغ');
  expect(desk.last().text).toMatch(/برگشت به کارت: ۵۰۰٬۰۰۰ ریال.*زرین‌پال/s);
  await desk.presses('پذیرفتن درخواست');
  await desk.presses('بررسی و حل شد');
  expect(desk.last().text).toContain('به صاحب پول خبر می‌دهیم');
  await desk.presses('درخواست برگشت مبلغ');
  await desk.presses('برگشت انجام شد');
  expect(desk.last().text).toContain('شمارهٔ پیگیری بانک را بنویسید');
  await desk.sends('پیگیری ۸۸۱۲۳');
  await deliveries.deliverWoken(toChats);
  expect(chat.last().text).toMatch(/۵۰۰٬۰۰۰ ریال به کارتی که با آن پرداخت کرده بودید برگشت.*پیگیری ۸۸۱۲۳/s);

  // The button of long ago tells what has become of it since.
  await chat.presses('درخواست برگشت');
  expect(chat.last().text).toMatch(/۵۰۰٬۰۰۰ ریال پیش از این به کارتتان برگشته است/);
  expect(await world.models.Payback.countDocuments({})).toBe(1);
});

test('who has nothing that could go back is told so', async () => {
  const trainee = await world.trainee();
  const chat = chatByHand(bot, trainee.account.platformUserId);
  await chat.taps('paybacks');
  expect(chat.last().text).toContain('پرداختی با پول خرج‌نشده ندارید');
});

test('an old button for an amount that is there no more shows what is', async () => {
  const { sara, chat } = await withMoney();
  const topUp = await world.models.TopUp.findOne({ person: sara.person._id }).orFail();
  await chat.taps(`pb-ok:${topUp._id.toHexString()}:900000`);
  expect(chat.last().text).toMatch(/موجودی کیف پول عوض شده است.*۵۰۰٬۰۰۰ ریال/s);
});

test('staff decide about nobody’s own money, and an old button cannot decide again', async () => {
  const { sara, chat } = await withMoney();
  const topUp = await world.models.TopUp.findOne({ person: sara.person._id }).orFail();
  await chat.taps(`pb-ok:${topUp._id.toHexString()}:500000`);
  const payback = await world.models.Payback.findOne({ person: sara.person._id }).orFail();
  await world.models.Person.updateOne({ _id: sara.person._id }, { roles: ['staff'] });
  world.accounts.forget(sara.account);
  await chat.sends('/cases');
  await chat.presses('درخواست برگشت مبلغ');
  await chat.presses('پذیرفتن درخواست');
  await chat.presses('بررسی و حل شد');
  expect(chat.last().text).toContain('این پول خود شماست');
  expect(await world.models.Payback.findById(payback._id).lean()).toMatchObject({ state: 'requested' });

  const desk = chatByHand(bot, (await world.staffPerson()).account.platformUserId);
  const other = await world.staffPerson();
  await desk.sends('/cases');
  await desk.presses('درخواست برگشت مبلغ');
  await desk.presses('رد کردن');
  await world.paybacks.decide({ id: payback._id, by: other.person._id, to: 'approved', reason: 'دیده شد' });
  await desk.presses('اشتباه');
  expect(desk.last().text).toContain('پیش از این دربارهٔ این درخواست تصمیم گرفته شده بود');
  expect(await world.models.Payback.findById(payback._id).lean()).toMatchObject({ state: 'approved' });
});
