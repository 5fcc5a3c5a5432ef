/** The texts and buttons of the reference bots; what they ask is what karamooz asks a newcomer. */
import { COURSE_TITLES } from '../virtual-person.ts';

export const CONTACT_BUTTON = 'ارسال شمارهٔ همراه من';
/** What a tap on a course sends; the number is the course's place in the list. */
export const COURSE_DATA = /^course:(\d)$/;
export const CONFIRM_DATA = 'confirm';

export const askContact =
  'به سامانهٔ ثبت‌نام دوره‌ها خوش آمدید. برای شروع، شمارهٔ همراه خود را با دکمهٔ زیر بفرستید.';
export const askNationalCode = 'کد ملی ده‌رقمی خود را بفرستید.';
export const wrongNationalCode = 'این کد ملی درست نیست. آن را یک بار دیگر با دقت بفرستید.';
export const askCourse = 'دوره را انتخاب کنید:';
export const confirmButton = 'تأیید ثبت‌نام';

/** The courses as rows of one button. */
export const courseButtons = COURSE_TITLES.map((title, index) => [
  { text: `${title} – رایگان`, callback_data: `course:${index}` },
]);

/** Title of the course that a tap named. */
export function courseTitleOf(data: string): string {
  return COURSE_TITLES[Number(COURSE_DATA.exec(data)?.[1])] ?? '';
}

export function summary(phoneNumber: string, nationalCode: string, courseTitle: string): string {
  return [
    'لطفاً بررسی کنید:',
    `شمارهٔ همراه: ${phoneNumber}`,
    `کد ملی: ${nationalCode}`,
    `دوره: ${courseTitle}`,
    'هزینه: رایگان',
  ].join('\n');
}

export function receipt(trackingCode: string): string {
  return `ثبت‌نام شما انجام شد.\nکد رهگیری: ${trackingCode}`;
}

/** Ten digits and the right check digit. */
export function isNationalCode(text: string): boolean {
  if (!/^\d{10}$/.test(text)) return false;
  const sum = [...text.slice(0, 9)].reduce((total, digit, index) => total + Number(digit) * (10 - index), 0);
  const rest = sum % 11;
  return Number(text[9]) === (rest < 2 ? rest : 11 - rest);
}

/** The environment that the benchmark gives to every bot. */
export function readEnvironment(): { token: string; apiRoot: string; redisUrl: string } {
  const { TELEGRAM_BOT_TOKEN, TELEGRAM_API_ROOT, REDIS_URL } = process.env;
  if (!TELEGRAM_BOT_TOKEN || !TELEGRAM_API_ROOT || !REDIS_URL) {
    throw new Error('TELEGRAM_BOT_TOKEN, TELEGRAM_API_ROOT and REDIS_URL are needed');
  }
  return { token: TELEGRAM_BOT_TOKEN, apiRoot: TELEGRAM_API_ROOT, redisUrl: REDIS_URL };
}
