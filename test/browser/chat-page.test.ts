/** The whole path by clicking: the real page, the real bot behind it, everything of the sandbox around it. */
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { accessibilityFaults } from '../support/accessibility.ts';
import { openBrowser } from '../support/browser.ts';
import { COURSES } from '../support/enrolling.ts';
import { type PageVisitor, readIn, visitPage } from '../support/page-visitor.ts';
import { inPersianDigits, trackingCodeIn } from '../support/person.ts';
import { type SandboxProcess, startSandboxProcess } from '../support/running-sandbox.ts';

const browser: Browser | null = await openBrowser();

const DESK: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };
const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true };

const RECEIPT = 'ثبت‌نام شما انجام شد';
const SMS_LINE = inPersianDigits('40406404000');

// A real browser beside other tests on a small machine.
jest.setTimeout(90_000);

(browser ? describe : describe.skip)('the chat page with the bot behind it', () => {
  let sandbox: SandboxProcess;
  let visitor: PageVisitor;

  beforeAll(async () => {
    sandbox = await startSandboxProcess();
  });
  afterAll(async () => {
    await browser?.close();
    await sandbox?.stop();
  });
  afterEach(async () => {
    // The last picture of a test that failed shows why.
    await visitor.photographs('at-the-end');
    await visitor.leaves();
    expect(visitor.faults).toEqual([]);
  });

  async function visit(name: string, device: BrowserContextOptions): Promise<PageVisitor> {
    if (!browser) throw new Error('there is no browser');
    visitor = await visitPage(browser, { baseUrl: sandbox.baseUrl, name, device });
    return visitor;
  }

  /** From the list of people to the question for the national code. */
  async function sharesNumber(who: PageVisitor, name: string): Promise<void> {
    await who.becomes(name, 'تلگرام');
    await who.starts();
    await who.sees('۱. شمارهٔ موبایل');
    await who.sharesContact();
    await who.sees('۲. کد ملی');
  }

  /** By the course's link, for a known person: card, confirm. */
  async function enrolsFree(who: PageVisitor, { code }: { code: string }, nth: number): Promise<string> {
    await who.says(`/start course_${code}`);
    await who.sees('اگر همه چیز درست است');
    await who.presses('تأیید و ثبت‌نام');
    return trackingCodeIn(await who.sees(RECEIPT, nth));
  }

  test.each([
    {
      ...{ place: 'a desk, on Telegram', device: DESK, name: 'desk-telegram' },
      ...({ person: 'سارا رضایی', messenger: 'تلگرام', nationalCode: '9994010018' } as const),
    },
    {
      ...{ place: 'a phone, on Bale', device: PHONE, name: 'phone-bale' },
      ...({ person: 'محمد کریمی', messenger: 'بله', nationalCode: '9994010026' } as const),
    },
  ])('leads a newcomer from start to receipt and notices at $place', async (newcomer) => {
    const { page, ...sara } = await visit(newcomer.name, newcomer.device);
    await page.locator('.entry').first().waitFor();
    await sara.photographs('people');

    await sara.becomes(newcomer.person, newcomer.messenger);
    await page.locator('#start').waitFor();
    await sara.photographs('before-start');
    await sara.starts();
    await sara.sees('خوش آمدید');
    await sara.sees('۱. شمارهٔ موبایل');
    await sara.photographs('asked-for-number');
    await sara.sharesContact();
    await sara.sees('۲. کد ملی');
    await sara.says(inPersianDigits(newcomer.nationalCode));
    await sara.sees(`هویت شما تأیید شد: \u2068${newcomer.person}`);
    await sara.sees('انتخاب دوره');
    await sara.photographs('courses');

    await sara.presses(COURSES.cheap.title);
    await sara.sees('موجودی کافی نیست');
    await sara.photographs('wallet-short');
    await sara.presses('شارژ');
    await sara.sees('پیش از پرداخت بررسی کنید');
    await sara.presses('💳 پرداخت');
    await page.frameLocator('#visit-frame').locator('button.pay').waitFor();
    await sara.photographs('payment-page');
    await sara.paysInPanel();
    await sara.photographs('paid');
    // By itself: nobody presses the button that leads back.
    await page.locator('#visit').waitFor({ state: 'hidden' });
    await sara.sees('پرداخت شما رسید');
    await sara.sees('پس از ثبت‌نام');
    await sara.photographs('back-in-the-form');
    await sara.presses('تأیید و ثبت‌نام');
    const code = trackingCodeIn(await sara.sees(RECEIPT));
    await sara.photographs('receipt');

    await sara.opens('phone');
    const sms = page.locator('.sms', { hasText: SMS_LINE });
    await sms.waitFor();
    expect(trackingCodeIn(await readIn(sms))).toBe(code);
    await sara.photographs('sms');
    await sara.opens('karpooshe');
    const letter = page.locator('.letter');
    await letter.waitFor();
    expect(trackingCodeIn(await readIn(letter))).toBe(code);
    await sara.photographs('e-inbox');

    await sara.backToChat();
    await sara.pressesKey('ثبت‌نام در دوره');
    await sara.presses('بعدی');
    await sara.presses(COURSES.free.title);
    await sara.presses('تأیید و ثبت‌نام');
    expect(trackingCodeIn(await sara.sees(RECEIPT, 2))).not.toBe(code);
    await sara.photographs('second-receipt');

    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await accessibilityFaults(page)).toEqual([]);
      await sara.photographs(`axe-${colorScheme}`);
    }
  });

  test('goes on after the bot was killed in mid-form by the page’s own button', async () => {
    const reza = await visit('killed-bot', DESK);
    await sharesNumber(reza, 'رضا محمودی');
    await reza.opens('bot');
    const restarts = reza.page.locator('#bot-restarts');
    await restarts.getByText('۰').waitFor();
    await reza.page.locator('#bot-kill').click();
    // The bot is dead or dying; what is said now waits for its next life.
    await reza.says('9994010141');
    await reza.sees('هویت شما تأیید شد');
    await restarts.getByText('۱').waitFor();
    await reza.photographs('back-to-life');
    await reza.says(COURSES.free.title);
    await reza.sees('پیدا شد');
    await reza.presses(COURSES.free.title);
    await reza.presses('تأیید و ثبت‌نام');
    await reza.sees(RECEIPT);
    expect((await reza.chat()).messages.filter((text) => text.includes(RECEIPT))).toHaveLength(1);
  });

  test('shows everything as it was after a reload in mid-form', async () => {
    const hossein = await visit('reload', DESK);
    await sharesNumber(hossein, 'حسین رحیم‌پور');
    await hossein.says('9994010166');
    await hossein.sees('انتخاب دوره');
    await hossein.presses(COURSES.cheap.title);
    await hossein.sees('موجودی کافی نیست');
    // The message with the code is deleted once it was answered.
    await hossein.page.locator('.message', { hasText: '9994010166' }).waitFor({ state: 'detached' });
    const before = await hossein.chat();

    await hossein.page.reload();
    await hossein.page
      .locator('.message')
      .nth(before.messages.length - 1)
      .waitFor();
    expect(await hossein.chat()).toEqual(before);
    await hossein.photographs('reloaded');

    await hossein.presses('شارژ');
    await hossein.sees('پیش از پرداخت بررسی کنید');
    await hossein.presses('💳 پرداخت');
    await hossein.paysInPanel();
    await hossein.page.locator('#visit-back').click();
    await hossein.sees('پس از ثبت‌نام');
  });

  test('pays at the second gateway, over our page before it, while the first is switched off', async () => {
    const mahsa = await visit('second-gateway', PHONE);
    await sharesNumber(mahsa, 'مهسا تقی‌زاده');
    await mahsa.says('9994010212');
    await mahsa.sees('انتخاب دوره');
    await mahsa.opens('systems');
    await mahsa.page.locator('#mode-payment-zarinpal-down').check();
    await mahsa.page.locator('.system.down').waitFor();
    await mahsa.backToChat();
    await mahsa.presses(COURSES.cheap.title);
    await mahsa.sees('موجودی کافی نیست');
    await mahsa.presses('شارژ');
    expect(await mahsa.sees('الان پاسخ نمی‌دهد')).toContain('این پرداخت را از درگاه زیبال انجام دهید');
    await mahsa.presses('💳 پرداخت');
    const panel = mahsa.page.frameLocator('#visit-frame');
    await panel.getByRole('heading', { name: '۵۰۰٬۰۰۰ ریال' }).waitFor();
    await mahsa.photographs('before-the-gateway');
    await panel.getByRole('link', { name: 'ادامه در درگاه پرداخت' }).click();
    await mahsa.paysInPanel();
    await panel.getByRole('heading', { name: 'پرداخت شما رسید' }).waitFor();
    await mahsa.photographs('paid');
    await mahsa.sees('پس از ثبت‌نام');
    await mahsa.opens('systems');
    await mahsa.page.locator('#mode-payment-zarinpal-up').check();
  });

  test('switches the SMS system off and on, and the SMS comes once', async () => {
    const pooya = await visit('sms-down', DESK);
    await sharesNumber(pooya, 'پویا کاظمی');
    await pooya.says('9994010182');
    await pooya.sees('انتخاب دوره');
    await pooya.opens('systems');
    await pooya.page.locator('#mode-sms-down').check();
    await pooya.page.locator('.system.down').waitFor();

    const first = await enrolsFree(pooya, COURSES.free, 1);
    await pooya.opens('karpooshe');
    await pooya.page.locator('.letter').waitFor();
    await pooya.opens('phone');
    await pooya.page.locator('#sms-none').waitFor();
    await pooya.photographs('no-sms');

    await pooya.opens('systems');
    await pooya.page.locator('#mode-sms-up').check();
    await pooya.page.locator('.system.down').waitFor({ state: 'detached' });
    await pooya.opens('phone');
    const sms = pooya.page.locator('.sms');
    await sms.first().waitFor();
    // A later notice shows that nothing more of the first is on its way.
    const second = await enrolsFree(pooya, COURSES.alsoFree, 2);
    await sms.nth(1).waitFor();
    const codes = (await sms.allTextContents()).map(trackingCodeIn);
    expect(codes).toEqual([second, first]);
    await pooya.photographs('each-once');
  });
});
