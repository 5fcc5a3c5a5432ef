/** The usual way through the form, for tests that are about what comes before, between or after. */
import type { Person, Seen } from './person.ts';

/** Courses of the sandbox's world. */
export const COURSES = {
  /** 500,000 rials. */
  cheap: { code: 'firstaid', title: 'کمک‌های اولیه', feeRials: 500_000 },
  alsoCheap: { code: 'safety101', title: 'ایمنی و بهداشت کار', feeRials: 500_000 },
  free: { code: 'entre101', title: 'مهارت‌های کسب‌وکار خانگی', feeRials: 0 },
  alsoFree: { code: 'literacy', title: 'سواد مالی برای همه', feeRials: 0 },
  welding: { code: 'weld101', title: 'جوشکاری با قوس الکتریکی (SMAW)', feeRials: 4_500_000 },
  /** One seat is left. */
  lastSeat: { code: 'ict101', title: 'مهارت‌های هفت‌گانهٔ رایانه (ICDL)', feeRials: 1_200_000 },
  full: { code: 'nurse101', title: 'کمک‌پرستاری' },
  closed: { code: 'lathe101', title: 'تراشکاری درجهٔ ۲' },
  notYetOpen: { code: 'robot201', title: 'رباتیک و اینترنت اشیا' },
} as const;

/** /start → contact → national code: from here on the bot knows who it is. */
export async function introduces(person: Person, link = ''): Promise<void> {
  await person.sends(link ? `/start course_${link}` : '/start');
  await person.sees(/۱\. شمارهٔ موبایل/);
  await person.sharesContact();
  await person.sees(/۲\. کد ملی/);
  await person.sends(person.nationalCode);
  await person.sees(/هویت شما تأیید شد/);
}

/** The bot knows who it is, and no form is open. */
export async function isKnown(person: Person): Promise<void> {
  await introduces(person);
  await person.sends('/cancel');
  await person.sees(/انصراف شما ثبت شد/);
  await person.sees(/دوره‌های پیش رو/);
}

/** A known person charges their wallet, outside any form. */
export async function charges(person: Person, rials: number): Promise<void> {
  await person.sends('💳 کیف پول');
  await person.sees(/کیف پول شما/);
  await person.presses('افزایش اعتبار');
  await person.sees(/چه مبلغی شارژ شود/);
  await person.sends(`${rials} ریال`);
  await person.sees(/پیش از پرداخت بررسی کنید/);
  await person.pays();
  await person.sees(/به کیف پولتان اضافه شد/);
}

/** A known person, whose wallet suffices, sees the confirm card of a course. */
export async function opensCard(person: Person, courseCode: string): Promise<Seen> {
  await person.sends(`/start course_${courseCode}`);
  return person.sees(/اگر همه چیز درست است/);
}
