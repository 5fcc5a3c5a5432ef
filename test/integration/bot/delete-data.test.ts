/** "Delete my data" as a person sees it in their chats, up to the moment when they are nobody any more. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { tap } from '../../../bot/callback-data.ts';
import { FORMS } from '../../../bot/conversations/forms.ts';
import { createDeletionWatch } from '../../../bot/deletion-watch.ts';
import { createNoticeSender } from '../../../bot/notice-sender.ts';
import type { Course } from '../../../models/course.ts';
import { randomIds } from '../../../services/clock.ts';
import { DELETION_WAIT_MS } from '../../../services/data-deletion/rules.ts';
import { loadTexts } from '../../../texts/texts.ts';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { type ChatByHand, chatByHand } from '../../support/chat-by-hand.ts';
import { createDeliveries } from '../../support/deliveries.ts';
import { silentLog } from '../../support/silent-log.ts';
import { createWorld, type Trainee, type World } from '../../support/world.ts';

let world: World;
let telegram: BotByHand;
let bale: BotByHand;
let course: Course;
beforeAll(async () => {
  world = await createWorld();
  telegram = await startBotByHand(world, { platform: 'telegram' });
  bale = await startBotByHand(world, { platform: 'bale' });
});
afterAll(async () => {
  await Promise.all([telegram.close(), bale.close()]);
  await world.close();
});

let who: { nationalCode: string; mobile: string };
let maryam: Trainee;
let onTelegram: ChatByHand;
let onBale: ChatByHand;
beforeEach(async () => {
  course = await world.course({ feeRials: 0 });
  who = world.stranger();
  maryam = await world.proven(await world.account('telegram'), who);
  const { account } = await world.proven(await world.account('bale'), who);
  onTelegram = chatByHand(telegram, maryam.account.platformUserId);
  onBale = chatByHand(bale, account.platformUserId);
  world.woken.length = 0;
});

const outside = () => ({
  ...{
    clock: world.clock,
    services: world,
    forms: FORMS,
    texts: loadTexts(),
    ids: randomIds,
    log: silentLog,
  },
  apis: new Map([
    ['telegram' as const, telegram.noticeApi],
    ['bale' as const, bale.noticeApi],
  ]),
});
const deliverNotices = () => createDeliveries(world).deliverWoken(createNoticeSender(outside()));
const theJobPasses = () => createDeletionWatch(outside())(10);

async function asks(chat: ChatByHand): Promise<void> {
  await chat.sends('/privacy');
  await chat.presses('حذف داده‌های من');
  expect(chat.last().text).toMatch(/برای همیشه پاک می‌شود.*این‌ها می‌ماند/s);
  await chat.presses('بله، حذف کنید');
  expect(chat.last().text).toContain('درخواست شما ثبت شد');
}

async function confirms(chat: ChatByHand): Promise<void> {
  await chat.sends(`/start course_${course.code}`);
  await chat.presses('تأیید');
}

test('the data are shown masked, also to whom they belong', async () => {
  await onTelegram.sends('/privacy');
  const toPersian = (digits: string) => digits.replace(/\d/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'[Number(digit)] ?? '');
  expect(onTelegram.last().text).toContain('مریم شایسته');
  expect(onTelegram.last().text).toContain(toPersian(who.nationalCode.slice(7)));
  expect(onTelegram.last().text).not.toContain(toPersian(who.nationalCode));
  expect(onTelegram.last().text).not.toContain(toPersian(who.mobile));
});

test('the other chat hears of a request at once, and takes it back', async () => {
  await asks(onTelegram);
  const shown = onTelegram.all().length;
  await deliverNotices();
  expect(onTelegram.all()).toHaveLength(shown);
  expect(onBale.last().text).toContain('حذف داده‌های شما درخواست شد');
  await onBale.presses('نگه دارید');
  expect(onBale.last().text).toContain('همه‌چیز سر جایش است');
  world.advance(DELETION_WAIT_MS);
  await theJobPasses();
  await onTelegram.sends('/privacy');
  expect(onTelegram.last().text).toContain('مریم شایسته');
});

test('when the time has come both chats are told, and each begins anew', async () => {
  await asks(onTelegram);
  await deliverNotices();
  world.advance(DELETION_WAIT_MS);
  await theJobPasses();
  for (const chat of [onTelegram, onBale]) {
    expect(chat.last().text).toContain('پاک شد');
    await chat.presses('شروع دوباره');
    expect(chat.last().text).toContain('شمارهٔ موبایل');
  }
  await onTelegram.sharesContact(who.mobile);
  await onTelegram.sends(who.nationalCode);
  const anew = await world.people.byCode(who.nationalCode);
  expect(anew?._id).toBeDefined();
  expect(anew?._id).not.toEqual(maryam.person._id);
  const told = onTelegram.all().length;
  await theJobPasses();
  expect(onTelegram.all()).toHaveLength(told);
});

test('who has enrolled meanwhile keeps everything, and is told why', async () => {
  await asks(onTelegram);
  await confirms(onTelegram);
  world.advance(DELETION_WAIT_MS);
  await theJobPasses();
  await deliverNotices();
  expect(onBale.last().text).toMatch(/پاک نشد، چون در دوره‌ای ثبت‌نام هستید/);
  await onTelegram.sends('/privacy');
  expect(onTelegram.last().buttons.map(({ text }) => text)).toContain('🗑 حذف داده‌های من');
});

describe('in a chat that is still remembered as the person’s', () => {
  beforeEach(async () => {
    await asks(onTelegram);
    world.advance(DELETION_WAIT_MS);
    // Another process did it: this one's memory is some seconds old.
    await onBale.sends('/start');
    expect(await world.dataDeletion.carryOut(maryam.person._id)).toMatchObject({ type: 'deleted' });
    const deletion = { requestedAt: world.clock(), dueAt: world.clock() };
    world.accounts.remember({ ...maryam, person: { ...maryam.person, deletion } });
  });

  test.each([tap.myData, tap.askToDelete, tap.deleteData])('$name leads to the beginning', async (kind) => {
    await onTelegram.taps(kind.pack());
    expect(onTelegram.last().text).toMatch(/پاک شد.*شمارهٔ موبایل/s);
  });

  test('nobody is enrolled', async () => {
    await confirms(onTelegram);
    expect(onTelegram.last().text).not.toContain('ثبت‌نام شما انجام شد');
    expect(await world.models.Enrolment.countDocuments({ course: course._id })).toBe(0);
  });
});
