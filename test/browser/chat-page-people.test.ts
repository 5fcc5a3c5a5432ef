/** The chat page's list of people, of whom there may be hundreds. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { type Person, person } from '../support/person.ts';
import { room } from '../support/room.ts';
import type { Surroundings } from '../support/sandbox-control.ts';
import { type ServedPage, servePage } from '../support/served-page.ts';

const browser: Browser | null = await openBrowser();

// A real browser beside other tests on a small machine.
jest.setTimeout(60_000);

(browser ? describe : describe.skip)('the people on the chat page', () => {
  let served: ServedPage;
  let sandbox: Surroundings;
  let page: Page;

  beforeAll(async () => {
    served = await servePage();
    sandbox = { baseUrl: served.url };
  });
  afterAll(async () => {
    await browser?.close();
    await served.close();
  });
  beforeEach(async () => {
    if (!browser) throw new Error('there is no browser');
    page = await browser.newPage({ locale: 'fa-IR', viewport: { width: 1440, height: 900 } });
  });
  afterEach(() => page.close());

  const entryOf = ({ platform, userId }: Person) => page.locator(`[data-chat="${platform}:${userId}"]`);

  test('the chat of the address is open before those of everybody else are read', async () => {
    const [sara] = served.deps.population.all();
    const chat = `telegram/${sara?.accounts.telegram?.userId}`;
    await page.route(/\/sandbox\/chats\/\w+\/\d+\/messages$/, async (route) => {
      if (route.request().url().includes(chat)) await route.continue();
      // The others are never answered.
    });
    await page.goto(`${served.url}/?chat=${chat.replace('/', ':')}`);
    await page.locator('#chat-owner').getByText(`${sara?.firstName} ${sara?.lastName}`).waitFor();
    expect(await page.locator('.entry').count()).toBeGreaterThan(1);
  });

  test('the entry of whoever has news is drawn anew, and no other', async () => {
    const quiet = await person(sandbox, 'telegram');
    const talker = await person(sandbox, 'telegram');
    await page.goto(served.url);
    const drawn = await entryOf(quiet).locator('.entry-name').elementHandle();
    await talker.sends('سلام');
    await entryOf(talker).getByText('رسید.').waitFor();
    expect(await drawn?.isVisible()).toBe(true);
  });

  test('what is said in a group becomes nobody’s chat', async () => {
    const talker = await person(sandbox, 'telegram');
    const group = await room(sandbox, 'telegram', 'group');
    await page.goto(served.url);
    await entryOf(talker).waitFor();
    await group.says(talker, 'سلام به همه');
    await talker.sends('سلام');
    await entryOf(talker).getByText('رسید.').waitFor();
    expect(await page.locator(`[data-chat="telegram:${group.id}"]`).count()).toBe(0);
  });

  test('what the bot flashed up in one chat is gone in the next', async () => {
    const presser = await person(sandbox, 'telegram');
    const other = await person(sandbox, 'telegram');
    await presser.sharesContact();
    await page.goto(served.url);
    await entryOf(presser).click();
    await page.getByRole('button', { name: 'شمارش' }).click();
    await page.locator('.toast', { hasText: 'شمرده شد' }).waitFor();
    await entryOf(other).click();
    expect(await page.locator('.toast').count()).toBe(0);
  });
});
