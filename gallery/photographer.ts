/** Takes pictures of states in the sandbox's own chat page, on a screen of a phone's size. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Surroundings } from '../test/support/sandbox-control.ts';
import type { State } from './state.ts';
import type { Visitor } from './visitor.ts';

/** Wide as a phone, and somewhat longer, so that lists fit. */
const PHONE = { width: 390, height: 960 };
/** Hides what passes in some seconds and would cover what stays, and what is not of this chat. */
const WITHOUT_THE_PASSING = '#toasts, .badge { visibility: hidden }';
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
  /** Pages that nobody uses now. Each is used for one chat after the other: reading all chats anew takes seconds. */
  const idle: Page[] = [];
  let taken = 0;

  async function openPage(): Promise<Page> {
    const page = await context.newPage();
    await page.goto(baseUrl);
    return page;
  }

  return {
    async takes(state, { platform, person }) {
      if (state.room) return;
      taken += 1;
      state.picture = `${String(taken).padStart(4, '0')}.png`;
      const page = idle.pop() ?? (await openPage());
      try {
        // The list of people lies behind the chat, where no mouse reaches it.
        await page.locator(`[data-chat="${platform}:${person.userId}"]`).dispatchEvent('click');
        const last = state.news.at(-1);
        if (last) await untilShown(page, last.messageId, last.text);
        await page.screenshot({
          path: join(folder, state.picture),
          animations: 'disabled',
          style: WITHOUT_THE_PASSING,
        });
        idle.push(page);
      } catch (error) {
        await page.close();
        throw error;
      }
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
