/** What is refused, in words that say why and what to do; the question stays open and nothing is taken. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { withCheckDigit } from '../../sandbox/world/national-code.ts';
import { faultsInBooks } from '../support/books.ts';
import { COURSES, charges, introduces, isKnown, opensCard } from '../support/enrolling.ts';
import { type Person, type Platform, person } from '../support/person.ts';
import { type SharedSandbox, sharedSandbox } from '../support/shared-sandbox.ts';

let sandbox: SharedSandbox;
beforeAll(async () => {
  sandbox = await sharedSandbox();
}, 90_000);

/** A newcomer who has shared their number and is asked for the national code. */
async function atNationalCode(newcomer: Person): Promise<Person> {
  await newcomer.sends('/start');
  await newcomer.sees(/۱\. شمارهٔ موبایل/);
  await newcomer.sharesContact();
  await newcomer.sees(/۲\. کد ملی/);
  return newcomer;
}

async function isLetIn(newcomer: Person): Promise<void> {
  await newcomer.sends(newcomer.nationalCode);
  await newcomer.sees(/هویت شما تأیید شد/);
}

describe.each<Platform>(['telegram', 'bale'])('on %s', (platform) => {
  test("scenario 10: somebody else's contact and a typed number are refused with the reason; one's own is taken", async () => {
    const sara = await person(sandbox, platform);
    const other = await person(sandbox, platform);
    await sara.sends('/start');
    await sara.sees(/۱\. شمارهٔ موبایل/);

    await sara.does({ contact: { phoneNumber: other.mobile, firstName: 'دوست', userId: other.userId } });
    await sara.sees(/متعلق به شخص دیگری است/);
    // A card from the address book has no account behind it, even with one's own number on it.
    await sara.does({ contact: { phoneNumber: sara.mobile, firstName: 'خودم' } });
    await sara.sees(/معلوم نیست که شماره متعلق به خودتان باشد/);
    await sara.sends(sara.mobile);
    await sara.sees(/شماره را تایپ نکنید/);

    await sara.sharesContact();
    await sara.sees(/۲\. کد ملی/);
  });

  test('scenario 8: a national code with a wrong digit, ten equal digits or a missing digit is refused with an example', async () => {
    const sara = await atNationalCode(await person(sandbox, platform));

    await sara.sends(withWrongCheckDigit(sara.nationalCode));
    expect((await sara.sees(/کد ملی درستی نیست/)).text).toContain('نمونه');
    await sara.sends('1111111111');
    expect((await sara.sees(/۱۱۱۱۱۱۱۱۱۱ کد ملی درستی نیست/)).text).toContain('نمونه');
    await sara.sends(sara.nationalCode.slice(0, 7));
    expect((await sara.sees(/شما ۷ رقم نوشتید/)).text).toContain('نمونه');

    await isLetIn(sara);
  });

  test('a forwarded code is refused; the same code typed is taken', async () => {
    const sara = await atNationalCode(await person(sandbox, platform));
    await sara.does({ forward: { text: sara.nationalCode } });
    await sara.sees(/فوروارد شده باشد به‌جای کد ملی نمی‌پذیریم/);
    await isLetIn(sara);
  });

  test("a code whose mobile is another's is refused, and after five such tries a day the right one too", async () => {
    const [amir, ...others] = await Promise.all(Array.from({ length: 6 }, () => person(sandbox, platform)));
    if (!amir) throw new Error('no person was made');
    await atNationalCode(amir);
    for (const { nationalCode } of others) {
      await amir.sends(nationalCode);
      await amir.sees(/به نام کد ملی .* ثبت نشده است/);
    }
    await amir.sends(amir.nationalCode);
    await amir.sees(/امروز چند بار/);
  });
});

test('a SIM in the name of a parent is not accepted for the child', async () => {
  const father = await person(sandbox, 'bale', { firstName: 'بهرام' });
  const son = await person(sandbox, 'telegram', { mobileRegisteredTo: father.nationalCode });
  await atNationalCode(son);
  await son.sends(son.nationalCode);
  await son.sees(/ثبت نشده است.*به نام شخص دیگری/s);
});

