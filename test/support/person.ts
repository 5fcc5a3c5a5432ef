/**
 * A person who chats: sends, presses, sees. Everything goes through the sandbox's control API, as it would go through
 * a phone; nothing of the product is called.
 */
import { withCheckDigit } from '../../sandbox/world/national-code.ts';
import { control, type Surroundings } from './sandbox-control.ts';

export type Platform = 'telegram' | 'bale';

/** A message as the person sees it now, without the invisible marks that steer the direction of writing. */
export interface Seen {
  /** Grows with every change in the chat; an edited message gets a new one. */
  id: number;
  messageId: number;
  from: 'bot' | 'person';
  text: string;
  buttons?: { text: string; data?: string; url?: string }[][];
  keyboard?: unknown;
  invoice?: { title: string; description: string; totalRials: number };
}

export interface Sms {
  sender: string;
  receptor: string;
  message: string;
}

export interface InboxNotice {
  nationalCode: string;
  title: string;
  body: string;
}

export interface Payment {
  id: string;
  amountRials: number;
  description: string;
  mobile?: string;
  status: string;
}

/** What may be said of a person before they exist. */
export interface PersonOptions {
  firstName?: string;
  lastName?: string;
  /** Of somebody who is there already: they move to new accounts and a new mobile. */
  nationalCode?: string;
  /** IETF tag of the language of their app. */
  languageCode?: string;
  alive?: boolean;
  /** National code to which the operators have registered the mobile; their own unless told otherwise. */
  mobileRegisteredTo?: string;
}

/** How often the messenger delivers the same update to the bot. */
export interface Times {
  repeat?: number;
}

export interface Person {
  readonly platform: Platform;
  readonly userId: string;
  readonly name: string;
  readonly nationalCode: string;
  readonly mobile: string;
  /** The same person on the other messenger. */
  readonly otherChat: Person;
  sends(text: string, times?: Times): Promise<void>;
  /** Presses the messenger's own "share my number". */
  sharesContact(times?: Times): Promise<void>;
  /** Presses the button with this label, or a label that contains it; on the latest message that has one. */
  presses(label: string, on?: Times & { messageId?: number }): Promise<void>;
  /** Anything else that the control API knows: `{ sticker: true }`, `{ pressData: '…' }`. */
  does(action: object): Promise<void>;
  /** Waits for the bot's next message, after the one last seen, that matches; a message changed by an edit is new. */
  sees(pattern: RegExp, withinMs?: number): Promise<Seen>;
  /** Whatever the bot wrote after the message last seen, without waiting and without looking at it. */
  unseen(): Promise<Seen[]>;
  /** The whole chat as it is now. */
  chat(): Promise<Seen[]>;
  /** Every SMS that came to the phone so far. */
  sms(): Promise<Sms[]>;
  inbox(): Promise<InboxNotice[]>;
  payments(): Promise<Payment[]>;
  /** Ends the open payment at the gateway's page; the browser returns `callbacks` times at once. */
  pays(outcome?: 'paid' | 'failed' | 'cancelled', callbacks?: number): Promise<PaymentReturn>;
}

export interface PaymentReturn {
  payment: Payment;
  callbacks: { status: number; body?: string }[];
  returnUrl: string;
}

const SEE_WITHIN_MS = 25_000;
/** The apology for a fault of ours, in both languages: nothing a person does may bring it about. */
const APOLOGY = /کد پیگیری خطا|Error code/;

let born = 0;

/** A new inhabitant of the sandbox, whom the bot has never met. On both messengers; this is their chat on `platform`. */
export async function person(
  sandbox: Surroundings,
  platform: Platform,
  options: PersonOptions = {},
): Promise<Person> {
  born += 1;
  const number = born + (sandbox.peopleFrom ?? 0);
  const { firstName = 'سارا', lastName = `آزمون‌زاده ${number}`, languageCode = 'fa', ...different } = options;
  const registered = {
    nationalCode: withCheckDigit(`9981${String(number).padStart(5, '0')}`),
    mobile: `0998${String(number).padStart(7, '0')}`,
    ...{ firstName, lastName, ...different },
    accounts: {
      telegram: { userId: String(500_000 + number), languageCode },
      bale: { userId: String(600_000 + number), languageCode },
    },
  };
  await control(sandbox, 'people', registered);
  return chatter(sandbox, platform, registered);
}

