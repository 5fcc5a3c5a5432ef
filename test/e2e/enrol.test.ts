/** The whole path: a newcomer is known, pays, is enrolled, and hears of it by SMS and e-inbox. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { faultsInBooks } from '../support/books.ts';
import { counted } from '../support/counted.ts';
import { COURSES, charges, introduces, isKnown } from '../support/enrolling.ts';
import { inPersianDigits, type Platform, person, trackingCodeIn } from '../support/person.ts';
import { type SharedSandbox, sharedSandbox } from '../support/shared-sandbox.ts';
import { until } from '../support/until.ts';

let sandbox: SharedSandbox;
beforeAll(async () => {
  sandbox = await sharedSandbox();
}, 90_000);

/** What a person reads on the way, in their language. */
const WORDS = {
  fa: {
    welcome: /خوش آمدید/,
    askMobile: /۱\. شمارهٔ موبایل/,
    askCode: /۲\. کد ملی/,
    proven: (name: string) => new RegExp(`هویت شما تأیید شد: ${name}`),
    askCourse: /انتخاب دوره/,
    found: /دوره‌هایی که با «جوشكاري قوس» پیدا شد/,
    short: /کمبود: ۴٬۵۰۰٬۰۰۰ ریال/,
    charge: 'شارژ ۴٬۵۰۰٬۰۰۰ ریال',
    payCard: /مبلغ: ۴٬۵۰۰٬۰۰۰ ریال/,
    credited: /پرداخت شما رسید.*۴٬۵۰۰٬۰۰۰ ریال/s,
    card: /موجودی: ۴٬۵۰۰٬۰۰۰ ریال\nپس از ثبت‌نام: ۰ ریال/,
    confirm: 'تأیید و ثبت‌نام',
    receipt: /ثبت‌نام شما انجام شد/,
    sms: /در دورهٔ جوشکاری با قوس الکتریکی \(SMAW\) ثبت‌نام شدید/,
    mine: '🎓 ثبت‌نام‌های من',
    mineTitle: /ثبت‌نام‌های شما/,
    wallet: '💳 کیف پول',
    walletEmpty: /موجودی: ۰ ریال.*➖ ۴٬۵۰۰٬۰۰۰ ریال.*➕ ۴٬۵۰۰٬۰۰۰ ریال/s,
  },
  en: {
    welcome: /Welcome to the course enrolment bot/,
    askMobile: /1\. Mobile number/,
    askCode: /2\. National code/,
    proven: (name: string) => new RegExp(`identity was confirmed: ${name}`),
    askCourse: /Choose a course/,
    found: /Courses found for “جوشكاري قوس”/,
    short: /Still needed: 4,500,000 rials/,
    charge: 'Top up 4,500,000 rials',
    payCard: /4,500,000 rials/,
    credited: /4,500,000 rials/,
    card: /Balance: 4,500,000 rials\nAfter enrolling: 0 rials/,
    confirm: 'Confirm and enrol',
    receipt: /You are enrolled/,
    sms: /جوشکاری با قوس الکتریکی \(SMAW\)/,
    mine: '🎓 My enrolments',
    mineTitle: /Your enrolments/,
    wallet: '💳 Wallet',
    walletEmpty: /0 rials.*➖ 4,500,000 rials.*➕ 4,500,000 rials/s,
  },
};

describe.each<[Platform, 'fa' | 'en']>([
  ['telegram', 'fa'],
  ['bale', 'fa'],
  ['telegram', 'en'],
  ['bale', 'en'],
])('on %s, in %s', (platform, language) => {
  const words = WORDS[language];

  test('a newcomer enrols with number and code only, charges what is short on the way, and is notified', async () => {
    const sara = await person(sandbox, platform, { languageCode: language });

    await sara.sends('/start');
    expect((await sara.sees(words.askMobile)).text).toMatch(words.welcome);
    await sara.sharesContact();
    await sara.sees(words.askCode);
    await sara.sends(withDashes(inPersianDigits(sara.nationalCode)));
    await sara.sees(words.proven(sara.name));
    await sara.sees(words.askCourse);

    // Arabic letters, as some keyboards write them.
    await sara.sends('جوشكاري قوس');
    await sara.sees(words.found);
    await sara.presses(COURSES.welding.title);
    await sara.sees(words.short);
    await sara.presses(words.charge);
    await sara.sees(words.payCard);

    const { callbacks } = await sara.pays();
    expect(callbacks).toEqual([expect.objectContaining({ status: 200 })]);
    await sara.sees(words.credited);
    await sara.sees(words.card);
    await sara.presses(words.confirm);
    const receipt = await sara.sees(words.receipt);

    const code = trackingCodeIn(receipt.text);
    const sms = await heardBy(() => sara.sms());
    expect(sms).toEqual([
      expect.objectContaining({
        sender: '40406404000',
        receptor: sara.mobile,
        message: expect.stringMatching(words.sms),
      }),
    ]);
    expect(trackingCodeIn(sms[0]?.message ?? '')).toBe(code);
    const inbox = await heardBy(() => sara.inbox());
    expect(inbox).toHaveLength(1);
    expect(trackingCodeIn(inbox[0]?.body ?? '')).toBe(code);

    await sara.presses(words.mine);
    expect(trackingCodeIn((await sara.sees(words.mineTitle)).text)).toBe(code);
    await sara.presses(words.wallet);
    await sara.sees(words.walletEmpty);
  });
});

