/** The bot dies, or everything dies, at any moment: the same form goes on, and nothing happens twice. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { faultsInBooks } from '../support/books.ts';
import { COURSES, introduces } from '../support/enrolling.ts';
import { type Person, person, trackingCodeIn } from '../support/person.ts';
import { type SandboxProcess, startSandboxProcess } from '../support/running-sandbox.ts';
import { killApp } from '../support/sandbox-control.ts';
import { until } from '../support/until.ts';

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandboxProcess();
}, 90_000);
afterAll(() => sandbox?.stop());

/** What a person does next, and what shows that it was understood. */
interface Move {
  does(person: Person): Promise<unknown>;
  thenSees: RegExp;
}

/** From a newcomer's first word to the receipt, with a payment on the way. */
const WAY: Move[] = [
  { does: (sara) => sara.sends('/start'), thenSees: /۱\. شمارهٔ موبایل/ },
  { does: (sara) => sara.sharesContact(), thenSees: /۲\. کد ملی/ },
  { does: (sara) => sara.sends(sara.nationalCode), thenSees: /انتخاب دوره/ },
  { does: (sara) => sara.sends('کمک‌های اولیه'), thenSees: /دوره‌هایی که با/ },
  { does: (sara) => sara.presses(COURSES.cheap.title), thenSees: /موجودی کافی نیست/ },
  { does: (sara) => sara.presses('شارژ'), thenSees: /پیش از پرداخت بررسی کنید/ },
  { does: paysAndReturns, thenSees: /اگر همه چیز درست است/ },
  { does: (sara) => sara.presses('تأیید'), thenSees: /ثبت‌نام شما انجام شد/ },
];

/** The browser comes back while the bot may be dead; its owner reloads the page until it answers. */
async function paysAndReturns(sara: Person): Promise<void> {
  const { returnUrl } = await sara.pays();
  await until('the page of the payment answers', async () => (await fetch(returnUrl)).ok);
}

/** Long enough for a notice that a dying process had in hand: its claim must first grow old. */
const NOTICE_WITHIN_MS = 90_000;

async function isEnrolledOnce(sara: Person): Promise<void> {
  await until(`a receipt for ${sara.name}`, () => hasReceipt(sara), NOTICE_WITHIN_MS);
  const [sms] = await until(
    `an SMS for ${sara.name}`,
    async () => {
      const found = await sara.sms();
      return found.length > 0 && found;
    },
    NOTICE_WITHIN_MS,
  );
  await until(
    `a notice in the e-inbox of ${sara.name}`,
    async () => (await sara.inbox()).length > 0,
    NOTICE_WITHIN_MS,
  );
  await sara.sends('🎓 ثبت‌نام‌های من');
  const { text } = await sara.sees(/^ثبت‌نام‌های شما/);
  expect(text.match(/🎓/g)).toHaveLength(1);
  expect(trackingCodeIn(text)).toBe(trackingCodeIn(sms?.message ?? ''));
  expect(await sara.sms()).toHaveLength(1);
  expect(await sara.inbox()).toHaveLength(1);
}

test('scenario 16: the bot killed between every two steps, while it answers or before it can, loses and doubles nothing', async () => {
  const [answering, dead, crowd] = await Promise.all([people(2), people(2), people(12)]);
  const travellers = [...answering, ...dead];
  // In the end a crowd confirms together with them, so that the bot dies at many a point of enrolling.
  await Promise.all(crowd.map(opensFreeCard));
  for (const { does, thenSees } of WAY.slice(0, -1)) {
    await Promise.all(answering.map((one) => does(one)));
    await killApp(sandbox);
    await Promise.all(dead.map((one) => does(one)));
    await Promise.all(travellers.map((one) => one.sees(thenSees, NOTICE_WITHIN_MS)));
  }
  await Promise.all([...answering, ...crowd].map((one) => one.presses('تأیید')));
  await until('the first of the crowd has a receipt', async () =>
    (await Promise.all(crowd.map(hasReceipt))).includes(true),
  );
  await killApp(sandbox);
  await Promise.all(dead.map((one) => one.presses('تأیید')));

  await Promise.all([...travellers, ...crowd].map((one) => isEnrolledOnce(one)));
  for (const one of travellers) {
    await one.sends('💳 کیف پول');
    const { text } = await one.sees(/^کیف پول شما/);
    expect(text).toMatch(/موجودی: ۰ ریال/);
    expect(text.match(/➖/g)).toHaveLength(1);
    expect(text.match(/➕/g)).toHaveLength(1);
  }
  expect(await faultsInBooks(sandbox)).toEqual([]);
}, 240_000);

test('everything killed at once: each goes on at their own step of the form', async () => {
  const travellers = await people(WAY.length);
  /** The n-th of them has made n steps. */
  await Promise.all(travellers.map((one, steps) => walk(one, WAY.slice(0, steps))));
  const [confirming] = travellers.slice(-1);
  // The last one's confirmation is on its way when the power fails.
  await confirming?.presses('تأیید');

  await sandbox.kill9();
  await sandbox.restart();

  await Promise.all(travellers.slice(0, -1).map((one, steps) => walk(one, WAY.slice(steps))));
  await confirming?.sees(/ثبت‌نام شما انجام شد/);
  await Promise.all(travellers.map((one) => isEnrolledOnce(one)));
  expect(await faultsInBooks(sandbox)).toEqual([]);
}, 240_000);

async function hasReceipt(sara: Person): Promise<boolean> {
  return (await sara.chat()).some(({ from, text }) => from === 'bot' && /ثبت‌نام شما انجام شد/.test(text));
}

/** Half of them on each messenger. */
const people = (count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, index) => person(sandbox, index % 2 === 0 ? 'telegram' : 'bale')),
  );

async function opensFreeCard(one: Person): Promise<void> {
  await introduces(one, COURSES.free.code);
  await one.sees(/اگر همه چیز درست است/);
}

async function walk(one: Person, moves: Move[]): Promise<void> {
  for (const { does, thenSees } of moves) {
    await does(one);
    await one.sees(thenSees);
  }
}
