/** Taps, updates, payments and chats that come more than once, or at once: one enrolment, one debit, the truth to each. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { faultsInBooks } from '../support/books.ts';
import { COURSES, charges, introduces, isKnown, opensCard } from '../support/enrolling.ts';
import { type Person, type Platform, person } from '../support/person.ts';
import { type SandboxProcess, startSandboxProcess } from '../support/running-sandbox.ts';
import { control } from '../support/sandbox-control.ts';
import { until } from '../support/until.ts';

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandboxProcess();
}, 90_000);
afterAll(() => sandbox?.stop());

/** "My enrolments" as it is after everything sent before it was handled. */
async function enrolmentsOf(sara: Person): Promise<number> {
  await sara.sends('🎓 ثبت‌نام‌های من');
  const { text } = await sara.sees(/^ثبت‌نام‌های شما|هنوز در دوره‌ای ثبت‌نام نکرده‌اید/);
  return text.match(/🎓/g)?.length ?? 0;
}

async function walletOf(sara: Person): Promise<string> {
  await sara.sends('💳 کیف پول');
  return (await sara.sees(/^کیف پول شما/)).text;
}

const botTexts = async (sara: Person) =>
  (await sara.chat()).filter(({ from }) => from === 'bot').map(({ text }) => text);

describe.each<Platform>(['telegram', 'bale'])('on %s', (platform) => {
  test('scenario 24: five taps on confirm in a second enrol once, debit once, and every tap is answered', async () => {
    const sara = await person(sandbox, platform);
    await isKnown(sara);
    await charges(sara, 5_000_000);
    const card = await opensCard(sara, COURSES.cheap.code);
    const confirm = card.buttons?.flat().find(({ text }) => text.includes('تأیید'))?.data ?? '';
    const tap = { pressData: confirm, messageId: card.messageId };

    const calmedBefore = await tapsCalmed(platform);
    await Promise.all(Array.from({ length: 5 }, () => sara.does(tap)));
    await sara.sees(/ثبت‌نام شما انجام شد/);
    await until('every tap is answered', async () => (await tapsCalmed(platform)) >= calmedBefore + 5);

    expect(await enrolmentsOf(sara)).toBe(1);
    expect(await walletOf(sara)).toMatch(/موجودی: ۴٬۵۰۰٬۰۰۰ ریال/);
    // No tap was told anything else than that it is done.
    expect((await botTexts(sara)).filter((text) => /قدیمی|پیش‌تر/.test(text))).toEqual([]);
    expect(await oneSms(sara)).toHaveLength(1);
  });

  test('every update delivered three times is answered once', async () => {
    const [once, thrice] = await Promise.all([person(sandbox, platform), person(sandbox, platform)]);
    const chats = await Promise.all([once, thrice].map((sara, index) => wholeWay(sara, index === 0 ? 1 : 3)));
    const [calm, repeated] = chats.map((texts) => texts.map(withoutNumbers));
    expect(repeated).toEqual(calm);
    expect(await oneSms(thrice)).toHaveLength(1);
  });

  test('scenario 31: a payment that returns three times at once, and once more by hand, is credited once', async () => {
    const sara = await person(sandbox, platform);
    await introduces(sara, COURSES.cheap.code);
    await sara.sees(/موجودی کافی نیست/);
    await sara.presses('شارژ');
    await sara.sees(/پیش از پرداخت بررسی کنید/);

    const { callbacks, returnUrl } = await sara.pays('paid', 3);
    expect(callbacks.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(callbacks.every(({ body }) => body?.includes('پرداخت شما رسید'))).toBe(true);
    expect(await (await fetch(returnUrl)).text()).toContain('پرداخت شما رسید');

    await sara.sees(/اگر همه چیز درست است/);
    const wallet = await walletOf(sara);
    expect(wallet).toMatch(/موجودی: ۵۰۰٬۰۰۰ ریال/);
    expect(wallet.match(/➕/g)).toHaveLength(1);
    expect((await botTexts(sara)).filter((text) => /^✅ پرداخت شما رسید/.test(text))).toHaveLength(1);
  });

  test.each(['failed', 'cancelled'] as const)(
    'a payment that was %s takes nothing, says so, and can be tried again',
    async (outcome) => {
      const sara = await person(sandbox, platform);
      await introduces(sara, COURSES.cheap.code);
      await sara.sees(/موجودی کافی نیست/);
      await sara.presses('شارژ');
      await sara.sees(/پیش از پرداخت بررسی کنید/);

      const { callbacks } = await sara.pays(outcome);
      expect(callbacks[0]?.body).toContain('مبلغی به کیف پول شما اضافه نشد');
      await sara.sees(/انجام نشد و مبلغی به کیف پول شما اضافه نشد/);
      await sara.sees(/موجودی کافی نیست/);
      await sara.presses('شارژ');
      await sara.sees(/پیش از پرداخت بررسی کنید/);
      await sara.pays();
      await sara.sees(/اگر همه چیز درست است/);
      expect(await walletOf(sara)).toMatch(/موجودی: ۵۰۰٬۰۰۰ ریال/);
    },
  );
});

test('a return that nobody paid for, and one of a payment that nobody knows, credit nothing', async () => {
  const sara = await person(sandbox, 'telegram');
  await introduces(sara, COURSES.cheap.code);
  await sara.sees(/موجودی کافی نیست/);
  await sara.presses('شارژ');
  await sara.sees(/پیش از پرداخت بررسی کنید/);
  const [payment] = await sara.payments();
  const page = (authority: string) =>
    fetch(`${sandbox.baseUrl}/payments/return?Authority=${authority}&Status=OK`);

  expect(await (await page(payment?.id ?? '')).text()).toContain('پرداخت در حال بررسی است');
  const unknown = await page('A0000000000000000000000000000wwOGYpd');
  expect(unknown.status).toBe(404);
  expect(await unknown.text()).toContain('این پرداخت را نمی‌شناسیم');
  expect(await walletOf(sara)).toMatch(/موجودی: ۰ ریال/);
});

test('a form taken over by the other messenger goes on there; the card left behind does nothing', async () => {
  const sara = await person(sandbox, 'telegram');
  const onBale = sara.otherChat;
  await introduces(sara, COURSES.free.code);
  await sara.sees(/اگر همه چیز درست است/);
  await introduces(onBale, COURSES.free.code);
  await onBale.sees(/اگر همه چیز درست است/);

  // The form is where she was last; the card on Telegram is an old one now.
  await sara.presses('تأیید');
  await sara.sees(/کارت قدیمی است و با آن کاری انجام نشد.*در گفت‌وگوی دیگری از شما/s);
  await sara.presses('ادامه در همین‌جا');
  await sara.sees(/اگر همه چیز درست است/);
  await onBale.presses('تأیید');
  await onBale.sees(/کارت قدیمی است/);

  await sara.presses('تأیید');
  await sara.sees(/ثبت‌نام شما انجام شد/);
  await onBale.sees(/شما در دورهٔ «مهارت‌های کسب‌وکار خانگی» ثبت‌نام شدید/);
  expect(await enrolmentsOf(onBale)).toBe(1);
});

test('scenario 26: Telegram and Bale of one person, used at the same instant, end in one enrolment, and both know of it', async () => {
  const people = await Promise.all(Array.from({ length: 6 }, () => person(sandbox, 'telegram')));
  await Promise.all(
    people.map(async (sara) => {
      const chats = [sara, sara.otherChat];
      await Promise.all(chats.map((chat) => introduces(chat, COURSES.alsoFree.code)));
      await Promise.all(chats.map((chat) => chat.sees(/اگر همه چیز درست است|در گفت‌وگوی دیگری از شما/)));
      await Promise.all(chats.map((chat) => pressesWhatIsThere(chat)));
      await until(`${sara.name} is enrolled`, async () => {
        const enrolled = await Promise.all(chats.map((chat) => enrolmentsOf(chat)));
        if (enrolled.every((count) => count === 1)) return true;
        await pressesWhatIsThere(sara);
        return false;
      });
      for (const chat of chats) {
        // The chat that did not confirm hears of it by the notice, which comes a moment later.
        await until(`${sara.name} is told on ${chat.platform}`, async () =>
          (await botTexts(chat)).some((text) =>
            /ثبت‌نام شما انجام شد|ثبت‌نام شدید|پیش‌تر در این دوره/.test(text),
          ),
        );
      }
      expect(await oneSms(sara)).toHaveLength(1);
    }),
  );
});

test('money and seats agree after all this', async () => {
  expect(await faultsInBooks(sandbox)).toEqual([]);
});

/** Confirms when a card is open in this chat, else asks for the form to go on here. */
async function pressesWhatIsThere(chat: Person): Promise<void> {
  const data = (await chat.chat())
    .flatMap(({ buttons = [], messageId }) => buttons.flat().map((button) => ({ ...button, messageId })))
    .findLast(({ data = '' }) => data.startsWith('ok:') || data === 'here');
  if (data) await chat.does({ pressData: data.data, messageId: data.messageId });
}

/** Every step to the receipt, each update delivered `repeat` times; what the bot said on the way. */
async function wholeWay(sara: Person, repeat: number): Promise<string[]> {
  await sara.sends('/start', { repeat });
  await sara.sees(/۱\. شمارهٔ موبایل/);
  await sara.sharesContact({ repeat });
  await sara.sees(/۲\. کد ملی/);
  await sara.sends(sara.nationalCode, { repeat });
  await sara.sees(/انتخاب دوره/);
  await sara.sends('ایمنی', { repeat });
  await sara.sees(/دوره‌هایی که با/);
  await sara.presses(COURSES.alsoCheap.title, { repeat });
  await sara.sees(/موجودی کافی نیست/);
  await sara.presses('شارژ', { repeat });
  await sara.sees(/پیش از پرداخت بررسی کنید/);
  await sara.pays('paid', repeat);
  await sara.sees(/اگر همه چیز درست است/);
  await sara.presses('تأیید', { repeat });
  await sara.sees(/ثبت‌نام شما انجام شد/);
  expect(await enrolmentsOf(sara)).toBe(1);
  return botTexts(sara);
}

/** Two people who did the same read the same, but for names, numbers and times. */
const withoutNumbers = (text: string) => text.replace(/[۰-۹]+/g, '#').replace(/سارا آزمون‌زاده \d+/g, 'سارا');

/** How many taps the messenger was told to stop waiting for. */
async function tapsCalmed(platform: Platform): Promise<number> {
  const calls = await control<{ method: string; status: number }[]>(
    sandbox,
    `chats/${platform}/calls?limit=1000`,
  );
  return calls.filter(({ method, status }) => method === 'answerCallbackQuery' && status === 200).length;
}

const oneSms = (sara: Person) =>
  until('an SMS arrives', async () => {
    const found = await sara.sms();
    return found.length > 0 && found;
  });
