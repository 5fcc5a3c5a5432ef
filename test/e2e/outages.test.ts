/** The outside world fails for a while: people are told the truth, nothing is lost, nothing is done twice. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { SYSTEM_NAMES } from '../../sandbox/systems.ts';
import { faultsInBooks } from '../support/books.ts';
import { COURSES, introduces } from '../support/enrolling.ts';
import { type Person, person } from '../support/person.ts';
import { type SandboxProcess, startSandboxProcess } from '../support/running-sandbox.ts';
import { killApp, setSystem } from '../support/sandbox-control.ts';
import { until } from '../support/until.ts';

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandboxProcess();
}, 90_000);
afterAll(() => sandbox?.stop());
afterEach(() => Promise.all(SYSTEM_NAMES.map((name) => setSystem(sandbox, name, { mode: 'up' }))));

/** Longest that the jobs leave something be before they look again: two retries of a notice and a sweep. */
const SOON_MS = 60_000;

const onBoth = () => Promise.all([person(sandbox, 'telegram'), person(sandbox, 'bale')]);
const each = <T>(people: Person[], does: (one: Person) => Promise<T>) => Promise.all(people.map(does));

async function atNationalCode(sara: Person): Promise<void> {
  await sara.sends('/start');
  await sara.sees(/۱\. شمارهٔ موبایل/);
  await sara.sharesContact();
  await sara.sees(/۲\. کد ملی/);
}

async function isEnrolledFree(sara: Person): Promise<void> {
  await introduces(sara, COURSES.free.code);
  await sara.sees(/اگر همه چیز درست است/);
  await sara.presses('تأیید');
  await sara.sees(/ثبت‌نام شما انجام شد/);
}

const someSms = (sara: Person) =>
  until(
    'an SMS arrives',
    async () => {
      const found = await sara.sms();
      return found.length > 0 && found;
    },
    SOON_MS,
  );

test('while the mobile-ownership service is down the code is kept, and one tap goes on when it is back', async () => {
  const people = await onBoth();
  await each(people, atNationalCode);
  await setSystem(sandbox, 'shahkar', { mode: 'down' });
  await each(people, async (sara) => {
    await sara.sends(sara.nationalCode);
    await sara.sees(/سامانهٔ تطبیق موبایل و کد ملی الان پاسخ نمی‌دهد/);
    await sara.presses('بررسی دوباره');
    await sara.sees(/هنوز پاسخ نمی‌دهد/);
  });
  await setSystem(sandbox, 'shahkar', { mode: 'up' });
  await each(people, async (sara) => {
    await sara.presses('بررسی دوباره');
    await sara.sees(/هویت شما تأیید شد/);
    await sara.sees(/انتخاب دوره/);
  });
});

test('a code kept during the outage that turns out to be of another mobile is asked anew', async () => {
  const [sara, other] = await onBoth();
  await atNationalCode(sara);
  await setSystem(sandbox, 'shahkar', { mode: 'down', how: 'reset' });
  await sara.sends(other.nationalCode);
  await sara.sees(/الان پاسخ نمی‌دهد/);
  await setSystem(sandbox, 'shahkar', { mode: 'up' });
  await sara.presses('بررسی دوباره');
  await sara.sees(/ثبت نشده است/);
  await sara.sends('/help');
  await sara.sees(/^راهنما/);
  await sara.sees(/۲\. کد ملی/);
  await sara.sends(sara.nationalCode);
  await sara.sees(/هویت شما تأیید شد/);
});

test('scenario 45: while the civil registry is down people enrol without a name; it follows by itself, and they are told', async () => {
  const people = await onBoth();
  await each(people, atNationalCode);
  await setSystem(sandbox, 'civil-registry', { mode: 'down' });
  await each(people, async (sara) => {
    await sara.sends(sara.nationalCode);
    await sara.sees(/ثبت احوال الان پاسخ نمی‌دهد؛ نام شما بعداً خودکار کامل می‌شود/);
    await sara.sends(`/start course_${COURSES.free.code}`);
    await sara.sees(/نام شما پس از پاسخ ثبت احوال کامل می‌شود/);
    await sara.presses('تأیید');
    await sara.sees(/ثبت‌نام شما انجام شد/);
    expect(await someSms(sara)).toHaveLength(1);
  });
  await setSystem(sandbox, 'civil-registry', { mode: 'up' });
  await each(people, async (sara) => {
    const told = await sara.sees(/نام شما کامل شد/, SOON_MS);
    expect(told.text).toContain(sara.name);
    await sara.sends('/start');
    await sara.sees(/سلام سارا عزیز/);
  });
}, 90_000);