interface Registered {
  nationalCode: string;
  mobile: string;
  firstName: string;
  lastName: string;
  accounts: Record<Platform, { userId: string }>;
}

function chatter(sandbox: Surroundings, platform: Platform, registered: Registered, other?: Person): Person {
  const { nationalCode, mobile, firstName, lastName, accounts } = registered;
  const { userId } = accounts[platform];
  const path = `chats/${platform}/${userId}/messages`;
  let lastSeen = 0;
  let otherChat = other;

  const act = async (action: object) => {
    await control(sandbox, path, action);
  };
  const read = async (after: number, waitMs = 0) => {
    const items = await control<Seen[]>(sandbox, `${path}?after=${after}&wait=${waitMs}`);
    return items.map((item) => ({
      ...item,
      text: withoutMarks(item.text),
      ...(item.buttons && { buttons: item.buttons.map((row) => row.map(asSeen)) }),
    }));
  };
  const own = async <T>(list: string, isMine: (item: T) => boolean) =>
    (await control<T[]>(sandbox, list)).filter(isMine);
  const payments = () => own<Payment>('payments', (payment) => payment.mobile === mobile);

  const self: Person = {
    ...{ platform, userId, nationalCode, mobile, name: `${firstName} ${lastName}` },
    get otherChat() {
      otherChat ??= chatter(sandbox, platform === 'telegram' ? 'bale' : 'telegram', registered, self);
      return otherChat;
    },
    sends: (text, times) => act({ text, ...times }),
    sharesContact: (times) => act({ contact: true, ...times }),
    presses: (label, on) => act({ press: label, ...on }),
    does: act,
    async sees(pattern, withinMs = SEE_WITHIN_MS) {
      const deadline = Date.now() + withinMs;
      while (Date.now() < deadline) {
        for (const item of await read(lastSeen, deadline - Date.now())) {
          lastSeen = item.id;
          if (item.from === 'bot' && pattern.test(item.text)) return item;
          if (APOLOGY.test(item.text)) break;
        }
      }
      throw new Error(`${pattern} was not seen in this chat:\n${transcript(await read(0))}`);
    },
    unseen: async () => (await read(lastSeen)).filter((item) => item.from === 'bot'),
    chat: () => read(0),
    sms: () => own<Sms>('sms', (sms) => sms.receptor === mobile),
    inbox: () => own<InboxNotice>('karpooshe', (notice) => notice.nationalCode === nationalCode),
    payments,
    async pays(outcome = 'paid', callbacks = 1) {
      const open = (await payments()).findLast((payment) => payment.status === 'IN_BANK');
      if (!open) throw new Error(`${self.name} has no open payment`);
      return control<PaymentReturn>(sandbox, `payments/${open.id}`, { outcome, callbacks });
    },
  };
  return self;
}

const asSeen = <B extends { text: string }>(button: B): B => ({ ...button, text: withoutMarks(button.text) });

/** Isolates around inserted values, and marks of direction. */
export function withoutMarks(text: string): string {
  return text.replace(/[\u2066-\u2069\u200e\u200f]/g, '');
}

function transcript(items: readonly Seen[]): string {
  const lines = items.map(({ id, from, text, buttons }) => {
    const labels = (buttons ?? []).flat().map((button) => `[${button.text}]`);
    return [`#${id} ${from}: ${text}`, ...labels].join('\n    ');
  });
  return lines.join('\n');
}

/** The ten digits after the words "tracking code" of a receipt, a notice or an SMS, as ASCII. */
export function trackingCodeIn(text: string): string {
  const digits = text.replace(/[۰-۹]/g, (digit) => String('۰۱۲۳۴۵۶۷۸۹'.indexOf(digit)));
  const code = /(?:کد رهگیری|Tracking code):\s*(\d{10})/.exec(digits)?.[1];
  if (!code) throw new Error(`There is no tracking code in: ${text}`);
  return code;
}

/** Digits as a Persian keyboard types them. */
export function inPersianDigits(text: string): string {
  return text.replace(/\d/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'[Number(digit)] ?? digit);
}
