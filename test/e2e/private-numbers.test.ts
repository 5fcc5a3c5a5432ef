/** National codes and card numbers do not stay in a chat; what was understood of them is said in the answer. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { introduces, isKnown } from '../support/enrolling.ts';
import { inPersianDigits, type Person, type Platform, person } from '../support/person.ts';
import { type SharedSandbox, sharedSandbox } from '../support/shared-sandbox.ts';
import { until } from '../support/until.ts';

let sandbox: SharedSandbox;
beforeAll(async () => {
  sandbox = await sharedSandbox();
}, 90_000);

const CARD = '6037701689095443';

const textsOf = async (sara: Person) =>
  (await sara.chat()).filter(({ from }) => from === 'person').map(({ text }) => text);

describe.each<Platform>(['telegram', 'bale'])('on %s', (platform) => {
  test('the national code of the form is deleted and echoed in the acknowledgement', async () => {
    const sara = await person(sandbox, platform);
    await sara.sends('/start');
    await sara.sees(/۱\. شمارهٔ موبایل/);
    await sara.sharesContact();
    await sara.sees(/۲\. کد ملی/);
    const typed = inPersianDigits(sara.nationalCode).replace(/(.{3})/g, '$1 ');
    await sara.sends(typed);
    const { text } = await sara.sees(/هویت شما تأیید شد/);
    const [head, tail] = [sara.nationalCode.slice(0, 3), sara.nationalCode.slice(7)].map(inPersianDigits);
    // Bale's stars are look-alikes, which do not begin bold text.
    expect(text.replaceAll('∗', '*')).toContain(`کد ملی دریافتی:\n${head}****${tail}`);
    await until('the code is gone', async () => !(await textsOf(sara)).includes(typed.trim()));
  });

  test('a code in any other message, also in a caption or an edit, is deleted with one answer', async () => {
    const sara = await person(sandbox, platform);
    await isKnown(sara);
    await sara.does({ photo: { caption: `کد من ${sara.nationalCode} است` } });
    await sara.sees(/کد ملی دریافتی.*الان منتظر پاسخی نیستیم/s);
    await until('the picture is gone', async () =>
      (await textsOf(sara)).every((text) => !/کد من/.test(text)),
    );

    await sara.sends('سلام');
    await sara.sees(/الان منتظر پاسخی نیستیم/);
    const hello = (await sara.chat()).findLast(({ from }) => from === 'person');
    await sara.does({ edit: { messageId: hello?.messageId, text: sara.nationalCode } });
    await sara.sees(/کد ملی دریافتی.*ویرایش کردید/s);
    await until('the edited message is gone', async () => !(await textsOf(sara)).includes(sara.nationalCode));
  });

  test('a card number is deleted at any question, with the word that it is never asked for', async () => {
    const sara = await person(sandbox, platform);
    await introduces(sara);
    await sara.sees(/انتخاب دوره/);
    await sara.sends(`شمارهٔ کارتم ${CARD.replace(/(.{4})/g, '$1-')}`);
    await sara.sees(/هرگز شمارهٔ کارت بانکی نمی‌خواهیم.*دوره‌ای با این نام پیدا نشد/s);
    await until('the card is gone', async () =>
      (await textsOf(sara)).every((text) => !text.includes('6037')),
    );
  });
});
