/** `/course` in a private chat takes what a person writes after it: a code, words, or nothing that anybody knows. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Course } from '../../../models/course.ts';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { type ChatByHand, chatByHand } from '../../support/chat-by-hand.ts';
import { createWorld, type Trainee, type World } from '../../support/world.ts';

const WORDS = 'جوشکاری برق مقدماتی در شهر اصفهان';

let world: World;
let course: Course;
let bot: BotByHand;
let sara: Trainee;
let chat: ChatByHand;
beforeAll(async () => {
  world = await createWorld();
  course = await world.course({ title: 'خیاطی', feeRials: 0 });
});
beforeEach(async () => {
  bot = await startBotByHand(world, { platform: 'bale' });
  sara = await world.proven(await world.account('bale'), world.stranger());
  chat = chatByHand(bot, sara.account.platformUserId);
});
afterEach(() => bot.close());
afterAll(() => world.close());

test('the code of a course opens its card', async () => {
  await chat.sends(`/course ${course.code}`);
  expect(chat.last().text).toMatch(/خیاطی.*اگر همه چیز درست است/s);
});

test('words are looked for as at the question for the course', async () => {
  await chat.sends('/course خیاطی');
  expect(chat.last().text).toContain('«خیاطی»');
  await chat.presses('خیاطی');
  expect(chat.last().text).toContain('اگر همه چیز درست است');
});

test.each([WORDS, 'no-such-course', 'C1:C2', 'x'.repeat(40)])(
  '%s names no course: that is said above the list, and no form is opened with it',
  async (argument) => {
    await chat.sends(`/course ${argument}`);
    expect(chat.last().text).toContain('پیدا نشد');
    expect(chat.last().buttons.map(({ callback_data }) => callback_data)).toContain(`course:${course.code}`);
    expect(await world.drafts.current(sara)).toBeNull();
  },
);

test('words while the form is open in another chat are no fault', async () => {
  const onTelegram = await world.account('telegram');
  const who = { nationalCode: sara.person.nationalCode, mobile: sara.person.mobile ?? '' };
  await world.drafts.open('enrol', await world.proven(onTelegram, who), {});
  await chat.sends(`/course ${WORDS}`);
  expect(chat.last().text).toContain('پیدا نشد');
  await chat.sends(`/course ${course.code}`);
  expect(chat.last().text).toContain('در گفت‌وگوی دیگری');
});
