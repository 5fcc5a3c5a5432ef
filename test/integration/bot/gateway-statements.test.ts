/** Staff compare a gateway's day with ours from the chat: which gateway, which day, its file, and what came of it. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { TopUp } from '../../../models/top-up.ts';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { type ChatByHand, chatByHand } from '../../support/chat-by-hand.ts';
import { createWorld, type Trainee, type World } from '../../support/world.ts';

let world: World;
let bot: BotByHand;
let staff: Trainee;
let chat: ChatByHand;
beforeAll(async () => {
  world = await createWorld();
  bot = await startBotByHand(world, { platform: 'telegram' });
});
beforeEach(async () => {
  staff = await world.staffPerson();
  chat = chatByHand(bot, staff.account.platformUserId);
});
afterAll(async () => {
  await bot.close();
  await world.close();
});

async function credited(): Promise<TopUp> {
  const sara = await world.trainee();
  const started = await world.topUps.start({ ...sara, amountRials: 500_000, description: 'شارژ' });
  if (started.type !== 'ready') throw new Error('No payment was opened');
  world.gateway.pay(started.topUp.sessionId ?? '');
  await world.topUps.returned('zarinpal', started.topUp.sessionId ?? '');
  return started.topUp;
}

/** The messenger gives out a file with this content. */
async function sendsFile(content: string, size = content.length): Promise<void> {
  const file = { file_id: 'F1', file_unique_id: 'u1', file_size: size };
  const { answers } = bot.messenger;
  answers.getFile = { status: 200, body: { ok: true, result: { ...file, file_path: 'documents/day.csv' } } };
  answers['day.csv'] = { status: 200, body: content };
  await chat.updates({ message: { ...chat.about(), from: chat.from, document: file } });
}

async function toUpload(): Promise<void> {
  await chat.sends('/statements');
  await chat.presses('زرین‌پال');
  await chat.presses('📅');
  expect(chat.last().text).toContain('فهرست پرداخت‌های موفق این روز');
}

test('a day that is equal is told so; the next file is a tap away', async () => {
  const { sessionId } = await credited();
  await chat.taps(`gw-day:zarinpal:${today()}`);
  await sendsFile(`authority,rials\n${sessionId},500000\n`);
  expect(chat.last().text).toMatch(/در فایل درگاه: ۱ پرداخت، ۵۰۰٬۰۰۰ ریال/);
  expect(chat.last().text).toMatch(/برابر: ۱\nاختلاف: ۰/);
  expect(chat.last().text).toContain('همه چیز برابر است');
  await chat.presses('فرستادن فایل دیگر');
  expect(chat.last().text).toContain('فهرست پرداخت‌های موفق این روز');
});

const today = () => new Date(world.clock().getTime() + 3.5 * 60 * 60_000).toISOString().slice(0, 10);

test('differences come as a file, and what was paid into no wallet as cases', async () => {
  await world.models.StaffCase.deleteMany({});
  await chat.taps(`gw-day:zarinpal:${today()}`);
  await sendsFile('authority,rials\nA00000000000000000000000000000000001,70000\n');
  const { file } = chat.all().findLast((shown) => shown.file) ?? {};
  expect(file?.name).toBe(`differences-zarinpal-${today()}.csv`);
  expect(file?.bytes.toString('utf8')).toContain('فقط در فایل درگاه,2,A00000000000000000000000000000000001');
  expect(chat.last().text).toMatch(/برای ۱ مورد پرونده هست/);
  await chat.presses('پرونده‌ها');
  await chat.presses('مبلغ بی‌صاحب');
  expect(chat.last().text).toMatch(/درگاه زرین‌پال پرداختی دارد که نزد ما نیست.*۷۰٬۰۰۰ ریال/s);
});

test('what was not paid is left out, and what turns out to be paid is in the wallet; both are told', async () => {
  const sara = await world.trainee();
  const started = await world.topUps.start({ ...sara, amountRials: 500_000, description: 'شارژ' });
  if (started.type !== 'ready') throw new Error('No payment was opened');
  const { sessionId = '' } = started.topUp;
  world.gateway.pay(sessionId);
  await chat.taps(`gw-day:zarinpal:${today()}`);
  await sendsFile(`authority,rials,status\n${sessionId},500000,PAID\nA9,500000,FAILED\n`);
  const { text } = chat.last();
  expect(text).toMatch(/کنار گذاشته شد: ۱\n✅ با پرسش دوباره از درگاه، ۱ پرداخت به کیف پول صاحبش نشست/);
  expect(text).not.toMatch(/\n\n/);
});

test('what is no such file is said to be none, and the question stays', async () => {
  await toUpload();
  await chat.sends('بفرمایید');
  expect(chat.last().text).toContain('این فایل نیست');
  await sendsFile('x', 5_000_000);
  expect(chat.last().text).toContain('بزرگ‌تر از ۲ مگابایت');
  await sendsFile('شناسه پرداخت,مبلغ\nA1,5000\n');
  expect(chat.last().text).toContain('به ریال است یا تومان');
});

test('a file that the messenger does not give out is asked for again', async () => {
  await toUpload();
  bot.messenger.answers['day.csv'] = { status: 404, body: 'none' };
  const document = { file_id: 'F2', file_unique_id: 'u2', file_size: 5 };
  await chat.updates({ message: { ...chat.about(), from: chat.from, document } });
  expect(chat.last().text).toContain('نتوانستیم این فایل را از پیام‌رسان بگیریم');
});

test('nobody else finds the way there, nor by a button of somebody who was staff', async () => {
  const sara = await world.trainee();
  const other = chatByHand(bot, sara.account.platformUserId);
  await other.sends('/statements');
  expect(other.last().text).toContain('برای کارشناسان');
  await other.taps(`gw-day:zarinpal:${today()}`);
  expect(other.last().text).toContain('برای کارشناسان');
});
