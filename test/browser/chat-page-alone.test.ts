/** The chat page by itself: a small bot answers in place of the product. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { accessibilityFaults } from '../support/accessibility.ts';
import { openBrowser } from '../support/browser.ts';
import { type ServedPage, servePage } from '../support/served-page.ts';

const browser: Browser | null = await openBrowser();

const DESKTOP: BrowserContextOptions = { viewport: { width: 1440, height: 900 }, colorScheme: 'light' };
const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true };

// A real browser beside other tests on a small machine.
jest.setTimeout(60_000);

(browser ? describe : describe.skip)('the chat page', () => {
  let served: ServedPage;
  let page: Page;
  /** What the browser complained of, and what it asked of anybody but the sandbox. */
  let faults: string[];
  let nextUser = 5_000;

  beforeAll(async () => {
    served = await servePage();
  });
  afterAll(async () => {
    await browser?.close();
    await served.close();
  });
  beforeEach(async () => {
    faults = [];
    page = await open(DESKTOP);
  });
  afterEach(async () => {
    await page.context().close();
    expect(faults).toEqual([]);
  });

  async function open(options: BrowserContextOptions): Promise<Page> {
    if (!browser) throw new Error('there is no browser');
    const opened = await (await browser.newContext({ locale: 'fa-IR', ...options })).newPage();
    opened.on('pageerror', (error) => faults.push(error.message));
    opened.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    opened.on('request', (request) => {
      if (!request.url().startsWith(served.url)) faults.push(`asked for ${request.url()}`);
    });
    return opened;
  }

  /** Opens the chat of somebody who has never spoken to the bot. */
  async function visitAsNewcomer(query = ''): Promise<string> {
    nextUser += 1;
    await page.goto(`${served.url}/?chat=telegram:${nextUser}${query}`);
    await page.getByRole('button', { name: 'شروع' }).waitFor();
    return String(nextUser);
  }

  async function say(text: string): Promise<void> {
    await page.getByLabel('متن پیام').fill(text);
    await page.getByLabel('متن پیام').press('Enter');
  }

  const seen = (text: string) => page.getByRole('log').getByText(text).last().waitFor();
  const press = (name: string) => page.getByRole('button', { name }).last().click();

  test('asks before a contact is shared, shows presses in progress, edits in place and alerts', async () => {
    await visitAsNewcomer();
    await press('شروع');
    await seen('خوش آمدید');
    await press('فرستادن شمارهٔ من');
    await page.getByRole('dialog').getByText('شمارهٔ شما فرستاده شود؟').waitFor();
    await press('بفرست');
    await seen('شمارهٔ شما');
    expect(await page.locator('.reply-button').first().isVisible()).toBe(false);

    await press('هشدار');
    await page.getByRole('dialog').getByText('این یک هشدار است').waitFor();
    await press('باشد');
    const before = await page.locator('.message').count();
    await press('شمارش: ۰');
    await seen('شمردم.');
    await page.getByText('شمرده شد').waitFor();
    expect(await page.locator('.message').count()).toBe(before);
    expect(await page.locator('[aria-busy]').count()).toBe(0);
  });

  test('sends an edit of the person’s own message', async () => {
    await visitAsNewcomer();
    await press('شروع');
    await say('سلام');
    await seen('رسید.');
    await page.locator('.message.own').last().hover();
    await page.getByRole('button', { name: 'ویرایش این پیام' }).last().click();
    await say('درود');
    await seen('ویرایش شد به: درود');
    expect(await page.locator('.message.own').last().textContent()).toContain('ویرایش‌شده');
  });

  test('opens the payment page over the chat and closes it by itself after the return', async () => {
    await visitAsNewcomer();
    await press('شروع');
    await press('پرداخت');
    await press('رفتن به درگاه');
    const gateway = page.frameLocator('#visit-frame');
    await gateway.locator('button.pay').click();
    await gateway.getByText('پرداخت شما رسید').waitFor();
    await page.getByRole('button', { name: 'بازگشت به گفتگو', exact: true }).waitFor();
    await page.locator('#visit').waitFor({ state: 'hidden' });
  });

  test('turns a start link, in its own address or in a message, into a start with the payload', async () => {
    await visitAsNewcomer('&start=course_weld101');
    await press('شروع');
    await seen('خوش آمدید: course_weld101');
    await say('پیوند');
    await page.getByRole('link', { name: 't.me/small_bot' }).click();
    await press('شروع');
    await page.locator('.message.own', { hasText: '/start course_weld101' }).nth(1).waitFor();
    expect(page.context().pages()).toHaveLength(1);
  });

  test('shows an SMS on the phone of the person it was for, and on nobody else’s', async () => {
    const [sara, mohammad] = served.deps.population.all();
    await page.goto(`${served.url}/?chat=telegram:${sara?.accounts.telegram?.userId}`);
    await page.locator('#phone-number:not(:empty)').waitFor();
    for (const [id, person] of [sara, mohammad].entries()) {
      const sms = {
        id: `${id}`,
        sender: '40406404000',
        receptor: person?.mobile,
        message: `برای ${person?.firstName}`,
      };
      served.deps.events.publish({
        type: 'sms',
        item: { ...sms, status: 10, date: new Date().toISOString() },
      });
    }
    await page.locator('.sms').getByText(`برای ${sara?.firstName}`).waitFor();
    expect(await page.locator('.sms').count()).toBe(1);
  });

  test('switches a system off and on again', async () => {
    const { systems } = served.deps;
    await page.goto(served.url);
    await page.getByRole('tab', { name: 'سامانه‌ها' }).click();
    await page.locator('#mode-civil-registry-down').check();
    await page.locator('.system.down').waitFor();
    expect(systems.modes()['civil-registry']).toEqual({ mode: 'down', how: 'error' });
    await press('همه روشن');
    await page.locator('.system.down').waitFor({ state: 'detached' });
    expect(systems.modes()['civil-registry']).toEqual({ mode: 'up' });
  });

  test('adds a person whom the registry then knows, and opens their chat', async () => {
    await page.goto(served.url);
    await press('شخص تازه');
    await page.getByLabel('نام', { exact: true }).fill('آزاده');
    await page.getByLabel('نام خانوادگی').fill('نمونه');
    await press('افزودن');
    await page.locator('#chat-owner').getByText('آزاده نمونه در تلگرام').waitFor();
    expect(served.deps.population.all().at(-1)).toMatchObject({ firstName: 'آزاده', role: 'trainee' });
  });

  test.each([
    ['a script', '<script>window.hurt = true</script>سلام', 'سلام'],
    ['a picture with a handler', '<img src=x onerror="window.hurt = true">سلام', 'سلام'],
    ['a handler on a tag that is allowed', '<b onclick="window.hurt = true">سلام</b>', '<b>سلام</b>'],
    ['a link that runs', '<a href="javascript:window.hurt = true">سلام</a>', 'سلام'],
    ['a style', '<b style="position:fixed">سلام</b>', '<b>سلام</b>'],
  ])('rebuilds the bot’s text without %s', async (_name, html, shown) => {
    await page.goto(served.url);
    const rebuilt = await page.evaluate(`import('/rich-text.js').then(({ richText }) => {
      document.body.append(richText(${JSON.stringify(html)}));
      const holder = document.createElement('div');
      holder.append(richText(${JSON.stringify(html)}));
      return holder.innerHTML;
    })`);
    // The page's policy has refused it as well, and says so.
    faults = faults.filter((fault) => !fault.includes('Content Security Policy'));
    expect(rebuilt).toBe(shown);
    expect(await page.evaluate('window.hurt')).toBeUndefined();
  });

  // Each device and each scheme once: axe takes its time. With the bot behind the page all four are looked at.
  test.each<[string, BrowserContextOptions]>([
    ['on a desk, dark', { ...DESKTOP, colorScheme: 'dark' }],
    ['on a phone, light', { ...PHONE, colorScheme: 'light' }],
  ])('has nothing that axe objects to %s', async (_name, options) => {
    await page.context().close();
    page = await open({ ...options, reducedMotion: 'reduce' });
    await page.goto(served.url);
    await page.locator('.entry').first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await visitAsNewcomer();
    await press('شروع');
    await press('فرستادن شمارهٔ من');
    expect(await accessibilityFaults(page)).toEqual([]);
    await press('بفرست');
    await seen('شمارش');
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
