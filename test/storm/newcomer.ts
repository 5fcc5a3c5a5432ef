/** People in a storm: one who enrols and tries again for as long as it takes, and one who is not who they say. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

/** So long somebody waits before they press "again". */
const PATIENCE_MS = 1_000;
/** An answer takes some seconds where a system is waited for, and longer where many people are at once. */
const ANSWER_MS = 60_000;
/** Until a payment has been looked at again, by the person's tap or by the job. */
const PAID_MS = 180_000;

/** With the name, or while it is still to come. */
const LET_IN = /(?:هویت شما|کد ملی و موبایل شما) تأیید شد/;
/** The number is not of this code, whether or not somebody has proven the code before. */
const NOT_LET_IN = /ثبت نشده است|پذیرفته نشد/;

/** Who has paid looks so often whether the form has gone on, before they ask. */
const LOOKS_BEFORE_ASKING = 3;

/** `onHeldUp` is called each time they are told that it does not work now. Resolves when they have their receipt. */
export async function enrols(person: Person, courseCode: string, onHeldUp: () => void): Promise<void> {
  await toNationalCode(person, courseCode);
  await person.sends(person.nationalCode);
  await again(person, LET_IN, /سامانهٔ تطبیق/, 'بررسی دوباره', onHeldUp);
  const { text } = await person.sees(/اگر همه چیز درست است|موجودی کافی نیست/, ANSWER_MS);
  if (/موجودی کافی نیست/.test(text)) await pays(person, onHeldUp);
  await person.presses('تأیید');
  // The card may have been drawn anew in that instant, since the money had come: it says so, and the new one is pressed.
  await again(person, /ثبت‌نام شما انجام شد/, /این کارت قدیمی است/, 'تأیید', () => {});
}

/** Types the code of somebody else. Resolves when that was refused, rejects when they were let in. */
export async function isRefused(person: Person, code: string, onHeldUp: () => void): Promise<void> {
  await toNationalCode(person);
  await person.sends(code);
  const answered = new RegExp(`${LET_IN.source}|${NOT_LET_IN.source}`);
  const told = await again(person, answered, /سامانهٔ تطبیق/, 'بررسی دوباره', onHeldUp);
  if (LET_IN.test(told)) throw new Error(`${person.name} was let in as somebody else`);
}

async function toNationalCode(person: Person, courseCode?: string): Promise<void> {
  await person.sends(courseCode === undefined ? '/start' : `/start course_${courseCode}`);
  await person.sees(/۱\. شمارهٔ موبایل/, ANSWER_MS);
  await person.sharesContact();
  await person.sees(/۲\. کد ملی/, ANSWER_MS);
}

/** Presses `button` until something other than `notNow` is said. */
async function again(
  person: Person,
  done: RegExp,
  notNow: RegExp,
  button: string,
  onHeldUp: () => void,
): Promise<string> {
  for (;;) {
    const { text } = await person.sees(new RegExp(`${done.source}|${notNow.source}`), ANSWER_MS);
    if (done.test(text)) return text;
    onHeldUp();
    await delay(PATIENCE_MS);
    await person.presses(button);
  }
}

/** Charges what the form lacks, and is back at its card. */
async function pays(person: Person, onHeldUp: () => void): Promise<void> {
  await person.presses('شارژ');
  await again(person, /پیش از پرداخت بررسی کنید/, /درگاه پرداخت الان/, 'تلاش دوباره', onHeldUp);
  await person.pays();
  const isBack = async () => (await person.unseen()).some(({ text }) => /اگر همه چیز درست است/.test(text));
  let looks = 0;
  await until(
    `${person.name} is back at the card after paying`,
    async () => {
      looks += 1;
      if (looks > LOOKS_BEFORE_ASKING && !(await isBack())) {
        onHeldUp();
        await person.presses('واریز کردم');
      }
      return isBack();
    },
    PAID_MS,
    PATIENCE_MS,
  );
  await person.sees(/اگر همه چیز درست است/);
}
