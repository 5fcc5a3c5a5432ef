/** Whatever is sent or tapped in whatever state gets exactly one answer, and the answer says where the person is now. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { COURSES, introduces, isKnown } from '../support/enrolling.ts';
import { type Person, type Platform, person } from '../support/person.ts';
import { type SandboxProcess, startSandboxProcess } from '../support/running-sandbox.ts';
import { control } from '../support/sandbox-control.ts';

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandboxProcess();
}, 90_000);
afterAll(() => sandbox?.stop());

interface State {
  name: string;
  reach(person: Person): Promise<unknown>;
  /** In every answer that is given here. */
  whereTheyAre: RegExp;
}

const STATES: State[] = [
  {
    name: 'nobody has said anything yet',
    reach: async () => {},
    whereTheyAre: /۱\. شمارهٔ موبایل|شماره.*دکمهٔ «ارسال شمارهٔ موبایل من»/s,
  },
  {
    name: 'the mobile is asked for',
    async reach(sara) {
      await sara.sends('/start');
      await sara.sees(/۱\. شمارهٔ موبایل/);
    },
    whereTheyAre: /دکمهٔ «ارسال شمارهٔ موبایل من»/,
  },
  {
    name: 'the national code is asked for',
    async reach(sara) {
      await sara.sends('/start');
      await sara.sees(/۱\. شمارهٔ موبایل/);
      await sara.sharesContact();
      await sara.sees(/۲\. کد ملی/);
    },
    whereTheyAre: /کد ملی/,
  },
  {
    name: 'a confirm card waits for a tap',
    async reach(sara) {
      await introduces(sara, COURSES.free.code);
      await sara.sees(/اگر همه چیز درست است/);
    },
    whereTheyAre: /اگر همه چیز درست است/,
  },
  {
    name: 'no question is open',
    reach: isKnown,
    whereTheyAre: /دوره‌های پیش رو/,
  },
];

/** Each of these answers no question anywhere. */
const ODD: Record<string, object> = {
  'a sticker': { sticker: true },
  'a voice message': { voice: true },
  'a video note': { videoNote: true },
  'a location': { location: true },
  'a poll': { poll: true },
  'an album': { album: true },
  'a photo with a caption': { photo: { caption: 'سلام' } },
  'a document': { document: true },
  'a forwarded text': { forward: { text: 'خبر روز' } },
  'a command that does not exist': { text: '/frobnicate now' },
  'a command for another bot': { text: '/cancel@somebody_elses_bot' },
  'a button that never was': { pressData: 'x'.repeat(64) },
  'a button of an earlier version': { pressData: 'confirm:42:7' },
  'a button with too much in it': { pressData: `ok:${'💥'.repeat(10)}` },
  'a button of a message that is gone': { pressData: 'check', messageId: 999_999 },
};

describe.each(STATES)('scenario 9: while $name', ({ reach, whereTheyAre }) => {
  test.each<Platform>(['telegram', 'bale'])('on %s, whatever comes has one answer', async (platform) => {
    const sara = await person(sandbox, platform);
    await reach(sara);
    const before = await messagesOfBot(sara);
    for (const [what, action] of Object.entries(ODD)) {
      await sara.does(action);
      const { text } = await sara.sees(/./);
      expect(`${what}: ${text}`).toMatch(whereTheyAre);
    }
    expect(await messagesOfBot(sara)).toBe(before + Object.keys(ODD).length);
  });
});

describe.each<Platform>(['telegram', 'bale'])('on %s', (platform) => {
  test('an edited answer changes nothing, and offers to change it', async () => {
    const sara = await person(sandbox, platform);
    await introduces(sara);
    await sara.sees(/انتخاب دوره/);
    await sara.sends('سواد');
    await sara.sees(/دوره‌هایی که با «سواد» پیدا شد/);
    const typed = (await sara.chat()).findLast(({ from }) => from === 'person');
    await sara.presses(COURSES.alsoFree.title);
    await sara.sees(/اگر همه چیز درست است/);

    await sara.does({ edit: { messageId: typed?.messageId, text: 'جوشکاری' } });
    await sara.sees(/پاسخ قبلی همان‌طور که بود مانده است.*دکمهٔ زیر را بزنید/);
    await sara.presses('تغییر دوره');
    await sara.sees(/انتخاب دوره/);
    await sara.presses(COURSES.cheap.title);
    expect((await sara.sees(/موجودی کافی نیست/)).text).toContain(COURSES.cheap.title);
  });

  test('an edit at an open question asks it again, and with none open says so', async () => {
    const sara = await person(sandbox, platform);
    await sara.sends('/start');
    await sara.sees(/۱\. شمارهٔ موبایل/);
    const typed = (await sara.chat()).find(({ from }) => from === 'person');
    await sara.does({ edit: { messageId: typed?.messageId, text: '/start again' } });
    await sara.sees(/ویرایش کردید.*۱\. شمارهٔ موبایل/s);

    const known = await person(sandbox, platform);
    await isKnown(known);
    await known.sends('سلام');
    await known.sees(/الان منتظر پاسخی نیستیم/);
    const hello = (await known.chat()).findLast(({ from }) => from === 'person');
    await known.does({ edit: { messageId: hello?.messageId, text: 'درود' } });
    await known.sees(/ویرایش کردید.*الان منتظر پاسخی نیستیم.*دوره‌های پیش رو/s);
  });

  test('a forwarded contact is nobody’s own, and a pinned message is no answer', async () => {
    const sara = await person(sandbox, platform);
    await sara.sends('/start');
    const question = await sara.sees(/۱\. شمارهٔ موبایل/);
    await sara.does({ pin: question.messageId });
    const own = { phoneNumber: sara.mobile, firstName: sara.name, userId: sara.userId };
    await sara.does({ forward: { contact: own } });
    await sara.sees(/از این کارت مخاطب معلوم نیست/);
    expect(await messagesOfBot(sara)).toBe(2);
  });

  test('commands with the name of the bot are obeyed', async () => {
    const sara = await person(sandbox, platform);
    await sara.sends('/start@karamooz_bot');
    await sara.sees(/۱\. شمارهٔ موبایل/);
    await sara.sends('/cancel@karamooz_bot');
    await sara.sees(/انصراف شما ثبت شد/);
  });

  test('a slow tap says on the button that it is being worked on', async () => {
    const sara = await person(sandbox, platform);
    await introduces(sara, COURSES.free.code);
    await sara.sees(/اگر همه چیز درست است/);
    await sara.presses('تأیید');
    await sara.sees(/ثبت‌نام شما انجام شد/);
    const calls = await control<{ method: string; payload: { text?: string } }[]>(
      sandbox,
      `chats/${platform}/calls?limit=50`,
    );
    const answers = calls.filter(({ method }) => method === 'answerCallbackQuery');
    expect(answers.at(-1)?.payload.text).toContain('چند لحظه صبر کنید');
  });
});

async function messagesOfBot(sara: Person): Promise<number> {
  return (await sara.chat()).filter(({ from }) => from === 'bot').length;
}
