/** Commands and menu keys do what they say at every question and card, and are never taken for an answer. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { FORM_STEPS } from '../support/form-steps.ts';
import { type Platform, person } from '../support/person.ts';
import { type SharedSandbox, sharedSandbox } from '../support/shared-sandbox.ts';

let sandbox: SharedSandbox;
beforeAll(async () => {
  sandbox = await sharedSandbox();
}, 90_000);

describe.each(FORM_STEPS)('scenario 15: at the step "$name"', ({ reach, stillOpen, goOn }) => {
  test.each<Platform>(['telegram', 'bale'])(
    'on %s, help returns to the question, and /start and the menu are obeyed',
    async (platform) => {
      const sara = await person(sandbox, platform);
      await reach(sara);
      for (const asksForHelp of ['/help', '❓ راهنما']) {
        await sara.sends(asksForHelp);
        await sara.sees(/^راهنما/);
        await sara.sees(stillOpen);
      }
      await sara.sends('/start');
      await sara.sees(/دوره‌های پیش رو|فرم نیمه‌کاره دارید|خوش آمدید/);
      // Had any of this been taken for an answer, the form would be elsewhere now.
      await goOn(sara);
    },
  );

  test.each<Platform>(['telegram', 'bale'])('on %s, /cancel ends the form', async (platform) => {
    const sara = await person(sandbox, platform);
    await reach(sara);
    await sara.sends('/cancel');
    await sara.sees(/انصراف شما ثبت شد|فرم بسته شد/);
    await sara.sends('✖️ انصراف');
    expect((await sara.sees(/فرمی باز نیست/)).text).not.toMatch(stillOpen);
  });
});
