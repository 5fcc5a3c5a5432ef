/** What every form lets a person do at any question: go back, change, leave, and come back later or elsewhere. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Course } from '../../../models/course.ts';
import { createDrafts } from '../../../services/drafts/service.ts';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { type ChatByHand, chatByHand } from '../../support/chat-by-hand.ts';
import { createWorld, type Trainee, type World } from '../../support/world.ts';

let world: World;
let telegram: BotByHand;
let bale: BotByHand;
let sewing: Course;
let baking: Course;
beforeAll(async () => {
  world = await createWorld();
  sewing = await world.course({ title: 'خیاطی', feeRials: 0 });
  baking = await world.course({ title: 'نانوایی', feeRials: 0 });
  telegram = await startBotByHand(world, { platform: 'telegram' });
  bale = await startBotByHand(world, { platform: 'bale' });
});
afterAll(async () => {
  await Promise.all([telegram.close(), bale.close()]);
  await world.close();
});

let maryam: Trainee;
let chat: ChatByHand;
beforeEach(async () => {
  maryam = await world.trainee();
  chat = chatByHand(telegram, maryam.account.platformUserId);
});

const endings = (form: string, { person }: Trainee = maryam) =>
  world.models.FormEnding.find({ form, owner: `person:${person._id.toHexString()}` }).lean();

describe('a change from the summary', () => {
  test('returns to the summary with the new answer', async () => {
    await chat.sends('/start');
    await chat.presses(sewing.title);
    expect(chat.last().text).toContain(sewing.title);
    await chat.presses('تغییر دوره');
    await chat.presses(baking.title);
    expect(chat.last().text).toContain(baking.title);
    await chat.presses('تأیید و ثبت‌نام');
    expect(chat.last().text).toContain('ثبت‌نام شما انجام شد');
    expect((await world.enrolments.live(maryam.person._id, baking._id))?.status).toBe('active');
  });

  test('that is not made after all returns to the summary as it was', async () => {
    await chat.sends('/start');
    await chat.presses(sewing.title);
    await chat.presses('تغییر دوره');
    await chat.sends('دوره‌ای که نیست');
    await chat.presses('بازگشت');
    expect(chat.last().text).toContain(sewing.title);
    expect(
      chat
        .last()
        .buttons.map(({ text }) => text)
        .join(),
    ).toContain('تأیید و ثبت‌نام');
  });

  test('makes the card drawn before worthless', async () => {
    await chat.sends('/start');
    await chat.presses(sewing.title);
    const [confirm] = chat.last().buttons;
    await chat.presses('تغییر دوره');
    await chat.presses('تأیید و ثبت‌نام');
    expect(confirm?.text).toContain('تأیید');
    expect(chat.last().text).toContain('این کارت قدیمی است');
    expect(await world.enrolments.live(maryam.person._id, sewing._id)).toBeNull();
  });
});

describe('back', () => {
  test('from the summary leads to its last question', async () => {
    await chat.sends('/start');
    await chat.presses(sewing.title);
    await chat.sends('↩️ بازگشت');
    expect(chat.last().text).toContain('انتخاب دوره');
  });

  test('before anybody is known leads to the question before, and at the first one says so', async () => {
    const who = world.stranger();
    const account = await world.account();
    const newcomer = chatByHand(telegram, account.platformUserId);
    await world.drafts.open('enrol', { account, person: null }, { mobile: who.mobile });
    await newcomer.sends('سلام');
    expect(newcomer.last().text).toContain('۲. کد ملی');
    expect(newcomer.last().keys).toEqual(['↩️ بازگشت', '✖️ انصراف', '❓ راهنما']);
    await newcomer.sends('↩️ بازگشت');
    expect(newcomer.last().text).toContain('۱. شمارهٔ موبایل');
    expect(newcomer.last().keys).not.toContain('↩️ بازگشت');
    await newcomer.sends('↩️ بازگشت');
    expect(
      newcomer
        .all()
        .map(({ text }) => text)
        .join(),
    ).toContain('اولین پرسش');
    expect(newcomer.last().text).toContain('۱. شمارهٔ موبایل');
  });

  test('at the first question of a known person shows the first page, and the form waits there', async () => {
    await chat.sends('📝 ثبت‌نام در دوره');
    expect(chat.last().text).toContain('انتخاب دوره');
    await chat.sends('↩️ بازگشت');
    expect(chat.last().text).toContain('دوره‌های پیش رو');
    await chat.sends('/forms');
    await chat.presses('ادامهٔ ثبت‌نام');
    expect(chat.last().text).toContain('انتخاب دوره');
  });
});

test('wrong answers are explained in other words the second time, and help is offered after that', async () => {
  await chat.sends('📝 ثبت‌نام در دوره');
  await chat.presses('انصراف');
  await chat.presses('کیف پول');
  await chat.presses('افزایش اعتبار');
  await chat.sends('یه عالمه');
  const first = chat.last();
  await chat.sends('یه عالمه');
  const second = chat.last();
  await chat.sends('یه عالمه');
  const third = chat.last();
  expect(first.text).toContain('نتوانستیم بخوانیم');
  expect(second.text).not.toBe(first.text);
  expect(second.text).toContain('ساده‌ترین راه');
  expect(second.buttons.map(({ text }) => text)).not.toContain('❓ راهنما');
  expect(third.text).toContain('/help');
  expect(third.buttons.map(({ text }) => text)).toContain('❓ راهنما');
  await chat.presses('راهنما');
  expect(chat.last().text).toContain('افزایش اعتبار');
});

describe('unfinished forms', () => {
  test('are listed with what they are about, and each is continued where it was', async () => {
    await chat.sends('/start');
    await chat.presses(sewing.title);
    world.advance(1_000);
    await chat.sends('💳 کیف پول');
    await chat.presses('افزایش اعتبار');
    await chat.sends('/forms');
    expect(chat.last().text).toMatch(/افزایش اعتبار.*ثبت‌نام: خیاطی/s);
    await chat.presses(`ادامهٔ ثبت‌نام: ${sewing.title}`);
    expect(chat.last().text).toContain('اگر همه چیز درست است');
    await chat.sends('/forms');
    await chat.presses('ادامهٔ افزایش اعتبار');
    expect(chat.last().text).toContain('چه مبلغی شارژ شود');
  });

  test('are continued on the other messenger', async () => {
    await chat.sends('/start');
    await chat.presses(sewing.title);
    const onBale = await world.account('bale');
    const { nationalCode, mobile = '' } = maryam.person;
    await world.proven(onBale, { nationalCode, mobile });
    const other = chatByHand(bale, onBale.platformUserId);
    await other.sends('/forms');
    await other.presses('ادامهٔ ثبت‌نام');
    expect(other.last().text).toContain('در گفت‌وگوی دیگری از شما');
    await other.presses('ادامه در همین‌جا');
    await other.presses('تأیید و ثبت‌نام');
    expect(other.last().text).toContain('ثبت‌نام شما انجام شد');
  });

  test('are deleted one by one, and why they ended is recorded without their answers', async () => {
    await chat.sends('/start');
    await chat.presses(sewing.title);
    await chat.sends('💳 کیف پول');
    await chat.presses('افزایش اعتبار');
    await chat.sends('/forms');
    await chat.presses('حذف فرم ثبت‌نام');
    expect(chat.last().text).toContain('افزایش اعتبار');
    expect(chat.last().text).not.toContain(sewing.title);
    expect(await endings('enrol')).toEqual([
      expect.objectContaining({ because: 'cancelled', asked: 'confirm', at: world.clock() }),
    ]);
    expect(JSON.stringify(await endings('enrol'))).not.toContain(sewing.code);
    await chat.presses('حذف فرم افزایش اعتبار');
    expect(chat.last().text).toMatch(/فرم حذف شد.*دوره‌های پیش رو/s);
  });
});

test('a course chosen while the form is open elsewhere goes on here with that course', async () => {
  const onBale = await world.account('bale');
  const { nationalCode, mobile = '' } = maryam.person;
  await world.proven(onBale, { nationalCode, mobile });
  await chat.sends('/start');
  await chat.presses(sewing.title);
  const other = chatByHand(bale, onBale.platformUserId);
  await other.sends(`/start course_${baking.code}`);
  expect(other.last().text).toContain('در گفت‌وگوی دیگری از شما');
  await other.presses('ادامه در همین‌جا');
  expect(other.last().text).toContain(baking.title);
});

describe('with another form open in the other chat', () => {
  let other: ChatByHand;
  beforeEach(async () => {
    const onBale = await world.account('bale');
    const { nationalCode, mobile = '' } = maryam.person;
    await world.proven(onBale, { nationalCode, mobile });
    other = chatByHand(bale, onBale.platformUserId);
    await chat.sends(`/start course_${sewing.code}`);
    world.advance(1_000);
    await chat.sends('💳 کیف پول');
    await chat.presses('افزایش اعتبار');
  });

  test('"go on here" goes on with the form it was offered for', async () => {
    await other.sends('/forms');
    await other.presses('ادامهٔ ثبت‌نام');
    await other.presses('ادامه در همین‌جا');
    expect(other.last().text).toContain('اگر همه چیز درست است');
  });

  test('a course chosen here goes into the form for courses', async () => {
    await other.sends(`/start course_${baking.code}`);
    await other.presses('ادامه در همین‌جا');
    expect(other.last().text).toContain(baking.title);
    const forms = await world.drafts.unfinished(maryam);
    expect(forms.find(({ form }) => form === 'top-up')?.answers).toEqual({});
  });

  test('"cancel" gives up the form it stands under', async () => {
    await other.sends('/forms');
    await other.presses('ادامهٔ ثبت‌نام');
    await other.presses('انصراف');
    expect((await world.drafts.unfinished(maryam)).map(({ form }) => form)).toEqual(['top-up']);
  });
});

describe('when another process has written the form a moment ago', () => {
  const elsewhere = () => createDrafts(world);

  test('giving it up gives it up', async () => {
    await chat.sends(`/start course_${sewing.code}`);
    const draft = await elsewhere().current(maryam);
    if (draft) await elsewhere().write(draft, {});
    await chat.sends('/cancel');
    expect(await world.drafts.unfinished(maryam)).toEqual([]);
    expect((await endings('enrol')).map(({ because }) => because)).toEqual(['cancelled']);
  });

  test('a charge that was handed over is not asked for again', async () => {
    await chat.sends('💳 کیف پول');
    await chat.presses('افزایش اعتبار');
    const draft = await elsewhere().current(maryam);
    if (draft) await elsewhere().write(draft, {});
    await chat.sends('500000');
    expect(chat.last().text).toContain('صاحب کیف پول');
    expect(await world.drafts.unfinished(maryam)).toEqual([]);
  });
});

test('nobody is told that no money was taken while a payment is under way', async () => {
  const dear = await world.course({ title: 'جوشکاری', feeRials: 700_000 });
  await chat.sends(`/start course_${dear.code}`);
  await chat.presses('شارژ');
  await chat.sends('/forms');
  await chat.presses('حذف فرم ثبت‌نام');
  expect(chat.last().text).not.toContain('پولی از شما نگرفتیم');
  expect(chat.last().text).toContain('اگر پرداخت کرده باشید');
});

test('an answer cannot be changed before its turn has come', async () => {
  const who = world.stranger();
  const newcomer = chatByHand(telegram, (await world.account()).platformUserId);
  await newcomer.sends(`/start course_${sewing.code}`);
  await newcomer.taps('change');
  expect(newcomer.last().text).toMatch(/این دکمه.*۱\. شمارهٔ موبایل/s);
  await newcomer.sharesContact(who.mobile);
  await newcomer.sends('↩️ بازگشت');
  expect(newcomer.last().text).toContain('۱. شمارهٔ موبایل');
});

test('why a form ended is recorded also when it became pointless or handed over', async () => {
  await chat.sends('/start');
  await chat.presses(sewing.title);
  await chat.presses('تأیید و ثبت‌نام');
  await chat.sends(`/start course_${sewing.code}`);
  expect(chat.last().text).toContain('پیش‌تر در این دوره');
  expect((await endings('enrol')).map(({ because }) => because)).toEqual(['pointless']);

  await chat.sends('💳 کیف پول');
  await chat.presses('افزایش اعتبار');
  await chat.sends('500000');
  expect(chat.last().text).toContain('صاحب کیف پول');
  expect((await endings('top-up')).map(({ because }) => because)).toEqual(['handed-over']);
});

describe('somebody new who asks for what is theirs', () => {
  test.each([
    ['💳 کیف پول', 'کیف پول شما'],
    ['🎓 ثبت‌نام‌های من', 'هنوز در دوره‌ای ثبت‌نام نکرده‌اید'],
  ])('by %s is led to it once they are known', async (key, seen) => {
    const who = world.stranger();
    const account = await world.account();
    const newcomer = chatByHand(telegram, account.platformUserId);
    await newcomer.sends(key);
    expect(newcomer.last().text).toMatch(/اول باید شما را بشناسیم.*۱\. شمارهٔ موبایل/s);
    await newcomer.sharesContact(who.mobile);
    await newcomer.sends(who.nationalCode);
    expect(newcomer.last().text).toContain(seen);
    expect(await world.drafts.unfinished({ account, person: null })).toEqual([]);
  });

  test('does not give the number twice that they gave in another form', async () => {
    const who = world.stranger();
    const newcomer = chatByHand(telegram, (await world.account()).platformUserId);
    await newcomer.sends('/start');
    await newcomer.sharesContact(who.mobile);
    await newcomer.sends('💳 کیف پول');
    expect(newcomer.last().text).toContain('۲. کد ملی');
    await newcomer.sends(who.nationalCode);
    expect(newcomer.last().text).toContain('کیف پول شما');
    await newcomer.sends('/forms');
    await newcomer.presses('ادامهٔ ثبت‌نام');
    expect(newcomer.last().text).toContain('انتخاب دوره');
    await newcomer.sends(sewing.title);
    await newcomer.presses(sewing.title);
    await newcomer.presses('تأیید و ثبت‌نام');
    expect(newcomer.last().text).toContain('ثبت‌نام شما انجام شد');
  });

  test('and goes on by another course has one form for it, not two', async () => {
    const who = world.stranger();
    const account = await world.account();
    const newcomer = chatByHand(telegram, account.platformUserId);
    await newcomer.sends(`/start course_${sewing.code}`);
    await newcomer.sharesContact(who.mobile);
    await newcomer.sends('💳 کیف پول');
    await newcomer.sends(who.nationalCode);
    await newcomer.sends(`/start course_${baking.code}`);
    const { person } = await world.accounts.identify({ ...account, language: 'fa' });
    expect(await world.drafts.unfinished({ account, person })).toHaveLength(1);
    await newcomer.presses('تأیید و ثبت‌نام');
    expect(newcomer.last().text).toContain(baking.title);
    expect(await world.drafts.unfinished({ account, person })).toEqual([]);
  });
});

describe('buttons of messages further up', () => {
  test('an old card does not charge for the course of a newer one', async () => {
    const cheap = await world.course({ title: 'کمک‌های اولیه', feeRials: 500_000 });
    const dear = await world.course({ title: 'جوشکاری', feeRials: 4_500_000 });
    await chat.sends(`/start course_${cheap.code}`);
    const old = chat.last().buttons.find(({ text }) => text.includes('شارژ'));
    await chat.sends(`/start course_${dear.code}`);
    expect(chat.last().text).toContain(`این دوره جای «${cheap.title}» را`);
    await chat.taps(old?.callback_data ?? '');
    expect(chat.last().text).toContain('این دکمه');
    expect(await world.models.TopUp.countDocuments({ person: maryam.person._id })).toBe(0);
    await chat.presses('شارژ');
    expect(chat.last().text).toMatch(/برای دورهٔ «جوشکاری».*۴٬۵۰۰٬۰۰۰/s);
  });

  test('"another course" under a receipt asks for it, and what is typed is searched', async () => {
    await chat.sends(`/start course_${sewing.code}`);
    await chat.presses('تأیید و ثبت‌نام');
    await chat.presses('ثبت‌نام در دورهٔ دیگر');
    await chat.sends(baking.title);
    await chat.presses(baking.title);
    expect(chat.last().text).toContain('اگر همه چیز درست است');
  });

  test('"I have paid" after the payment has ended says so, and where its result is', async () => {
    await world.charge(maryam, 500_000);
    await chat.taps('paid');
    expect(chat.last().text).toMatch(/الان پرداختی در جریان نیست.*۵۰۰٬۰۰۰/s);
  });
});

test('"all courses" is answered while a form is open that asks for no course', async () => {
  await chat.sends('💳 کیف پول');
  await chat.presses('افزایش اعتبار');
  await chat.taps('list:0');
  expect(chat.last().text).toContain('انتخاب دوره');
});

test('a national code among words is taken', async () => {
  const who = world.stranger();
  const newcomer = chatByHand(telegram, (await world.account()).platformUserId);
  await newcomer.sends('/start');
  await newcomer.sharesContact(who.mobile);
  await newcomer.sends(`کد ملی من ${who.nationalCode} است`);
  expect(
    newcomer
      .all()
      .map(({ text }) => text)
      .join(),
  ).toContain('هویت شما تأیید شد');
});
