/** Every question and card of today's forms, for tests of what may happen at any of them. */
import { COURSES, introduces, isKnown } from './enrolling.ts';
import type { Person } from './person.ts';

/** A place in a form: how to get there, what shows that it is still open, and that the right answer still works. */
export interface FormStep {
  name: string;
  reach(person: Person): Promise<unknown>;
  stillOpen: RegExp;
  goOn(person: Person): Promise<unknown>;
}

export const FORM_STEPS: readonly FormStep[] = [
  {
    name: 'mobile',
    async reach(sara) {
      await sara.sends('/start');
      await sara.sees(/۱\. شمارهٔ موبایل/);
    },
    stillOpen: /دکمهٔ «ارسال شمارهٔ موبایل من»|فقط شمارهٔ خودتان را با دکمهٔ پایین/,
    async goOn(sara) {
      await sara.sharesContact();
      await sara.sees(/۲\. کد ملی/);
    },
  },
  {
    name: 'national code',
    async reach(sara) {
      await sara.sends('/start');
      await sara.sees(/۱\. شمارهٔ موبایل/);
      await sara.sharesContact();
      await sara.sees(/۲\. کد ملی/);
    },
    stillOpen: /کد ملی/,
    async goOn(sara) {
      await sara.sends(sara.nationalCode);
      await sara.sees(/هویت شما تأیید شد/);
    },
  },
  {
    name: 'course',
    async reach(sara) {
      await introduces(sara);
      await sara.sees(/انتخاب دوره/);
    },
    stillOpen: /انتخاب دوره|الان باید دوره را انتخاب کنید|دوره‌ای با این نام پیدا نشد/,
    async goOn(sara) {
      await sara.presses(COURSES.cheap.title);
      await sara.sees(/کمک‌های اولیه/);
    },
  },
  {
    name: 'amount',
    async reach(sara) {
      await isKnown(sara);
      await sara.sends('💳 کیف پول');
      await sara.sees(/کیف پول شما/);
      await sara.presses('افزایش اعتبار');
      await sara.sees(/چه مبلغی شارژ شود/);
    },
    stillOpen: /چه مبلغی شارژ شود|مبلغ.*نمونه/s,
    async goOn(sara) {
      await sara.sends('۷۵۰٬۰۰۰ ریال');
      await sara.sees(/مبلغ: ۷۵۰٬۰۰۰ ریال/);
    },
  },
  {
    name: 'payment',
    async reach(sara) {
      await introduces(sara, COURSES.cheap.code);
      await sara.sees(/موجودی کافی نیست/);
      await sara.presses('شارژ ۵۰۰٬۰۰۰ ریال');
      await sara.sees(/پیش از پرداخت بررسی کنید/);
    },
    stillOpen: /موجودی کافی نیست/,
    async goOn(sara) {
      await sara.pays();
      await sara.sees(/اگر همه چیز درست است/);
    },
  },
  {
    name: 'confirm',
    async reach(sara) {
      await introduces(sara, COURSES.free.code);
      await sara.sees(/اگر همه چیز درست است/);
    },
    stillOpen: /اگر همه چیز درست است/,
    async goOn(sara) {
      await sara.presses('تأیید');
      await sara.sees(/ثبت‌نام شما انجام شد/);
    },
  },
];
