/** Forms that are left alone: one reminder, then set aside with a message, and kept (scenario 18). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Api } from 'grammy';
import { FORMS } from '../../../bot/conversations/forms.ts';
import { createFormWatch } from '../../../bot/form-watch.ts';
import type { Course } from '../../../models/course.ts';
import { randomIds } from '../../../services/clock.ts';
import { loadTexts } from '../../../texts/texts.ts';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { type ChatByHand, chatByHand } from '../../support/chat-by-hand.ts';
import { silentLog } from '../../support/silent-log.ts';
import { createWorld, type Trainee, type World } from '../../support/world.ts';

const MINUTE_MS = 60_000;
const IDLE_MS = 60 * MINUTE_MS;

let world: World;
let bot: BotByHand;
let course: Course;
let watch: (limit: number) => Promise<void>;
beforeAll(async () => {
  world = await createWorld();
  course = await world.course({ title: 'خیاطی', feeRials: 0 });
  bot = await startBotByHand(world, { platform: 'telegram' });
  watch = watchOfAProcess();
});
afterAll(async () => {
  await bot.close();
  await world.close();
});

const telegram = () =>
  new Map([['telegram' as const, new Api('1:token', { apiRoot: bot.messenger.apiRoot })]]);

/** `apis`: the messengers it has tokens of. */
function watchOfAProcess(apis = telegram()) {
  const outside = { apis, texts: loadTexts(), forms: FORMS };
  const { clock } = world;
  return createFormWatch({
    ...outside,
    ...{ clock, services: world, ids: randomIds, log: silentLog, idleMs: IDLE_MS },
  });
}

let maryam: Trainee;
let chat: ChatByHand;
beforeEach(async () => {
  await world.models.Draft.deleteMany({});
  maryam = await world.trainee();
  chat = chatByHand(bot, maryam.account.platformUserId);
  await chat.sends(`/start course_${course.code}`);
});

const told = () => chat.all().map(({ text }) => text);

test('before its time nobody is told anything', async () => {
  world.advance(44 * MINUTE_MS);
  const before = told().length;
  await watch(10);
  expect(told()).toHaveLength(before);
});

test('one reminder comes, with the time until which the form stays open and the way to go on', async () => {
  world.advance(46 * MINUTE_MS);
  await watch(10);
  await watch(10);
  const reminders = told().filter((text) => text.includes('هنوز باز است'));
  expect(reminders).toHaveLength(1);
  expect(reminders[0]).toContain(`ثبت‌نام: ${course.title}`);
  await chat.presses('ادامهٔ فرم');
  expect(chat.last().text).toContain('اگر همه چیز درست است');
});

test('two processes that look at once remind once', async () => {
  world.advance(46 * MINUTE_MS);
  await Promise.all([watchOfAProcess()(10), watchOfAProcess()(10)]);
  expect(told().filter((text) => text.includes('هنوز باز است'))).toHaveLength(1);
});

test('whoever answers after the reminder has all the time again, and another reminder', async () => {
  world.advance(46 * MINUTE_MS);
  await watch(10);
  await chat.presses('ادامهٔ فرم');
  world.advance(44 * MINUTE_MS);
  await watch(10);
  expect(told().filter((text) => text.includes('هنوز باز است'))).toHaveLength(1);
  world.advance(2 * MINUTE_MS);
  await watch(10);
  expect(told().filter((text) => text.includes('هنوز باز است'))).toHaveLength(2);
});

describe('when its time is over', () => {
  beforeEach(async () => {
    world.advance(61 * MINUTE_MS);
    await watch(10);
    await watch(10);
  });

  test('the form is set aside with one message, and that is recorded', async () => {
    expect(told().filter((text) => text.includes('کنار گذاشتیم'))).toHaveLength(1);
    const owner = `person:${maryam.person._id.toHexString()}`;
    const endings = await world.models.FormEnding.find({ owner }).lean();
    expect(endings.map(({ because, asked }) => ({ because, asked }))).toEqual([
      { because: 'set-aside', asked: 'confirm' },
    ]);
  });

  test('the card drawn before does nothing any more', async () => {
    await chat.presses('تأیید و ثبت‌نام');
    expect(chat.last().text).toContain('این کارت قدیمی است');
    expect(await world.enrolments.live(maryam.person._id, course._id)).toBeNull();
  });

  test('a later message offers to go on, and the form goes on where it was', async () => {
    await chat.sends('سلام');
    expect(chat.last().text).toContain('فرم نیمه‌کاره دارید');
    await chat.presses(`ادامهٔ ثبت‌نام: ${course.title}`);
    expect(chat.last().text).toMatch(/از همان‌جا که مانده بود.*اگر همه چیز درست است/s);
    await chat.presses('تأیید و ثبت‌نام');
    expect(chat.last().text).toContain('ثبت‌نام شما انجام شد');
  });

  test('a new choice of course goes on with the same form', async () => {
    const other = await world.course({ title: 'نانوایی', feeRials: 0 });
    await chat.sends(`/start course_${other.code}`);
    expect(chat.last().text).toContain('نانوایی');
    expect(await world.drafts.unfinished(maryam)).toHaveLength(1);
  });
});

test('whoever looks around for a course has not left the form alone', async () => {
  await chat.presses('تغییر دوره');
  world.advance(44 * MINUTE_MS);
  await chat.presses('جست‌وجو بر اساس استان');
  world.advance(30 * MINUTE_MS);
  await chat.sends(course.title);
  world.advance(30 * MINUTE_MS);
  await watch(10);
  expect(told().filter((text) => text.includes('هنوز باز است'))).toEqual([]);
});

test('whoever is paying at the gateway is not told that the form is put aside', async () => {
  const dear = await world.course({ title: 'جوشکاری', feeRials: 700_000 });
  await chat.sends(`/start course_${dear.code}`);
  world.advance(50 * MINUTE_MS);
  await chat.presses('شارژ');
  world.advance(11 * MINUTE_MS);
  await watch(10);
  expect(told().filter((text) => text.includes('کنار گذاشتیم'))).toEqual([]);
  expect((await world.drafts.current(maryam))?.asked).toBe('payment');
});

test('a form whose chat this process cannot write to is left to one that can', async () => {
  world.advance(61 * MINUTE_MS);
  await watchOfAProcess(new Map())(10);
  expect((await world.drafts.current(maryam))?.asked).toBe('confirm');
});

test('who has blocked the bot is not written to, and their form is kept', async () => {
  bot.messenger.answers.sendMessage = {
    status: 403,
    body: { ok: false, error_code: 403, description: 'Forbidden: bot was blocked by the user' },
  };
  world.advance(46 * MINUTE_MS);
  await watch(10);
  const attempts = told().length;
  world.advance(20 * MINUTE_MS);
  await watch(10);
  delete bot.messenger.answers.sendMessage;
  expect(told()).toHaveLength(attempts);
  expect((await world.accounts.byId(maryam.account._id))?.reachable).toBe(false);
  expect((await world.drafts.unfinished(maryam)).map(({ setAsideAt }) => setAsideAt)).toEqual([
    world.clock(),
  ]);
});

test('an answer that comes in the same instant as the watch wins or finds the form set aside, never both', async () => {
  world.advance(61 * MINUTE_MS);
  await Promise.all([watch(10), chat.sends('↩️ بازگشت')]);
  const [draft] = await world.drafts.unfinished(maryam);
  const aside = told().filter((text) => text.includes('کنار گذاشتیم')).length;
  expect(aside).toBe(draft?.setAsideAt ? 1 : 0);
});
