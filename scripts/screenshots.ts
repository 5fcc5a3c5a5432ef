/**
 * `npm run screenshots`: remakes docs/screenshot.png. A trainee of a fresh sandbox enrols in a course that costs more than the wallet
 * holds, charges it, and gets the receipt; then the chat page is photographed in Chromium.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { startSandbox } from '../sandbox/launcher.ts';
import { openBrowser } from '../test/support/browser.ts';

const TARGET = 'docs/screenshot.png';
const SIZE = { width: 1360, height: 1000 };

/** Sara of the sandbox's first inhabitants. */
const TRAINEE = { userId: '1001', nationalCode: '9994010018' };

const messagesPath = `/sandbox/chats/telegram/${TRAINEE.userId}/messages`;

/** Nothing in the path takes longer than this. */
const STEP_LIMIT_MS = 20_000;
const POLL_MS = 100;

const messagesSchema = z.array(z.object({ id: z.number(), text: z.string() }));
const paymentsSchema = z.array(z.object({ id: z.string() }));

const dataDir = mkdtempSync(join(tmpdir(), 'karamooz-screenshots-'));
const sandbox = await startSandbox({
  config: {
    host: '127.0.0.1',
    port: 0,
    dataDir,
    logLevel: 'warn',
    realTokens: {},
    startedByNpm: false,
    environment: process.env,
  },
  clock: { now: Date.now },
  random: Math.random,
  say: (line) => console.error(line),
});
try {
  await enrolWithTopUp();
  await photograph();
  console.log(`Wrote ${TARGET}`);
} finally {
  await sandbox.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

/** The main path, as a person would tap it. */
async function enrolWithTopUp(): Promise<void> {
  await send({ text: '/start' }, 'شمارهٔ موبایل');
  await send({ contact: true }, 'کد ملی');
  await send({ text: TRAINEE.nationalCode }, 'انتخاب دوره');
  await send({ press: 'کمک‌های اولیه' }, 'موجودی');
  await send({ press: 'شارژ' }, 'پرداخت');
  const [payment] = paymentsSchema.parse(await call('GET', '/sandbox/payments'));
  if (!payment) throw new Error('The bot offered a payment, but the gateway knows of none');
  const before = await lastId();
  await call('POST', `/sandbox/payments/${payment.id}`, { outcome: 'paid' });
  await untilSaid('تأیید', before);
  await send({ press: 'تأیید' }, 'کد رهگیری');
  await until(
    'the SMS',
    async () => z.array(z.unknown()).parse(await call('GET', '/sandbox/sms')).length > 0,
  );
}

async function photograph(): Promise<void> {
  const browser = await openBrowser();
  if (!browser) throw new Error('There is no Chromium to photograph with');
  try {
    const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light', locale: 'fa-IR' });
    await page.goto(`${sandbox.url}/?chat=telegram:${TRAINEE.userId}`);
    await page.getByText('کد رهگیری').first().waitFor({ timeout: STEP_LIMIT_MS });
    await page.evaluate('document.fonts.ready');
    await page.screenshot({ path: TARGET, animations: 'disabled' });
  } finally {
    await browser.close();
  }
}

/** Does what `action` says and waits until the bot has answered with a message that has `expected` in it. */
async function send(action: Record<string, unknown>, expected: string): Promise<void> {
  const before = await lastId();
  await call('POST', messagesPath, action);
  await untilSaid(expected, before);
}

async function lastId(): Promise<number> {
  const messages = messagesSchema.parse(await call('GET', messagesPath));
  return messages.at(-1)?.id ?? 0;
}

function untilSaid(expected: string, after: number): Promise<void> {
  return until(`"${expected}"`, async () => {
    const news = messagesSchema.parse(await call('GET', `${messagesPath}?after=${after}&wait=500`));
    return news.some(({ text }) => text.includes(expected));
  });
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + STEP_LIMIT_MS;
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error(`Waited in vain for ${what}`);
    await delay(POLL_MS);
  }
}

async function call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(sandbox.url + path, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
  if (!response.ok)
    throw new Error(`${method} ${path} was answered ${response.status}: ${await response.text()}`);
  return response.json();
}