test('notices wait for an SMS provider and an e-inbox that are down, and arrive once each', async () => {
  await setSystem(sandbox, 'sms', { mode: 'down', how: 'reset' });
  await setSystem(sandbox, 'karpooshe', { mode: 'down' });
  const people = await onBoth();
  await each(people, isEnrolledFree);
  expect(await people[0].sms()).toEqual([]);
  // What waits is remembered by the database, not by the process.
  await killApp(sandbox);
  await setSystem(sandbox, 'sms', { mode: 'up' });
  await setSystem(sandbox, 'karpooshe', { mode: 'up' });
  await each(people, async (sara) => {
    expect(await someSms(sara)).toHaveLength(1);
    await until('a notice in the e-inbox', async () => (await sara.inbox()).length > 0, SOON_MS);
    expect(await sara.inbox()).toHaveLength(1);
  });
}, 90_000);

test('a gateway that is down takes nothing and says so; the same form goes on when it is back', async () => {
  const people = await onBoth();
  await setSystem(sandbox, 'payment', { mode: 'down' });
  await each(people, async (sara) => {
    await introduces(sara, COURSES.cheap.code);
    await sara.sees(/موجودی کافی نیست/);
    await sara.presses('شارژ');
    await sara.sees(/درگاه پرداخت الان پاسخ نمی‌دهد.*پولی از شما نگرفتیم/s);
  });
  await setSystem(sandbox, 'payment', { mode: 'up' });
  await each(people, async (sara) => {
    await sara.presses('ادامهٔ فرم');
    await sara.sees(/موجودی کافی نیست/);
    await sara.presses('شارژ');
    await sara.sees(/پیش از پرداخت بررسی کنید/);
  });
});

test('a payment that cannot be verified at once is called "being checked", never lost', async () => {
  const sara = await person(sandbox, 'telegram');
  await introduces(sara, COURSES.cheap.code);
  await sara.sees(/موجودی کافی نیست/);
  await sara.presses('شارژ');
  await sara.sees(/پیش از پرداخت بررسی کنید/);
  await setSystem(sandbox, 'payment', { mode: 'down' });
  const { callbacks, returnUrl } = await sara.pays();
  expect(callbacks[0]?.body).toContain('پرداخت در حال بررسی است');
  await setSystem(sandbox, 'payment', { mode: 'up' });
  expect(await (await fetch(returnUrl)).text()).toContain('پرداخت شما رسید');
  await sara.sees(/اگر همه چیز درست است/);
});

describe('when the messengers fail for a while', () => {
  test('what was sent meanwhile is answered afterwards, in order', async () => {
    const people = await onBoth();
    await each(people, async (sara) => {
      await sara.sends('/start');
      await sara.sees(/۱\. شمارهٔ موبایل/);
    });
    await setSystem(sandbox, 'bot-api', { mode: 'down' });
    await each(people, async (sara) => {
      await sara.sharesContact();
      await sara.sends('1111111111');
      await sara.sends(sara.nationalCode);
    });
    await killApp(sandbox);
    await setSystem(sandbox, 'bot-api', { mode: 'up' });
    await each(people, async (sara) => {
      await sara.sees(/۲\. کد ملی/);
      await sara.sees(/کد ملی درستی نیست/);
      await sara.sees(/هویت شما تأیید شد/);
    });
  });

  test.each([
    ['every third call fails', { mode: 'flaky', share: 0.33, how: 'error' }],
    ['every third connection breaks', { mode: 'flaky', share: 0.33, how: 'reset' }],
    ['three calls a second are served', { mode: 'limited', perSecond: 3 }],
  ] as const)(
    '(%s) the whole way is walked all the same',
    async (_how, mode) => {
      await setSystem(sandbox, 'bot-api', mode);
      await each(await onBoth(), async (sara) => {
        await isEnrolledFree(sara);
        expect(await someSms(sara)).toHaveLength(1);
      });
    },
    60_000,
  );
});

test('money and seats agree after all this', async () => {
  expect(await faultsInBooks(sandbox)).toEqual([]);
});
