/** Staff look at cases and outside systems in the chat, and decide with a reason that stays on record. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { FAILURES_IN_A_ROW } from '../../../services/breakers/condition.ts';
import { personalWallet } from '../../../services/wallet/accounts.ts';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { type ChatByHand, chatByHand } from '../../support/chat-by-hand.ts';
import { createWorld, type Trainee, type World } from '../../support/world.ts';

let world: World;
let bot: BotByHand;
let staff: Trainee;
let chat: ChatByHand;
beforeAll(async () => {
  world = await createWorld();
  bot = await startBotByHand(world);
  staff = await world.staffPerson('bale');
});
beforeEach(() => {
  chat = chatByHand(bot, staff.account.platformUserId);
});
afterEach(() =>
  Promise.all([world.models.StaffCase.deleteMany({}), world.models.SystemOverride.deleteMany({})]),
);
afterAll(async () => {
  await bot.close();
  await world.close();
});

const trail = (kind: 'system' | 'case', id: string) => world.auditTrail.of({ kind, id }, 10);
const labels = () => chat.last().buttons.map(({ text }) => text.replace(/[\u200e\u200f\u2066-\u2069]/g, ''));
const isCalled = async () => {
  world.breakers.lookAgain();
  return (await world.breakers.stance('sms')) === 'calls';
};

async function aboutSomebody(facts = { ours: 'سارا', theirs: 'سارا زهرا' }) {
  const { person } = await world.trainee();
  const matter = { kind: 'registry-differs', person: person._id, facts } as const;
  const { id } = await world.cases.open({ ...matter, dedupeKey: `differs-${person._id.toHexString()}` });
  return { id, person };
}

test('lists how each system fares, and since when one is away', async () => {
  for (let calls = 0; calls < FAILURES_IN_A_ROW; calls += 1)
    await world.breakers.guard(
      'sms',
      async () => 'fails',
      () => true,
    );
  await chat.sends('/systems');
  expect(labels()).toEqual(expect.arrayContaining(['پیامک: ⛔️ قطع', 'شاهکار: ✅ برقرار']));
  await chat.presses('پیامک');
  expect(chat.last().text).toMatch(/پیامک[\s\S]*⛔️ قطع[\s\S]*پاسخ نمی‌دهد/);
  world.advance(60_000);
  await world.breakers.guard(
    'sms',
    async () => 'works',
    () => false,
  );
});

test('a system is closed with a reason, stays closed until it is given back, and both are on record', async () => {
  await chat.sends('/systems');
  await chat.presses('پیامک');
  await chat.presses('🔴 بسته شود');
  expect(chat.last().text).toContain('از این پس بسته است');
  expect(await isCalled()).toBe(true);
  await chat.sends('قرارداد تمام شده است');
  expect(chat.last().text).toMatch(/انجام شد[\s\S]*🔴 بسته[\s\S]*«قرارداد تمام شده است»/);
  expect(await isCalled()).toBe(false);
  await chat.presses('🔁 خودکار شود');
  await chat.presses('دوباره برقرار است');
  expect(await isCalled()).toBe(true);
  const [back, off] = await trail('system', 'sms');
  const by = staff.person._id;
  expect(off).toMatchObject({
    act: 'system-switched',
    by,
    reason: 'قرارداد تمام شده است',
    details: { to: 'off' },
  });
  expect(back).toMatchObject({ by, reason: 'دوباره برقرار است', details: { to: 'automatic' } });
});

test('nobody’s number goes on record as a reason', async () => {
  await chat.sends('/systems');
  await chat.presses('کارپوشه');
  await chat.presses('🟢 باز بماند');
  for (const words of [`کد ${staff.person.nationalCode} بود`, 'تماس با ۰۹۱۲۳۴۵۶۷۸۹ گرفته شد']) {
    await chat.sends(words);
    expect(chat.last().text).toContain('بدون آن بنویسید');
  }
  await chat.sends('/cancel');
  expect(await trail('system', 'karpooshe')).toEqual([]);
});

test('a case shows what was found of whom, masked, and is closed once, with a reason', async () => {
  const { id, person } = await aboutSomebody();
  await chat.sends('/cases');
  await chat.presses('اختلاف نام');
  expect(chat.last().text).toMatch(/سارا[\s\S]*سارا زهرا/);
  expect(chat.last().text).not.toContain(person.nationalCode);
  await chat.presses('بستن پرونده');
  await chat.sends('نام کوتاه است');
  expect(chat.last().text).toMatch(/پرونده بسته شد[\s\S]*«نام کوتاه است»/);
  expect(await trail('case', id.toHexString())).toHaveLength(1);
  await chat.taps(`close-case:${id.toHexString()}`);
  await chat.presses('بررسی و حل شد');
  expect(chat.last().text).toContain('پیش از این بسته شده بود');
  expect(await trail('case', id.toHexString())).toHaveLength(1);
});

test('a case that is over by itself says so, without words that nobody wrote', async () => {
  const { id, person } = await aboutSomebody();
  await world.cases.settle({ dedupeKey: `differs-${person._id.toHexString()}`, reason: 'internal words' });
  await chat.taps(`case:${id.toHexString()}`);
  expect(chat.last().text).toContain('خودبه‌خود تمام شد');
  expect(chat.last().text).not.toContain('internal words');
  expect(labels()).not.toContain('✅ بستن پرونده');
});

describe('a code that was mistyped', () => {
  /** Turned away by the registry, with the case that staff have of it. */
  async function turnedAway() {
    const { person } = await world.trainee();
    await world.models.Person.updateOne({ _id: person._id }, { identity: 'rejected' });
    const facts = { because: 'unknown-code', enrolments: 0 };
    const matter = { kind: 'identity-rejected', person: person._id, facts } as const;
    const { id } = await world.cases.open({ ...matter, dedupeKey: `rejected-${person._id.toHexString()}` });
    const right = world.stranger();
    const known = world.registers.people.get(right.nationalCode);
    if (known && person.mobile) known.mobile = person.mobile;
    return { id: id.toHexString(), person, nationalCode: right.nationalCode };
  }

  test('is put right out of its case, in any digits, and read out to nobody', async () => {
    const { person, nationalCode } = await turnedAway();
    await chat.sends('/cases');
    await chat.presses('رد کد ملی');
    await chat.presses('اصلاح کد ملی');
    await chat.sends('همان کد');
    expect(chat.last().text).toContain('فقط از رقم ساخته می‌شود');
    await chat.sends(nationalCode.replace(/\d/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'.charAt(Number(digit))));
    expect(chat.last().text).toContain('ثبت‌نام‌ها و مبالغ همان‌جا با او می‌مانند');
    expect(chat.last().text).not.toMatch(/[\d۰-۹]{10}/);
    await chat.presses('کارت ملی را دیدم');
    expect(chat.last().text).toMatch(/اصلاح شد[\s\S]*«کارت ملی را دیدم»/);
    expect(await world.people.byCode(nationalCode)).toMatchObject({ _id: person._id, identity: 'verified' });
  });

  test('is put right once by two taps on the same reason', async () => {
    const { id, person, nationalCode } = await turnedAway();
    await chat.taps(`correct:code:${id}`);
    await chat.sends(nationalCode);
    await chat.presses('اشتباه نوشته شده بود');
    await chat.presses('اشتباه نوشته شده بود');
    const trail = await world.auditTrail.ofPerson(person._id, 10);
    expect(trail.filter(({ act }) => act === 'code-corrected')).toHaveLength(1);
  });
});

