/** What the page reads from the sandbox, and what it keeps; only for the type check, never loaded by a browser. */
import type { ChatItem } from '../../bot-api/chat-item.ts';
import type { Platform } from '../../events.ts';
import type { SandboxPerson } from '../../population.ts';

export type {
  ChatButton as InlineButton,
  ChatItem,
  DeletedChatItem as DeletedItem,
} from '../../bot-api/chat-item.ts';
export type { ChatOverview } from '../../bot-api/chats.ts';
export type { ReplyButton, ReplyKeyboard } from '../../bot-api/reply-markup.ts';
export type { Platform, SandboxEvent } from '../../events.ts';
export type { SandboxPerson } from '../../population.ts';
export type { ChildStatus as AppState } from '../../supervisor.ts';
export type { SystemMode, SystemName } from '../../systems.ts';

export type Media = NonNullable<ChatItem['media']>;

/** One account of one person at one messenger, with what was said in it. */
export interface Chat {
  /** `telegram:1001` */
  key: string;
  platform: Platform;
  userId: string;
  /** Absent for an account that nobody registered. */
  person?: SandboxPerson;
  /** By `messageId`. */
  messages: Map<number, ChatItem>;
  /** Numbers of messages that are gone: what still brings one of them comes late. */
  deleted: Set<number>;
  /** The newest `id` that the person has seen. */
  readUpTo: number;
  blocked: boolean;
  /** What `/start` will carry when the person presses start; empty for a plain start. */
  startPayload?: string;
}

export interface SmsRecord {
  id: string;
  sender: string;
  receptor: string;
  message: string;
  localId?: string;
  status: number;
  date: string;
}

export interface KarpoosheRecord {
  id: string;
  nationalCode: string;
  title: string;
  body: string;
  reference: string;
  date: string;
}

export interface PaymentRecord {
  id: string;
  gateway: 'zarinpal' | 'zibal';
  amountRials: number;
  description: string;
  mobile?: string;
  orderId?: string;
  callbackUrl: string;
  status: 'IN_BANK' | 'PAID' | 'VERIFIED' | 'FAILED' | 'REVERSED';
  refId?: number;
  date: string;
}
