/** Kavenegar's two tables: what a call returns, and how far a message has come. */

/** Return codes of a call that this sandbox can give, with the sentence that goes with each. */
export const RETURN_MESSAGES = {
  200: 'تایید شد',
  400: 'پارامترها ناقص هستند',
  403: 'کد شناسایی API-Key معتبر نمی‌باشد',
  404: 'متدی با این نام پیدا نشده است',
  406: 'پارامترهای اجباری خالی ارسال شده اند',
  409: 'سرور قادر به پاسخگوئی نیست بعدا تلاش کنید',
  411: 'دریافت کننده نامعتبر است',
  412: 'ارسال کننده نامعتبر است',
  413: 'پیام خالی است و یا طول پیام بیش از حد مجاز می‌باشد',
  414: 'حجم درخواست بیشتر از حد مجاز است',
  419: 'طول آرایه متن و گیرنده و فرستنده هم اندازه نیست',
} as const;

export type ReturnCode = keyof typeof RETURN_MESSAGES;

export const STATE_TEXTS = {
  1: 'در صف ارسال',
  4: 'ارسال شده به مخابرات',
  10: 'رسیده به گیرنده',
  100: 'شناسه پیامک نامعتبر است',
} as const;

export type DeliveryState = keyof typeof STATE_TEXTS;

const REACHES_OPERATOR_AFTER_MS = 1_000;
const REACHES_PHONE_AFTER_MS = 3_000;

/** In the sandbox every message that was accepted arrives; it only takes its time. */
export function stateAt(ageMs: number): DeliveryState {
  if (ageMs < REACHES_OPERATOR_AFTER_MS) return 1;
  return ageMs < REACHES_PHONE_AFTER_MS ? 4 : 10;
}
