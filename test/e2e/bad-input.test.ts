/** Whatever is sent at whatever step gets a friendly next step and changes nothing. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { faultsInBooks } from '../support/books.ts';
import { COURSES, introduces, isKnown } from '../support/enrolling.ts';
import { FORM_STEPS } from '../support/form-steps.ts';
import { type Person, type Platform, person } from '../support/person.ts';
import { type SharedSandbox, sharedSandbox } from '../support/shared-sandbox.ts';

let sandbox: SharedSandbox;
beforeAll(async () => {
  sandbox = await sharedSandbox();
}, 90_000);

/** What answers nothing anywhere. Longer texts are sent in several messages, each of which gets its reply. */
const ODD: Record<string, { action: object; replies?: number; says?: RegExp }> = {
  'a sticker': { action: { sticker: true } },
  'a voice message': { action: { voice: true } },
  'a video note': { action: { videoNote: true } },
  'a photo': { action: { photo: { caption: '1234' } } },
  'a video': { action: { video: true } },
  'a document': { action: { document: true } },
  'a location': { action: { location: true } },
  'a poll': { action: { poll: true } },
  'an album': { action: { album: true } },
  '10,000 characters': { action: { text: 'چ'.repeat(10_000) }, replies: 3 },
  'emoji only': { action: { text: '😀🎉👩‍🔧' } },
  'characters without width only': { action: { text: '\u200c\u200b\u200d\u2060' } },
  'Persian digits': { action: { text: '۱۲' } },
  'Arabic digits': { action: { text: '١٢' } },
  'Latin digits': { action: { text: '12' } },
  'tags and marks': { action: { text: '<b>&lt;*_[x](y)`</b>' } },
  'a card of nobody': { action: { contact: { phoneNumber: '+4915112345678', firstName: 'Nobody' } } },
  'a forwarded text': { action: { forward: { text: 'جوشکاری پیشرفته در تعطیلات' } } },
  'an unknown command': { action: { text: '/frobnicate now' } },
  'data that no button has': { action: { pressData: 'x'.repeat(64) } },
  'data that is too long and broken': { action: { pressData: `ok:${'💥'.repeat(200)}` } },
  'an operation that was never minted': { action: { pressData: `ok:${'A'.repeat(22)}` } },
  'a negative amount': { action: { pressData: 'amount:-5' } },
  'the button of a card that is gone': { action: { pressData: 'check' } },
};

/** Letters; with the card that waits, if one does. */
const SHORT = 700;

describe.each(FORM_STEPS)('scenario 13: at the step "$name"', ({ reach, stillOpen, goOn }) => {
  test.each<Platform>(['telegram', 'bale'])(
    'on %s, nothing odd loses the open question',
    async (platform) => {
      const sara = await person(sandbox, platform);
      const friend = await person(sandbox, platform);
      await reach(sara);
      const ofFriend = { phoneNumber: friend.mobile, firstName: friend.name, userId: friend.userId };
      const all: typeof ODD = {
        ...ODD,
        "a friend's contact": { action: { contact: ofFriend } },
        'an edit': { action: await editOf(sara), says: /پیامتان را ویرایش کردید/ },
      };
      for (const [what, { action, replies = 1, says = stillOpen }] of Object.entries(all)) {
        await sara.does(action);
        for (let reply = 1; reply <= replies; reply += 1) {
          const { text } = await sara.sees(says).catch((error) => {
            throw new Error(`${what}: ${error.message}`);
          });
          expect(text.length).toBeLessThan(SHORT);
        }
      }
      await goOn(sara);
    },
  );
});

test.each([
  ['پنجاه هزار', /ریال یا تومان؟/],
  ['-500000', /این مبلغ را نتوانستیم بخوانیم/],
  ['500000.5', /این مبلغ را نتوانستیم بخوانیم/],
  ['۹٬۹۹۹ ریال', /کمترین مبلغ شارژ ۱۰٬۰۰۰ ریال/],
  ['٢٠٠٠٠٠٠٠٠٠', /بیشترین مبلغ هر بار شارژ ۱٬۰۰۰٬۰۰۰٬۰۰۰ ریال/],
])('the amount %j is refused with an example', async (typed, why) => {
  const sara = await person(sandbox, 'telegram');
  await isKnown(sara);
  await sara.sends('💳 کیف پول');
  await sara.sees(/کیف پول شما/);
  await sara.presses('افزایش اعتبار');
  await sara.sees(/چه مبلغی شارژ شود/);
  await sara.sends(typed);
  expect((await sara.sees(why)).text).toContain('نمونه');
  expect(await sara.payments()).toEqual([]);
});

const SPELLINGS: ((code: string) => string)[] = [
  (code) => inDigits('۰۱۲۳۴۵۶۷۸۹', code).replace(/(.{3})/g, '$1 '),
  (code) => inDigits('٠١٢٣٤٥٦٧٨٩', code).replace(/(.{3})/, '$1-'),
  (code) => `\u200f${inDigits('۰١2۳٤5۶٧8۹', code)}\u200e`,
];

test.each<Platform>(['telegram', 'bale'])(
  'scenario 6: on %s, a national code is understood in digits of any script, with spaces, dashes and marks of direction',
  async (platform) => {
    await Promise.all(
      SPELLINGS.map(async (write) => {
        const sara = await person(sandbox, platform);
        await sara.sends('/start');
        await sara.sees(/۱\. شمارهٔ موبایل/);
        await sara.sharesContact();
        await sara.sees(/۲\. کد ملی/);
        await sara.sends(write(sara.nationalCode));
        // The registry tells this name for these ten digits and for no others.
        expect((await sara.sees(/هویت شما تأیید شد/)).text).toContain(sara.name);
      }),
    );
  },
);

test('an old amount button at another question is told to be old, and is no answer to it', async () => {
  const sara = await person(sandbox, 'telegram');
  await sara.sends('/start');
  await sara.sees(/۱\. شمارهٔ موبایل/);
  await sara.sharesContact();
  await sara.sees(/۲\. کد ملی/);
  await sara.does({ pressData: 'amount:500000' });
  await sara.sees(/دکمه مربوط به پیام‌های قبلی است.*۲\. کد ملی/s);
});

test('an old confirm card is refused, the latest one is obeyed', async () => {
  const sara = await person(sandbox, 'telegram');
  await introduces(sara, COURSES.free.code);
  const old = await sara.sees(/اگر همه چیز درست است/);
  await sara.sends('سلام');
  await sara.sees(/اگر همه چیز درست است/);

  await sara.presses('تأیید', { messageId: old.messageId });
  await sara.sees(/کارت قدیمی است و با آن کاری انجام نشد.*اگر همه چیز درست است/s);
  await sara.presses('تأیید');
  await sara.sees(/ثبت‌نام شما انجام شد/);
});

test('money and seats agree after all this', async () => {
  expect(await faultsInBooks(sandbox)).toEqual([]);
});

/** The person changes the first text they sent. */
async function editOf(sara: Person): Promise<object> {
  const first = (await sara.chat()).find(({ from, text }) => from === 'person' && text !== '');
  return { edit: { messageId: first?.messageId, text: 'ویرایش' } };
}

const inDigits = (script: string, code: string) =>
  code.replace(/\d/g, (digit) => script[Number(digit)] ?? '');
