/** Proving a number by SMS, for clients that cannot share a contact (N1): as a chat, to its end and to its mistakes. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { type ChatByHand, chatByHand } from '../../support/chat-by-hand.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let bot: BotByHand;
beforeAll(async () => {
  world = await createWorld();
  // The database itself drops codes that are over by its own clock.
  world.advance(Date.now() - world.clock().getTime());
  bot = await startBotByHand(world, { platform: 'bale' });
});
beforeEach(() => world.codesSms.recover());
afterAll(async () => {
  await bot.close();
  await world.close();
});

const newChat = async () => chatByHand(bot, (await world.account('bale')).platformUserId);
const sms = () => world.codesSms.received.at(-1) ?? { to: '', text: '' };
const codeSent = () => /\d{6}/.exec(sms().text)?.[0] ?? '';
const wrong = () => String((Number(codeSent()) + 1) % 1_000_000).padStart(6, '0');

/** At the question for the code, having come by a link to a course. */
async function toCode(chat: ChatByHand, mobile: string): Promise<{ title: string }> {
  const { code, title } = await world.course();
  await chat.sends(`/start course_${code}`);
  await chat.sends('🤷 نمی‌توانم شماره‌ام را بفرستم');
  await chat.presses('تأیید شماره با پیامک');
  expect(chat.last().text).toContain('یک کد شش‌رقمی به آن پیامک می‌کنیم');
  await chat.sends(mobile);
  return { title };
}

test('a newcomer types number, code and national code, and is at the card of the course they came for', async () => {
  const chat = await newChat();
  const who = world.stranger();
  const { title } = await toCode(chat, `+98 ${who.mobile.slice(1)}`);
  expect(sms()).toMatchObject({ to: who.mobile });
  expect(chat.last().text).toContain('شمارهٔ پایانی');
  // As it is copied from the phone.
  await chat.sends(sms().text);
  expect(chat.last().text).toContain('کد ملی');
  await chat.sends(who.nationalCode);
  expect(chat.last().text).toContain(title);
  const person = await world.people.byCode(who.nationalCode);
  expect(person).toMatchObject({ mobile: who.mobile, mobileState: 'verified' });
});

test('the phone alone is not enough: the number must be registered to the national code', async () => {
  const chat = await newChat();
  await toCode(chat, world.stranger().mobile);
  await chat.sends(codeSent());
  await chat.sends(world.stranger().nationalCode);
  expect(chat.last().text).toContain('به نام کد ملی');
});

test('a wrong code is said with what is left, and after the last one the number is asked for again', async () => {
  const chat = await newChat();
  await toCode(chat, world.stranger().mobile);
  await chat.sends('کدم کو؟');
  expect(chat.last().text).toContain('کد شش رقم است');
  await chat.sends(wrong());
  expect(chat.last().text).toMatch(/این کد درست نیست.*[۴4]/s);
  for (let tries = 1; tries < 5; tries += 1) await chat.sends(wrong());
  expect(chat.last().text).toContain('آن کد دیگر معتبر نیست');
  expect(chat.last().text).toContain('شمارهٔ موبایل خودتان را بنویسید');
});

test('who asks for another code too soon is told to wait, and then gets one', async () => {
  const chat = await newChat();
  await toCode(chat, world.stranger().mobile);
  const first = sms();
  await chat.presses('دوباره بفرست');
  expect(chat.last().text).toContain('یک دقیقه صبر کنید');
  expect(sms()).toBe(first);
  world.advance(61_000);
  await chat.presses('دوباره بفرست');
  expect(sms()).not.toBe(first);
  await chat.sends(codeSent());
  expect(chat.last().text).toContain('کد ملی');
});

test('back leads from the code to the number and from there to the contact button', async () => {
  const chat = await newChat();
  await toCode(chat, world.stranger().mobile);
  await chat.presses('بازگشت');
  expect(chat.last().text).toContain('یک کد شش‌رقمی به آن پیامک می‌کنیم');
  await chat.presses('بازگشت');
  expect(chat.last().keys).toContain('📱 ارسال شمارهٔ موبایل من');
});

test('a number that was shared and is not theirs makes room for one by SMS', async () => {
  const chat = await newChat();
  const who = world.stranger();
  await chat.sends('/start');
  await chat.sharesContact(world.stranger().mobile);
  await chat.sends(who.nationalCode);
  expect(chat.last().text).toContain('ثبت نشده است');
  await chat.sends('/identity');
  await chat.presses('تأیید شماره با پیامک');
  await chat.sends(who.mobile);
  await chat.sends(codeSent());
  await chat.sends(who.nationalCode);
  expect(await world.people.byCode(who.nationalCode)).toMatchObject({ mobile: who.mobile });
});

test('what cannot be sent is said, with the other ways', async () => {
  const chat = await newChat();
  world.codesSms.next = 'busy';
  await toCode(chat, world.stranger().mobile);
  expect(chat.last().text).toContain('الان نمی‌توانیم پیامک بفرستیم');
  world.codesSms.next = 'reject';
  await chat.sends(world.stranger().mobile);
  expect(chat.last().text).toContain('پیامک ما به این شماره نمی‌رسد');
  await chat.sends('021-88776655');
  expect(chat.last().text).toContain('شمارهٔ موبایل ایران نیست');
});

test('an old button says something true to who is known by now', async () => {
  const chat = await newChat();
  const who = world.stranger();
  await chat.sends('/identity');
  await chat.sends('/start');
  await chat.sharesContact(who.mobile);
  await chat.sends(who.nationalCode);
  const before = world.codesSms.received.length;
  await chat.presses('تأیید شماره با پیامک');
  expect(world.codesSms.received).toHaveLength(before);
  expect(chat.last().buttons.length + chat.last().keys.length).toBeGreaterThan(0);
});
