/** The page that a QR code on a receipt leads to, on a phone, with nothing that axe objects to. */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { Verified } from '../../services/verification/service.ts';
import { loadTexts } from '../../texts/texts.ts';
import { createWeb } from '../../web/create-web.ts';
import { accessibilityFaults } from '../support/accessibility.ts';
import { openBrowser } from '../support/browser.ts';
import { silentLog } from '../support/silent-log.ts';
import { createWorld, type World } from '../support/world.ts';

const browser: Browser | null = await openBrowser();

jest.setTimeout(90_000);

(browser ? describe : describe.skip)('the page of a receipt', () => {
  let world: World;
  let verified: Verified | null = null;
  let address: string;
  let close: () => Promise<void>;
  beforeAll(async () => {
    world = await createWorld();
    const verifications = { ...world.verifications, look: async () => verified };
    const web = createWeb({ ...world, verifications, texts: loadTexts(), log: silentLog, readiness: {} });
    address = await web.listen({ host: '127.0.0.1', port: 0 });
    close = () => web.close();
  });
  afterAll(async () => {
    await browser?.close();
    await close();
    await world.close();
  });

  const COURSE = 'مهارت‌های هفت‌گانهٔ رایانه (ICDL) برای همهٔ کارکنان اداره‌ها و سازمان‌های استان';

  test.each([
    ['a true one, by day', 'active', 'light', 'این رسید درست است'],
    ['a true one, by night', 'active', 'dark', 'این رسید درست است'],
    ['one that is looked into', 'frozen', 'light', 'هنوز قطعی نیست'],
    ['one that no longer holds', 'cancelled', 'dark', 'دیگر برقرار نیست'],
    ['one that is not known', null, 'light', 'نمی‌شناسیم'],
  ] as const)('of %s reads well on a small phone', async (_name, state, colorScheme, words) => {
    verified = state && { courseTitle: COURSE, maskedName: 'سارا ا…', state };
    const page = await browser?.newPage({ viewport: { width: 320, height: 640 }, colorScheme });
    if (!page) throw new Error('there is no browser');
    await page.goto(`${address}/v/${'A'.repeat(22)}`);
    expect(await page.textContent('h1')).toContain(words);
    expect(await accessibilityFaults(page)).toEqual([]);
    const [width = 0, dir] = (await page.evaluate(
      '[document.documentElement.scrollWidth, document.documentElement.dir]',
    )) as [number, string];
    expect(width).toBeLessThanOrEqual(320);
    expect(dir).toBe('rtl');
    await page.close();
  });
});
