/** People who block the bot or delete their account: nobody is written to in vain, and whoever returns goes on. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { COURSES, introduces } from '../support/enrolling.ts';
import { type Person, type Platform, person } from '../support/person.ts';
import { control } from '../support/sandbox-control.ts';
import { type SharedSandbox, sharedSandbox } from '../support/shared-sandbox.ts';
import { until } from '../support/until.ts';

let sandbox: SharedSandbox;
beforeAll(async () => {
  sandbox = await sharedSandbox();
}, 90_000);

/** Calls of the bot about this person's chat that the messenger has refused. */
async function refusedCalls({ platform, userId }: Person) {
  const calls = await control<{ method: string; status: number; payload: { chat_id?: string } }[]>(
    sandbox,
    `chats/${platform}/calls?limit=1000`,
  );
  return calls.filter(({ status, payload }) => String(payload.chat_id) === userId && status !== 200);
}

describe.each<Platform>(['telegram', 'bale'])('on %s', (platform) => {
  test('scenario 21: who blocks the bot in a form is left alone, and finds the form when they are back', async () => {
    const sara = await person(sandbox, platform);
    await introduces(sara, COURSES.cheap.code);
    await sara.sees(/موجودی کافی نیست/);
    await sara.presses('شارژ ۵۰۰٬۰۰۰ ریال');
    await sara.sees(/پیش از پرداخت بررسی کنید/);
    await sara.does({ block: true });
    const { callbacks } = await sara.pays();
    expect(callbacks).toMatchObject([{ status: 200 }]);
    // Bale does not tell of being blocked: the first refusal does.
    if (platform === 'bale') {
      await until('the notice is refused', async () => (await refusedCalls(sara)).length > 0);
    }

    await sara.does({ unblock: true });
    await sara.sends('/start');
    await sara.sees(/فرم نیمه‌کاره دارید/);
    await sara.presses('ادامهٔ ثبت‌نام');
    await sara.sees(/اگر همه چیز درست است/);
    expect((await refusedCalls(sara)).length).toBeLessThanOrEqual(1);
  });

  test('nothing more is sent to a deleted account, not even an apology', async () => {
    const sara = await person(sandbox, platform);
    await sara.sends('/start');
    await sara.sees(/۱\. شمارهٔ موبایل/);
    await setDeactivated(sara, true);
    await sara.sends('سلام');
    await until('the answer is refused', async () => (await refusedCalls(sara)).length > 0);
    await setDeactivated(sara, false);
    await sara.sends('سلام');
    await sara.sees(/دکمهٔ «ارسال شمارهٔ موبایل من»/);
    expect((await refusedCalls(sara)).map(({ method }) => method)).toEqual(['sendMessage']);
  });
});

async function setDeactivated({ platform, userId }: Person, deactivated: boolean): Promise<void> {
  const response = await fetch(`${sandbox.baseUrl}/sandbox/chats/${platform}/${userId}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ deactivated }),
  });
  expect(response.status).toBe(200);
}
