/** Who charges a wallet while a registration waits for money is offered first of all what that registration lacks. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Course } from '../../../models/course.ts';
import type { Sender } from '../../../services/notifications/deliver.ts';
import { personalWallet } from '../../../services/wallet/accounts.ts';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { type ChatByHand, chatByHand } from '../../support/chat-by-hand.ts';
import { createDeliveries, type Deliveries } from '../../support/deliveries.ts';
import { createWorld, type Trainee, type World } from '../../support/world.ts';

const GAP = '💳 ۳۵۰٬۰۰۰ ریال (۳۵٬۰۰۰ تومان) برای «نجاری»';

let world: World;
let bot: BotByHand;
let deliveries: Deliveries;
let toChats: Sender;
let course: Course;
beforeAll(async () => {
  world = await createWorld();
  course = await world.course({ title: 'نجاری', feeRials: 500_000, capacity: 100 });
  bot = await startBotByHand(world, { platform: 'telegram' });
  deliveries = createDeliveries(world);
  ({ toChats } = bot);
});
afterAll(async () => {
  await bot.close();
  await world.close();
});

let sara: Trainee;
let chat: ChatByHand;
beforeEach(async () => {
  sara = await world.trainee({ balanceRials: 150_000 });
  chat = chatOf(sara);
});

const chatOf = ({ account }: Trainee) => chatByHand(bot, account.platformUserId);
/** Without the marks of direction that set figures apart. */
const labels = ({ last }: ChatByHand) =>
  last().buttons.map(({ text }) => text.replace(/[\u2066-\u2069\u200e\u200f]/g, ''));
async function opensTopUp(visitor: ChatByHand): Promise<string[]> {
  await visitor.sends('💳 کیف پول');
  await visitor.presses('افزایش اعتبار');
  expect(visitor.last().text).toContain('چه مبلغی');
  return labels(visitor);
}
async function waitsForMoney(): Promise<void> {
  await chat.sends(`/start course_${course.code}`);
  expect(chat.last().text).toContain('موجودی کافی نیست');
}
async function pays(): Promise<void> {
  const session = [...world.gateway.sessions.keys()].at(-1) ?? '';
  world.gateway.pay(session);
  await world.topUps.returned('zarinpal', session);
  await deliveries.deliverWoken(toChats);
}

describe('a registration that waits in this chat', () => {
  beforeEach(waitsForMoney);

  test('is offered the exact gap first of all, and goes on by itself when that is paid', async () => {
    expect((await opensTopUp(chat))[0]).toBe(GAP);
    await chat.presses('برای «نجاری»');
    expect(chat.last().text).toMatch(/«نجاری».*مبلغ: .*۳۵۰٬۰۰۰ ریال/s);
    await pays();
    expect(chat.last().text).toContain('اگر همه چیز درست است');
    await chat.presses('تأیید');
    expect(await world.ledger.balanceOf(personalWallet(sara.person._id))).toBe(0);
  });

  test('goes on with more than the gap too, and not with less', async () => {
    await opensTopUp(chat);
    await chat.sends('۳۰۰٬۰۰۰ ریال');
    expect(chat.last().text).toMatch(/مبلغ: .*۳۰۰٬۰۰۰ ریال/);
    expect(chat.last().text).not.toContain('نجاری');
    await opensTopUp(chat);
    await chat.sends('۴۰۰٬۰۰۰ ریال');
    await pays();
    expect(chat.last().text).toContain('اگر همه چیز درست است');
  });

  test('lacks less after a payment that was not enough, and just that is offered then', async () => {
    await opensTopUp(chat);
    await chat.sends('۳۰۰٬۰۰۰ ریال');
    await pays();
    expect((await opensTopUp(chat))[0]).toBe('💳 ۵۰٬۰۰۰ ریال (۵٬۰۰۰ تومان) برای «نجاری»');
  });

  test('keeps the amount while no gateway answers, and still goes on once one does', async () => {
    await opensTopUp(chat);
    world.gateway.down = true;
    await chat.presses('برای «نجاری»');
    expect(chat.last().text).toContain('درگاه پرداخت الان پاسخ نمی‌دهد');
    world.gateway.down = false;
    await chat.presses('تلاش دوباره');
    expect(chat.last().text).toMatch(/«نجاری».*مبلغ: .*۳۵۰٬۰۰۰ ریال/s);
    await pays();
    expect(chat.last().text).toContain('اگر همه چیز درست است');
  });

  test('is not offered in another chat of the same person, where it does not stand', async () => {
    const { nationalCode, mobile = '' } = sara.person;
    const second = await world.proven(await world.account(), { nationalCode, mobile });
    const buttons = await opensTopUp(chatOf(second));
    expect(buttons.join()).not.toContain('نجاری');
  });

  test('is not offered any more once it was given up', async () => {
    await chat.presses('انصراف');
    expect((await opensTopUp(chat)).join()).not.toContain('نجاری');
  });
});

test('a gap that is a usual amount is offered once', async () => {
  const dearer = await world.course({ title: 'نجاری', feeRials: 650_000 });
  await chat.sends(`/start course_${dearer.code}`);
  const amounts = (await opensTopUp(chat)).filter((label) => label.includes('۵۰۰٬۰۰۰ ریال'));
  expect(amounts).toEqual(['💳 ۵۰۰٬۰۰۰ ریال (۵۰٬۰۰۰ تومان) برای «نجاری»']);
});

test('where nothing waits the usual amounts are offered, and nothing else', async () => {
  expect((await opensTopUp(chat))[0]).toBe('۵۰۰٬۰۰۰ ریال (۵۰٬۰۰۰ تومان)');
});

test('a registration that lacks nothing is not offered anything', async () => {
  const cheap = await world.course({ title: 'نجاری', feeRials: 100_000 });
  await chat.sends(`/start course_${cheap.code}`);
  expect(chat.last().text).toContain('اگر همه چیز درست است');
  expect((await opensTopUp(chat)).join()).not.toContain('نجاری');
});

describe('a portal user who registers a trainee whose wallet is short', () => {
  let operator: Trainee;
  let desk: ChatByHand;
  beforeEach(async () => {
    operator = await world.portalUser(course.centre);
    desk = chatOf(operator);
    const answers = {
      trainee: sara.person._id.toHexString(),
      courseCode: course.code,
      payer: 'trainee' as const,
    };
    await world.drafts.open('enrol-trainee', operator, answers);
    await desk.sends('/forms');
    await desk.presses('ادامه');
    expect(desk.last().text).toContain('هیچ‌کدام از دو کیف پول کافی نیست');
  });

  test('is offered the gap for the wallet of that trainee only, and the form goes on', async () => {
    expect((await opensTopUp(desk)).join()).not.toContain('نجاری');
    await desk.presses('بازگشت');
    await desk.presses('کارآموز');
    await desk.sends(sara.person.nationalCode);
    await desk.presses('بله، همین کارآموز');
    expect(labels(desk)[0]).toBe(GAP);
    await desk.presses('برای «نجاری»');
    await pays();
    expect(desk.last().text).toContain('اگر همه چیز درست است');
  });
});
