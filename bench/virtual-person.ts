/**
 * A person who enrols: reads what the bot shows and does the next thing. Any bot that asks the same things can be measured,
 * however it says them, because the person goes by keyboards and by the words on the buttons. Only the contact must be asked
 * for before the national code: a greeting may well mention the code.
 */
import type { BotMessage, InlineButton } from './fast-bot-api.ts';

export interface VirtualPerson {
  userId: number;
  /** Ten digits with a valid check digit. */
  nationalCode: string;
  /** As a messenger writes it: `98912…`. */
  phoneNumber: string;
  courseTitle: string;
  done: Set<'contact' | 'national-code' | 'confirm'>;
}

/** What the person does about a message. */
export type Reaction =
  | { type: 'share-contact' }
  | { type: 'say'; text: string }
  | { type: 'press'; data: string }
  | { type: 'finish' }
  | { type: 'wait' };

/** Courses that people choose from; as many as fit on a bot's first page. */
export const COURSE_TITLES = [
  'مهارت‌های پایهٔ رایانه',
  'جوشکاری برق',
  'تعمیر خودرو',
  'دوخت لباس',
  'شیرینی‌پزی',
  'برق ساختمان',
] as const;

export const CENTRE = { name: 'مرکز آزمون سرعت', province: 'تهران' };

const CONFIRM = /تأیید|تایید/;
const RECEIPT = /رهگیری/;
const NATIONAL_CODE_QUESTION = /کد\s?ملی/;

/** Person number n; no two are alike. People spread evenly over the first `courses` courses. */
export function createVirtualPerson(number: number, courses: number): VirtualPerson {
  return {
    userId: 700_000_000 + number,
    nationalCode: nationalCodeOf(number),
    phoneNumber: `98912${String(number).padStart(7, '0')}`,
    courseTitle: COURSE_TITLES[number % courses] ?? COURSE_TITLES[0],
    done: new Set(),
  };
}

/** What the person does now; remembers it as done. */
export function react(person: VirtualPerson, message: BotMessage): Reaction {
  if (person.done.has('confirm')) return { type: RECEIPT.test(message.text) ? 'finish' : 'wait' };
  if (!person.done.has('contact') && asksForContact(message)) {
    person.done.add('contact');
    return { type: 'share-contact' };
  }
  const buttons = message.reply_markup?.inline_keyboard?.flat() ?? [];
  const confirm = buttons.find((button) => CONFIRM.test(button.text));
  if (confirm?.callback_data) {
    person.done.add('confirm');
    return { type: 'press', data: confirm.callback_data };
  }
  const choice = buttonTowardsCourse(buttons, person.courseTitle);
  if (choice?.callback_data) return { type: 'press', data: choice.callback_data };
  const mayTellCode = person.done.has('contact') && !person.done.has('national-code');
  if (mayTellCode && NATIONAL_CODE_QUESTION.test(message.text)) {
    person.done.add('national-code');
    return { type: 'say', text: person.nationalCode };
  }
  return { type: 'wait' };
}

function asksForContact(message: BotMessage): boolean {
  const keys = message.reply_markup?.keyboard?.flat() ?? [];
  return keys.some((key) => typeof key === 'object' && key.request_contact === true);
}

/** The course itself, or the place where it is. */
function buttonTowardsCourse(buttons: InlineButton[], courseTitle: string): InlineButton | undefined {
  for (const label of [courseTitle, CENTRE.name, CENTRE.province]) {
    const button = buttons.find(({ text }) => text.includes(label));
    if (button) return button;
  }
  return undefined;
}

/** A valid national code made from a number below a million. */
export function nationalCodeOf(number: number): string {
  const digits = `123${String(number).padStart(6, '0')}`;
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (10 - index), 0);
  const rest = sum % 11;
  return `${digits}${rest < 2 ? rest : 11 - rest}`;
}