describe.each<Platform>(['telegram', 'bale'])('on %s', (platform) => {
  test('scenario 1: who is known and has the money enrols by two taps: one enrolment, one debit, one receipt', async () => {
    const known = await person(sandbox, platform, { firstName: 'رضا' });
    await isKnown(known);
    await charges(known, 1_000_000);
    await known.sends('/start');
    await known.sees(/سلام رضا عزیز/);
    await known.sees(/دوره‌های پیش رو/);

    const reza = counted(known);
    await reza.presses(COURSES.cheap.title);
    await reza.sees(/پس از ثبت‌نام: ۵۰۰٬۰۰۰ ریال/);
    await reza.presses('تأیید');
    const receipt = await reza.sees(/ثبت‌نام شما انجام شد/);
    expect(reza.acts()).toBeLessThanOrEqual(2);

    expect(receipt.text).toMatch(JALALI_MOMENT);
    const code = trackingCodeIn(receipt.text);
    await reza.sends('🎓 ثبت‌نام‌های من');
    const mine = await reza.sees(/^ثبت‌نام‌های شما/);
    expect(trackingCodeIn(mine.text)).toBe(code);
    expect(mine.text.match(/کد رهگیری/g)).toHaveLength(1);
    await reza.sends('💳 کیف پول');
    expect((await reza.sees(/موجودی: ۵۰۰٬۰۰۰ ریال/)).text.match(/➖/g)).toHaveLength(1);
    const receipts = (await reza.chat()).filter(({ text }) => text.includes('ثبت‌نام شما انجام شد'));
    expect(receipts).toHaveLength(1);
  });

  test('who is new reaches the receipt of a free course by six messages and taps, through a link by four', async () => {
    const byName = counted(await person(sandbox, platform));
    await introduces(byName);
    await byName.sees(/انتخاب دوره/);
    await byName.sends('کسب‌وکار خانگی');
    await byName.sees(/دوره‌هایی که با/);
    await byName.presses(COURSES.free.title);
    await byName.sees(/شهریه: رایگان/);
    await byName.presses('تأیید');
    await byName.sees(/ثبت‌نام شما انجام شد/);
    expect(byName.acts()).toBeLessThanOrEqual(6);

    const byLink = counted(await person(sandbox, platform));
    await introduces(byLink, COURSES.free.code);
    await byLink.sees(/شهریه: رایگان/);
    await byLink.presses('تأیید');
    await byLink.sees(/ثبت‌نام شما انجام شد/);
    expect(byLink.acts()).toBeLessThanOrEqual(4);
  });

  test('a link to a course leads a newcomer to that course', async () => {
    const nima = await person(sandbox, platform, { firstName: 'نیما' });
    await introduces(nima, COURSES.free.code);
    const card = await nima.sees(/شهریه: رایگان/);
    expect(card.text).toContain(COURSES.free.title);
    await nima.presses('تأیید');
    await nima.sees(/ثبت‌نام شما انجام شد/);
    // The receipt is to be kept: what is asked for from it comes below it.
    await nima.presses('ثبت‌نام در دورهٔ دیگر');
    await nima.sees(/انتخاب دوره/);
    expect((await nima.chat()).filter(({ text }) => text.includes('ثبت‌نام شما انجام شد'))).toHaveLength(1);
  });

  test('a link to a course that one is enrolled in shows the receipt again', async () => {
    const mina = await person(sandbox, platform, { firstName: 'مینا' });
    await introduces(mina, COURSES.free.code);
    await mina.sees(/شهریه: رایگان/);
    await mina.presses('تأیید');
    const code = trackingCodeIn((await mina.sees(/ثبت‌نام شما انجام شد/)).text);
    await mina.sends(`/start course_${COURSES.free.code}`);
    expect(trackingCodeIn((await mina.sees(/پیش‌تر در این دوره/)).text)).toBe(code);
  });
});

test('money and seats agree after all this', async () => {
  expect(await faultsInBooks(sandbox)).toEqual([]);
});

/** «دوشنبه ۲ آذر ۱۴۰۵، ساعت ۱۲:۳۰» */
const JALALI_MOMENT = /زمان ثبت‌نام: \S+ [۰-۹]{1,2} \S+ ۱۴[۰-۹]{2}، ساعت [۰-۹]{1,2}:[۰-۹]{2}/;

/** `0012-3456-79`, as on some cards. */
const withDashes = (code: string) => code.replace(/^(.{3})(.{6})/, '$1-$2-');

/** Waits for the first notice; what comes after it would be one too many. */
const heardBy = <T>(list: () => Promise<T[]>) =>
  until('a notice arrives', async () => {
    const found = await list();
    return found.length > 0 && found;
  });
