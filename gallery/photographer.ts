/** Takes pictures of states in the sandbox's own chat page, on a screen of a phone's size. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Surroundings } from '../test/support/sandbox-control.ts';
import type { State } from './state.ts';
import type { Visitor } from './visitor.ts';

/** Wide as a phone, and somewhat longer, so that lists fit. */
const PHONE = { width: 390, height: 960 };
/** A browser keeps six connections to one server; of these one or two are needed to load. */
const PAGES_OPEN = 4;
/** A page that takes longer is broken. */
const PAGE_LIMIT_MS = 20_000;

export interface Photographer {
  /** Takes the picture of a state and notes its file in it. */
  takes(state: State, visitor: Visitor): Promise<void>;
  close(): Promise<void>;
}

/** Pictures go into `folder`. */
export async function createPhotographer(
  browser: Browser,
  { baseUrl }: Surroundings,
  folder: string,
): Promise<Photographer> {
  await mkdir(folder, { recursive: true });
  const context = await browser.newContext({
    viewport: PHONE,
    locale: 'fa-IR',
    colorScheme: 'light',
    reducedMotion: 'reduce',
    // The page allows no code but its own; what waits here for a message is ours.
    bypassCSP: true,
  });
  context.setDefaultTimeout(PAGE_LIMIT_MS);
  const pages = new Map<string, Page>();
  let taken = 0;

  /** The page of a chat; of those looked at longest ago one is closed, since each holds a connection open. */
  async function pageOf(chat: string): Promise<Page> {
    const page = pages.get(chat) ?? (await context.newPage());
    if (!pages.has(chat)) await page.goto(`${baseUrl}/?chat=${chat}`);
    pages.delete(chat);
    pages.set(chat, page);
    const [oldest] = pages;
    if (oldest && pages.size > PAGES_OPEN) {
      pages.delete(oldest[0]);
      await oldest[1].close();
    }
    return page;
  }

  return {
    async takes(state, { platform, person }) {
      if (state.room) return;
      taken += 1;
      state.picture = `${String(taken).padStart(4, '0')}.png`;
      const page = await pageOf(`${platform}:${person.userId}`);
      const last = state.news.at(-1);
      if (last) await untilShown(page, last.messageId, last.text);
      await page.screenshot({ path: join(folder, state.picture), animations: 'disabled' });
    },
    close: () => context.close(),
  };
}

async function untilShown(page: Page, messageId: number, text: string): Promise<void> {
  const letters = JSON.stringify(text.replace(/\s/g, ''));
  // Written as text, since it runs in the page: this program knows no document.
  await page.waitForFunction(`[...document.querySelectorAll('[data-message="${messageId}"] .text')].some(
    (message) => message.textContent.replace(/\\s/g, '') === ${letters})`);
  await page.evaluate(`document.fonts.ready.then(() => {
    const log = document.querySelector('[role="log"]');
    log.scrollTop = log.scrollHeight;
  })`);
}
