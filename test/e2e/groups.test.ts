/** Where many read: the bot shows courses, leads everything else to a private chat, and is quiet otherwise. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { COURSES, isKnown } from '../support/enrolling.ts';
import { type Platform, person } from '../support/person.ts';
import { linkOf, room, roomWithNumber } from '../support/room.ts';
import { type SandboxProcess, startSandboxProcess } from '../support/running-sandbox.ts';
import { control } from '../support/sandbox-control.ts';

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandboxProcess();
}, 90_000);
afterAll(() => sandbox?.stop());

const LINK = { telegram: 'https://t.me/karamooz_bot', bale: 'https://ble.ir/karamooz_bot' };

describe.each<Platform>(['telegram', 'bale'])('on %s', (platform) => {
  test('a group that adds the bot is told once what it does', async () => {
    const sara = await person(sandbox, platform);
    const group = await room(sandbox, platform, 'group');
    await group.makesBot(sara, 'member');
    const greeting = await group.sees(/ربات ثبت‌نام دوره‌های سازمان/);
    expect(linkOf(greeting)).toBe(`${LINK[platform]}?start=group`);
    await group.makesBot(sara, 'administrator');
    await group.says(sara, '/course');
    await group.sees(/بعد از \/course کد دوره را هم بنویسید/);
    expect(await group.ofBot()).toHaveLength(2);
  });

  test('a course asked for in a group is shown to all, with the way to enrol in private', async () => {
    const sara = await person(sandbox, platform);
    const group = await room(sandbox, platform, 'group');
    await group.makesBot(sara, 'member');
    await group.says(sara, `/course ${COURSES.cheap.code}`);
    const card = await group.sees(/کمک‌های اولیه/);
    expect(card.text).toMatch(/اهواز.*شروع.*پایان.*جای خالی.*شهریه: ۵۰۰٬۰۰۰ ریال/s);
    expect(linkOf(card)).toBe(`${LINK[platform]}?start=course_firstaid`);

    await sara.sends('/start course_firstaid');
    await sara.sees(/کمک‌های اولیه.*۱\. شمارهٔ موبایل/s);
    await group.says(sara, `/course@karamooz_bot ${COURSES.full.code}`);
    expect(await group.sees(/ظرفیت این دوره پر شده است/)).toBeTruthy();
    await group.says(sara, '/course nothing-of-the-kind');
    await group.sees(/دوره‌ای با این کد پیدا نشد/);
  });

  test('it is shown in the language of whoever asks', async () => {
    const john = await person(sandbox, platform, { languageCode: 'en' });
    const sara = await person(sandbox, platform, { languageCode: 'en' });
    await sara.sends('/start');
    await sara.sees(/1\. Mobile number/);
    await sara.sends('/language');
    await sara.sees(/زبان ربات/);
    const group = await room(sandbox, platform, 'group');
    await group.makesBot(john, 'member');
    await group.sees(/course enrolment bot/);
    await group.says(john, '/course firstaid');
    await group.sees(/Fee: 500,000 rials/);
    await group.says(sara, '/course firstaid');
    await group.sees(/شهریه: ۵۰۰٬۰۰۰ ریال/);
  });

  test('commands, mentions and replies are shown the way to a private chat; other talk has no answer', async () => {
    const sara = await person(sandbox, platform);
    const group = await room(sandbox, platform, 'group');
    await group.makesBot(sara, 'member');
    const greeting = await group.sees(/ربات ثبت‌نام/);
    const quiet = ['سلام به همه', '0012345679', '/roll@dice_bot', 'به @somebody بگویید'];
    for (const text of quiet) await group.says(sara, text);
    await group.does(sara, { sticker: true });
    await group.does(sara, { pin: greeting.messageId });
    const meant = ['/start', '/wallet', 'از @Karamooz_Bot بپرسید'];
    for (const text of meant) {
      await group.says(sara, text);
      expect(linkOf(await group.sees(/در گفت‌وگوی خصوصی به من پیام بدهید/))).toContain(LINK[platform]);
    }
    await group.says(sara, 'چطور؟', { replyTo: greeting.messageId });
    await group.sees(/در گفت‌وگوی خصوصی به من پیام بدهید/);
    expect(await group.ofBot()).toHaveLength(1 + meant.length + 1);
    expect(await sara.chat()).toEqual([]);
  });

  test('a button of ours that turns up in a group is answered to the messenger, and does nothing', async () => {
    const sara = await person(sandbox, platform);
    await isKnown(sara);
    const group = await room(sandbox, platform, 'group');
    await group.makesBot(sara, 'member');
    await group.sees(/ربات ثبت‌نام/);
    await group.does(sara, { pressData: 'wallet' });
    await group.says(sara, '/help');
    await group.sees(/در گفت‌وگوی خصوصی/);
    const calls = await control<{ method: string; status: number }[]>(sandbox, `chats/${platform}/calls`);
    const ofGroup = calls.filter(({ method }) => method !== 'getUpdates');
    expect(ofGroup.slice(-2)).toMatchObject([
      { method: 'answerCallbackQuery', status: 200 },
      { method: 'sendMessage', status: 200 },
    ]);
  });

  test('posts of a channel have no answer', async () => {
    const sara = await person(sandbox, platform);
    const channel = await room(sandbox, platform, 'channel');
    await channel.makesBot(sara, 'administrator');
    await channel.says(sara, '/start');
    await channel.says(sara, 'از @karamooz_bot بپرسید');
    await sara.sends('/start');
    await sara.sees(/۱\. شمارهٔ موبایل/);
    expect(await channel.ofBot()).toEqual([]);
  });

  test('a group that puts the bot out is not bothered, and all others are served', async () => {
    const sara = await person(sandbox, platform);
    const group = await room(sandbox, platform, 'group');
    await group.makesBot(sara, 'member');
    await group.sees(/ربات ثبت‌نام/);
    await group.says(sara, '/help');
    await group.makesBot(sara, 'kicked');
    await sara.sends('/start');
    await sara.sees(/۱\. شمارهٔ موبایل/);
  });
});

test('a group that becomes a supergroup is served under its new number', async () => {
  const sara = await person(sandbox, 'telegram');
  const group = await room(sandbox, 'telegram', 'group');
  await group.makesBot(sara, 'member');
  await group.sees(/ربات ثبت‌نام/);
  await group.does(sara, { upgrade: true });
  const rooms = await control<{ id: number; migratedTo?: number }[]>(sandbox, 'rooms/telegram');
  const movedTo = rooms.find(({ id }) => id === group.id)?.migratedTo ?? 0;
  const supergroup = roomWithNumber(sandbox, 'telegram', movedTo);
  await supergroup.says(sara, '/course firstaid');
  await supergroup.sees(/کمک‌های اولیه/);
  expect(await supergroup.ofBot()).toHaveLength(1);
});
