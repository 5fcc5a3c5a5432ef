/** A national code as people write it: in a sentence, without its zeros, two at once. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { type ChatByHand, chatByHand } from '../../support/chat-by-hand.ts';
import { withCheckDigit } from '../../support/national-codes.ts';
import { inScript } from '../../support/scripts.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let bot: BotByHand;
beforeAll(async () => {
  world = await createWorld();
  await world.course({ title: 'خیاطی' });
  bot = await startBotByHand(world, { platform: 'bale' });
});
afterAll(async () => {
  await bot.close();
  await world.close();
});

/** Begins with a zero. */
const MINA = { nationalCode: withCheckDigit('012345678'), mobile: '09120000099' };
const OTHER = withCheckDigit('012345679');

let chat: ChatByHand;
beforeEach(async () => {
  const names = { firstName: 'مینا', lastName: 'صفری' };
  world.registers.people.set(MINA.nationalCode, { ...names, mobile: MINA.mobile, alive: true });
  chat = chatByHand(bot, (await world.account('bale')).platformUserId);
  await chat.sends('/start');
  await chat.sharesContact(MINA.mobile);
  expect(chat.last().text).toContain('۲. کد ملی');
});

const shown = () =>
  chat
    .all()
    .map(({ text }) => text)
    .join('\n');

test('scenario 6: inside a sentence it is found', async () => {
  await chat.sends(`سلام، كد ملي من ${inScript(MINA.nationalCode, 'persian')} است و موبایلم ${MINA.mobile}`);
  expect(shown()).toContain('مینا صفری');
});

test('scenario 6: without its zero it is offered, masked, and taken when the person says yes', async () => {
  await chat.sends(MINA.nationalCode.slice(1));
  expect(chat.last().text).toContain('شما ۹ رقم نوشتید؛ ۱ رقم کم است');
  expect(shown()).not.toContain('مینا');
  expect(chat.last().buttons[0]?.text.replace(/[\u2066-\u2069]/g, '')).toBe('✅ بله، ۰۱۲****۷۸۹');
  await chat.presses('بله');
  expect(shown()).toContain('مینا صفری');
});

test('what was offered is not kept when another code is sent, or something that is none', async () => {
  await chat.sends(OTHER.slice(1));
  await chat.sends('نه');
  expect(chat.last().text).toContain('کد ملی فقط از رقم ساخته می‌شود');
  expect(chat.last().buttons).toEqual([]);
  await chat.sends(OTHER.slice(1));
  await chat.sends(MINA.nationalCode);
  expect(shown()).toContain('مینا صفری');
});

test('an offer whose zero is not the cause is not made', async () => {
  await chat.sends(`${MINA.nationalCode.slice(1, 9)}${(Number(MINA.nationalCode[9]) + 1) % 10}`);
  expect(chat.last().text).toContain('شما ۹ رقم نوشتید');
  expect(chat.last().buttons).toEqual([]);
});

test('scenario 6: of two it is asked which', async () => {
  await chat.sends(`${MINA.nationalCode} یا ${OTHER}`);
  expect(chat.last().text).toContain('بیش از یک کد ملی');
});

test('an offered code outlives the outage of the service that checks it', async () => {
  world.registers.shahkarDown = true;
  await chat.sends(MINA.nationalCode.slice(1));
  await chat.presses('بله');
  expect(chat.last().text).toContain('سامانهٔ تطبیق موبایل و کد ملی الان پاسخ نمی‌دهد');
  world.registers.shahkarDown = false;
  await chat.presses('بررسی دوباره');
  expect(shown()).toContain('مینا صفری');
});