test('a code that the registry does not know, or whose holder has died, is refused', async () => {
  const [unknown, late] = await Promise.all([
    person(sandbox, 'telegram', { mobileRegisteredTo: NOBODY }),
    person(sandbox, 'bale', { alive: false }),
  ]);
  await Promise.all([atNationalCode(unknown), atNationalCode(late)]);
  await unknown.sends(NOBODY);
  await unknown.sees(/ثبت احوال این کد ملی را نمی‌شناسد/);
  await late.sends(late.nationalCode);
  await late.sees(/ثبت‌نام با این کد ملی ممکن نیست/);
});

test('a course that is over, not yet open or unknown is refused by name, and others are offered; a full one has a line', async () => {
  const sara = await person(sandbox, 'telegram');
  await introduces(sara);
  await sara.sees(/انتخاب دوره/);
  const refusals: [link: string, why: RegExp][] = [
    [COURSES.closed.code, /ثبت‌نام دورهٔ «تراشکاری درجهٔ ۲» بسته شده است/],
    [COURSES.notYetOpen.code, /ثبت‌نام دورهٔ «رباتیک و اینترنت اشیا» از .* باز می‌شود/],
    ['no-such-course', /دوره‌ای با این نشانی یا کد پیدا نشد/],
  ];
  for (const [link, why] of refusals) {
    await sara.sends(`/start course_${link}`);
    expect(courseButtons(await sara.sees(why))).not.toHaveLength(0);
  }

  await sara.sends('کمک‌پرستاری');
  await sara.sees(/دوره‌هایی که با/);
  await sara.presses('کمک‌پرستاری');
  await sara.sees(/کمک‌پرستاری.*ظرفیت این دوره پر است.*در صف بایستید/s);
  await sara.presses('تغییر دوره');
  expect(courseButtons(await sara.sees(/انتخاب دوره/))).not.toHaveLength(0);
});

test('the last seat goes to one; the other, with the card already open, is told and pays nothing', async () => {
  const [first, second] = await Promise.all([person(sandbox, 'telegram'), person(sandbox, 'bale')]);
  const both = [first, second];
  await Promise.all(both.map((one) => isKnown(one)));
  await Promise.all(both.map((one) => charges(one, COURSES.lastSeat.feeRials)));
  await Promise.all(both.map((one) => opensCard(one, COURSES.lastSeat.code)));
  await Promise.all(both.map((one) => one.presses('تأیید')));

  const told = await Promise.all(both.map((one) => one.sees(/ثبت‌نام شما انجام شد|ظرفیت این دوره پر است/)));
  expect(told.filter(({ text }) => text.includes('انجام شد'))).toHaveLength(1);
  const loser = both[told.findIndex(({ text }) => text.includes('ظرفیت'))];
  // Who has just paid for it reads where the money is.
  expect(told.find(({ text }) => text.includes('ظرفیت'))?.text).toMatch(/۱٬۲۰۰٬۰۰۰ ریال در کیف پول شماست/);
  await loser?.sends('💳 کیف پول');
  await loser?.sees(/موجودی: ۱٬۲۰۰٬۰۰۰ ریال/);
});

test.each<Platform>(['telegram', 'bale'])(
  'on %s, a wallet that is short can be left: nothing is taken, and nothing stays open',
  async (platform) => {
    const sara = await person(sandbox, platform);
    await introduces(sara, COURSES.cheap.code);
    await sara.sees(/موجودی کافی نیست/);
    await sara.presses('انصراف');
    await sara.sees(/انصراف شما ثبت شد.*پولی از شما نگرفتیم/);
    await sara.sends('🎓 ثبت‌نام‌های من');
    await sara.sees(/هنوز در دوره‌ای ثبت‌نام نکرده‌اید/);
    await sara.sends('/cancel');
    await sara.sees(/فرمی باز نیست/);
    expect(await sara.payments()).toEqual([]);
  },
);

test('money and seats agree after all this', async () => {
  expect(await faultsInBooks(sandbox)).toEqual([]);
});

/** Well formed, and nobody's. */
const NOBODY = withCheckDigit('998299999');

const withWrongCheckDigit = (code: string) => `${code.slice(0, 9)}${(Number(code[9]) + 1) % 10}`;

const courseButtons = ({ buttons = [] }: Awaited<ReturnType<Person['sees']>>) =>
  buttons.flat().filter(({ data }) => data?.startsWith('course:'));
