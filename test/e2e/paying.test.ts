/** What people do around a payment besides paying: come back too early, leave, pay elsewhere, pay after all. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { faultsInBooks } from '../support/books.ts';
import { COURSES, charges, introduces } from '../support/enrolling.ts';
import { type Person, type Platform, person } from '../support/person.ts';
import { type SandboxProcess, startSandboxProcess } from '../support/running-sandbox.ts';
import { setSystem } from '../support/sandbox-control.ts';
import { until } from '../support/until.ts';

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandboxProcess();
}, 90_000);
afterAll(() => sandbox?.stop());

/** At the payment card of the gap that a course's form lacks. */
async function atPayment(sara: Person): Promise<void> {
  await introduces(sara, COURSES.cheap.code);
  await sara.sees(/موجودی کافی نیست/);
  await sara.presses('شارژ');
  await sara.sees(/پیش از پرداخت بررسی کنید/);
}

describe.each<Platform>(['telegram', 'bale'])('on %s', (platform) => {
  test('scenario 4: a verified top-up of 500,000 rials raises the wallet once, and the enrolment goes on', async () => {
    const sara = await person(sandbox, platform);
    await atPayment(sara);
    const { payment } = await sara.pays();
    expect(payment.amountRials).toBe(500_000);
    await sara.sees(/۵۰۰٬۰۰۰ ریال به کیف پولتان اضافه شد/);
    expect((await sara.sees(/اگر همه چیز درست است/)).text).toContain(COURSES.cheap.title);
    await sara.sends('💳 کیف پول');
    expect((await sara.sees(/موجودی: ۵۰۰٬۰۰۰ ریال/)).text.match(/➕/g)).toHaveLength(1);
    await sara.presses('تأیید');
    await sara.sees(/ثبت‌نام شما انجام شد/);
  });
});

test('on Bale it is paid in the chat itself, and told once, however often the messenger tells of it', async () => {
  const sara = await person(sandbox, 'bale');
  await atPayment(sara);
  await sara.presses('پرداخت در همین گفت‌وگو');
  await until('the invoice is in the chat', async () =>
    (await sara.chat()).some(({ invoice }) => invoice?.totalRials === 500_000),
  );
  await sara.presses('پرداخت', { repeat: 2 });
  await sara.sees(/۵۰۰٬۰۰۰ ریال به کیف پولتان اضافه شد/);
  await sara.sees(/اگر همه چیز درست است/);
  await sara.sends('💳 کیف پول');
  expect((await sara.sees(/موجودی: ۵۰۰٬۰۰۰ ریال/)).text.match(/➕/g)).toHaveLength(1);
});

test('who comes back from a payment that the bank has not told of is not asked to pay again', async () => {
  const sara = await person(sandbox, 'telegram');
  await atPayment(sara);
  await setSystem(sandbox, 'payment', { mode: 'down' });
  await sara.presses('ادامهٔ فرم');
  await sara.sees(/در جریان است.*دوباره پرداخت نکنید/s);
  await sara.presses('واریز کردم');
  const told = await sara.sees(/هنوز خبری از پرداخت .* از بانک نرسیده است/);
  expect(told.buttons?.flat().map(({ text }) => text)).toContain('💳 بازگشت به پرداخت');
  await setSystem(sandbox, 'payment', { mode: 'up' });
  await sara.sends('💳 کیف پول');
  await sara.sees(/^کیف پول شما.*در جریان است.*دوباره پرداخت نکنید/s);

  // Paid without a browser that returns: "I have paid" is enough.
  await sara.pays('paid', 0);
  await sara.presses('بررسی');
  await sara.sees(/به کیف پولتان اضافه شد/);
  await sara.sees(/اگر همه چیز درست است/);
});

test('money charged from the wallet screen lets the form that waits for money go on', async () => {
  const sara = await person(sandbox, 'bale');
  await introduces(sara, COURSES.cheap.code);
  await sara.sees(/موجودی کافی نیست/);
  await charges(sara, 5_000_000);
  await sara.sees(/اگر همه چیز درست است/);
});

test('who cancels with the payment page open, and pays, finds the money and a way on', async () => {
  const sara = await person(sandbox, 'telegram');
  await atPayment(sara);
  await sara.sends('/cancel');
  await sara.sees(/اگر پرداخت کرده باشید، پول به کیف پولتان می‌آید/);
  await sara.pays();
  const told = await sara.sees(/به کیف پولتان اضافه شد.*موجودی کیف پول: ۵۰۰٬۰۰۰ ریال/s);
  expect(told.buttons?.flat().map(({ text }) => text)).toEqual(['📝 ثبت‌نام در دوره', '💳 کیف پول']);
});

test('two chats of one person get one link for what one form lacks', async () => {
  const telegram = await person(sandbox, 'telegram');
  await atPayment(telegram);
  const bale = telegram.otherChat;
  await bale.sends('/start');
  await bale.sees(/۱\. شمارهٔ موبایل/);
  await bale.sharesContact();
  await bale.sees(/۲\. کد ملی/);
  await bale.sends(bale.nationalCode);
  await bale.sees(/موجودی کافی نیست/);
  await bale.presses('شارژ');
  await bale.sees(/پیش از پرداخت بررسی کنید/);

  const payments = await bale.payments();
  expect(payments).toHaveLength(1);
  await bale.pays();
  await bale.sees(/به کیف پولتان اضافه شد/);
  await bale.sees(/اگر همه چیز درست است/);
});

test('money and seats agree after all this', async () => {
  expect(await faultsInBooks(sandbox)).toEqual([]);
});