test('staff see whose the right code is already, masked, before what was entered by the wrong one goes to them', async () => {
  const [{ person: wrong }, { person: owner }] = [await world.trainee(), await world.trainee()];
  await world.models.Person.updateOne({ _id: wrong._id }, { identity: 'rejected' });
  const registered = world.registers.people.get(owner.nationalCode);
  if (registered && wrong.mobile) registered.mobile = wrong.mobile;
  await world.fund(personalWallet(wrong._id), 70_000);
  const facts = { because: 'unknown-code', enrolments: 0 };
  const matter = { kind: 'identity-rejected', person: wrong._id, facts } as const;
  const { id } = await world.cases.open({ ...matter, dedupeKey: `rejected-${wrong._id.toHexString()}` });
  await chat.taps(`correct:code:${id.toHexString()}`);
  await chat.sends(owner.nationalCode);
  expect(chat.last().text).toMatch(/در سامانه برای مریم ش\S* ثبت است/);
  expect(chat.last().text).not.toContain('شایسته');
  await chat.presses('کارت ملی را دیدم');
  expect(chat.last().text).toContain('موجودی به صاحب کد درست منتقل شد');
  const { account } = await world.proven(await world.account('bale'), {
    ...{ nationalCode: owner.nationalCode, mobile: String(wrong.mobile) },
  });
  const theirs = chatByHand(bot, account.platformUserId);
  await theirs.sends('💳 کیف پول');
  expect(theirs.last().text).toContain('از آنچه با کد ملی اشتباه برای شما ثبت شده بود');
});

test('lists cases page by page', async () => {
  for (let count = 0; count < 9; count += 1) await aboutSomebody();
  await chat.sends('/cases');
  expect(chat.last().text).toContain('پرونده‌های باز: ۹');
  await chat.presses('بعدی');
  expect(labels().filter((label) => label.startsWith('اختلاف نام'))).toHaveLength(1);
  await chat.presses('قبلی');
  expect(labels().filter((label) => label.startsWith('اختلاف نام'))).toHaveLength(8);
});

test('whoever is not staff sees and decides nothing, also by buttons of somebody else', async () => {
  const { id } = await aboutSomebody();
  const { account } = await world.proven(await world.account('bale'), world.stranger());
  const other = chatByHand(bot, account.platformUserId);
  const hexId = id.toHexString();
  const taps = ['systems', 'system:sms', 'switch:sms:off', 'cases:0', `case:${hexId}`, `close-case:${hexId}`];
  taps.push(`correct:code:${hexId}`, `correct:name:${hexId}`);
  for (const data of taps) {
    await other.taps(data);
    expect(other.last().text).toContain('برای کارشناسان سازمان است');
  }
});

test('whose role was taken away while they wrote the reason decides nothing', async () => {
  const former = await world.staffPerson('bale');
  const theirs = chatByHand(bot, former.account.platformUserId);
  await theirs.sends('/systems');
  await theirs.presses('پیامک');
  await theirs.presses('🔴 بسته شود');
  await world.models.Person.updateOne({ _id: former.person._id }, { $unset: { roles: true } });
  await theirs.sends('قرارداد تمام شده است');
  expect(theirs.last().text).toContain('برای کارشناسان سازمان است');
  expect(await isCalled()).toBe(true);
});
