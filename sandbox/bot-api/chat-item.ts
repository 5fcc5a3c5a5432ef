/** A message as the person sees it: what the control API and the page are given. */
import { type FormattedText, withDetected } from './formatting/formatted-text.ts';
import { toSafeHtml } from './formatting/to-safe-html.ts';
import type { ReplyKeyboard } from './reply-markup.ts';
import {
  type InlineButton,
  MEDIA_FIELDS,
  type WireContact,
  type WireFile,
  type WireMessage,
  type WireUser,
} from './wire.ts';

export type MediaKind =
  | 'photo'
  | 'document'
  | 'voice'
  | 'video'
  | 'audio'
  | 'animation'
  | 'sticker'
  | 'video-note';

export interface ChatButton {
  text: string;
  kind: 'callback' | 'url' | 'copy' | 'web-app' | 'pay';
  url?: string;
  copyText?: string;
  data?: string;
  style?: string;
}

export interface ChatMedia {
  kind: MediaKind;
  url: string;
  fileName?: string;
  /** Shared by the messages of one album. */
  albumId?: string;
}

export interface ChatContact {
  phoneNumber: string;
  firstName: string;
  lastName?: string;
  userId?: string;
}

export interface ChatItem {
  /** Grows with every change in the chat; an edited message gets a new one. */
  id: number;
  /** The Bot API's `message_id`. */
  messageId: number;
  from: 'bot' | 'person';
  /** Who said it, in a group. */
  sender?: { userId: string; name: string };
  /** ISO 8601, UTC. */
  date: string;
  edited: boolean;
  text: string;
  /** Safe to show; written from the parsed text, whatever the bot sent. */
  html: string;
  media?: ChatMedia;
  contact?: ChatContact;
  location?: { latitude: number; longitude: number };
  poll?: { question: string; options: string[] };
  invoice?: { title: string; description: string; totalRials: number };
  forwarded?: true;
  buttons?: ChatButton[][];
  keyboard?: ReplyKeyboard | 'remove';
}

export interface DeletedChatItem {
  id: number;
  messageId: number;
  deleted: true;
}

/** What the messenger keeps of a message. */
export interface StoredMessage {
  /** See `ChatItem.id`. */
  id: number;
  from: 'bot' | 'person';
  message: WireMessage;
  /** What apps show, where that differs from what the Bot API tells (Bale's Markdown). */
  shown?: FormattedText;
  /** The reply keyboard that came with it. */
  keyboard?: ReplyKeyboard | 'remove';
  /** Sent with something other than an inline keyboard; such a message can't be edited. */
  fixed?: true;
}

/** `fileUrl` gives the address at which a page finds the file with this id. */
export function chatItem(stored: StoredMessage, fileUrl: (fileId: string) => string): ChatItem {
  const { message, keyboard } = stored;
  const shown = withDetected(stored.shown ?? textOf(message), ['url']);
  const buttons = buttonsOf(message)?.map((row) => row.map(chatButton));
  const media = mediaOf(message, fileUrl);
  const { contact, location, poll, invoice } = message;
  return {
    id: stored.id,
    messageId: message.message_id,
    from: stored.from,
    ...(message.chat.type !== 'private' && message.from && { sender: senderOf(message.from) }),
    date: new Date(message.date * 1_000).toISOString(),
    edited: message.edit_date !== undefined,
    text: shown.text,
    html: toSafeHtml(shown),
    ...(media && { media }),
    ...(contact && { contact: contactOf(contact) }),
    ...(location && { location }),
    ...(poll && { poll: { question: poll.question, options: poll.options.map(({ text }) => text) } }),
    ...(invoice && {
      invoice: {
        title: invoice.title,
        description: invoice.description,
        totalRials: invoice.total_amount,
      },
    }),
    ...((message.forward_origin || message.forward_from) && { forwarded: true as const }),
    ...(buttons && { buttons }),
    ...(keyboard && { keyboard }),
  };
}

const senderOf = ({ id, first_name, last_name }: WireUser) => ({
  userId: String(id),
  name: [first_name, last_name].filter(Boolean).join(' '),
});

/** Buttons below the message; an invoice without any gets the one to pay with, as in the real apps. */
export function buttonsOf(message: WireMessage): InlineButton[][] | undefined {
  return message.reply_markup?.inline_keyboard ?? (message.invoice && [[{ text: 'پرداخت', pay: true }]]);
}

/** Text or caption; a payment has neither in the protocol, but apps show a line for it. */
export function textOf(message: WireMessage): FormattedText {
  if (message.text !== undefined) return { text: message.text, entities: message.entities ?? [] };
  if (message.caption !== undefined) {
    return { text: message.caption, entities: message.caption_entities ?? [] };
  }
  const payment = message.successful_payment;
  if (!payment) return { text: '', entities: [] };
  return { text: `پرداخت شد: ${payment.total_amount.toLocaleString('fa-IR')} ریال`, entities: [] };
}

function mediaOf(message: WireMessage, fileUrl: (fileId: string) => string): ChatMedia | undefined {
  const file = fileOf(message);
  if (!file) return undefined;
  return {
    kind: file.field === 'video_note' ? 'video-note' : file.field,
    url: fileUrl(file.file_id),
    ...(file.file_name && { fileName: file.file_name }),
    ...(message.media_group_id && { albumId: message.media_group_id }),
  };
}

/** The one file that the message carries, a picture in its largest size. */
export function fileOf(
  message: WireMessage,
): (WireFile & { field: 'photo' | (typeof MEDIA_FIELDS)[number] }) | undefined {
  const photo = message.photo?.at(-1);
  if (photo) return { ...photo, field: 'photo' };
  for (const field of MEDIA_FIELDS) {
    const file = message[field];
    if (file) return { ...file, field };
  }
  return undefined;
}

function contactOf(contact: WireContact): ChatContact {
  return {
    phoneNumber: contact.phone_number,
    firstName: contact.first_name,
    ...(contact.last_name && { lastName: contact.last_name }),
    ...(contact.user_id !== undefined && { userId: String(contact.user_id) }),
  };
}

function chatButton(button: InlineButton): ChatButton {
  const style = button.style ? { style: button.style } : {};
  const { text } = button;
  if (button.callback_data !== undefined) {
    return { text, kind: 'callback', data: button.callback_data, ...style };
  }
  if (button.copy_text) return { text, kind: 'copy', copyText: button.copy_text.text, ...style };
  if (button.web_app) return { text, kind: 'web-app', url: button.web_app.url, ...style };
  if (button.pay) return { text, kind: 'pay', ...style };
  return { text, kind: 'url', ...(button.url && { url: button.url }), ...style };
}
