/** Somebody at the chat page in a real browser: clicks, types, looks. Nothing is done behind the page's back. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

export type Tab = 'phone' | 'karpooshe' | 'payments' | 'systems' | 'bot';

export interface PageVisitor {
  readonly page: Page;
  /** What the browser complained of, and what it asked of anybody but the sandbox. */
  readonly faults: readonly string[];
  /** Becomes this person, as the list of people offers them. */
  becomes(name: string, messenger: 'تلگرام' | 'بله'): Promise<void>;
  starts(): Promise<void>;
  says(text: string): Promise<void>;
  /** Presses the messenger's own "share my number", and agrees. */
  sharesContact(): Promise<void>;
  /** Presses the last button under a message whose label contains this. */
  presses(label: string): Promise<void>;
  /** Presses a key of the keyboard below the chat. */
  pressesKey(label: string): Promise<void>;
  /** Waits for the bot's `nth` message, counted from the beginning of the chat, that contains this; gives its text. */
  sees(text: string, nth?: number): Promise<string>;
  /** Shows a tab beside the chat; on a phone, instead of the chat. */
  opens(tab: Tab): Promise<void>;
  backToChat(): Promise<void>;
  /** Pays on the payment page that the last pressed button opened, and waits for the app's page after it. */
  paysInPanel(): Promise<void>;
  /** All that the chat shows: messages, buttons, the keyboard. */
  chat(): Promise<ShownChat>;
  /** Keeps a screenshot, numbered in order, among the artefacts. */
  photographs(what: string): Promise<void>;
  leaves(): Promise<void>;
}

export interface ShownChat {
  messages: string[];
  buttons: string[];
  keyboard: string[];
}

const ARTEFACTS = 'artefacts/screenshots';

/** No step takes longer, on a busy machine and with a bot that has just died. */
const STEP_LIMIT_MS = 20_000;
/** What a click shows comes sooner. */
const CLICK_LIMIT_MS = 5_000;

export interface Visit {
  baseUrl: string;
  /** Names the folder of the screenshots; what an earlier run left there goes. */
  name: string;
  device: BrowserContextOptions;
}

export async function visitPage(browser: Browser, { baseUrl, name, device }: Visit): Promise<PageVisitor> {
  const artefacts = join(ARTEFACTS, name);
  await rm(artefacts, { recursive: true, force: true });
  await mkdir(artefacts, { recursive: true });
  const context = await browser.newContext({ locale: 'fa-IR', reducedMotion: 'reduce', ...device });
  const page = await context.newPage();
  page.setDefaultTimeout(STEP_LIMIT_MS);
  const faults = watchFor(page, baseUrl);
  await page.goto(baseUrl);

  const log = page.getByRole('log');
  const gateway = page.frameLocator('#visit-frame');
  const key = (label: string) => page.locator('.reply-button', { hasText: label });
  let photographs = 0;

  return {
    page,
    faults,
    async becomes(person, messenger) {
      const entry = page.locator('.entry').filter({ hasText: person }).filter({ hasText: messenger });
      const owner = page.locator('#chat-owner', { hasText: `${person} در ${messenger}` });
      // The list is in motion while the page is still filling: who hit nothing clicks once more.
      await entry.click();
      await owner.waitFor({ timeout: CLICK_LIMIT_MS }).catch(() => clickIfShown(entry));
      await owner.waitFor();
    },
    starts: () => page.locator('#start').click(),
    async says(text) {
      await page.locator('#text').fill(text);
      await page.locator('#text').press('Enter');
    },
    async sharesContact() {
      await key('ارسال شمارهٔ موبایل من').click();
      await page.getByRole('dialog').getByRole('button', { name: 'بفرست' }).click();
    },
    presses: (label) => log.locator('.inline-button', { hasText: label }).last().click(),
    pressesKey: (label) => key(label).click(),
    async sees(text, nth = 1) {
      const message = log.locator('.message:not(.own)', { hasText: text }).nth(nth - 1);
      await message.waitFor();
      return readIn(message);
    },
    async opens(tab) {
      await clickIfShown(page.locator('#pane-side'));
      await page.locator(`#tab-${tab}`).click();
    },
    backToChat: () => clickIfShown(page.locator('#pane-chat')),
    async paysInPanel() {
      await gateway.locator('button.pay').click();
      await page.locator('#visit-back').waitFor();
    },
    chat: async () => ({
      messages: await log.locator('.message').allTextContents(),
      buttons: await log.locator('.inline-button').allTextContents(),
      keyboard: await page.locator('.reply-button').allTextContents(),
    }),
    async photographs(what) {
      photographs += 1;
      const number = String(photographs).padStart(2, '0');
      await page.screenshot({ path: join(artefacts, `${number}-${what}.png`) });
    },
    leaves: () => context.close(),
  };
}

function watchFor(page: Page, baseUrl: string): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('request', (request) => {
    if (!request.url().startsWith(baseUrl)) faults.push(`asked for ${request.url()}`);
  });
  return faults;
}

/** The bar at the bottom is there on narrow screens only. */
async function clickIfShown(button: Locator): Promise<void> {
  if (await button.isVisible()) await button.click();
}

/** The text of an element without isolates around inserted values and marks of direction. */
export async function readIn(element: Locator): Promise<string> {
  return ((await element.textContent()) ?? '').replace(/[\u2066-\u2069\u200e\u200f]/g, '');
}
