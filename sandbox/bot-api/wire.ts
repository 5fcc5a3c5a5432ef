/** The objects of the Bot API, as far as the sandbox makes them. Field names are the protocol's. */
import type { Entity } from './formatting/formatted-text.ts';

export interface WireUser {
  id: number;
  is_bot: boolean;
  first_name: string;
  last_name?: string | undefined;
  username?: string | undefined;
  language_code?: string | undefined;
}

export interface WireChat {
  id: number;
  type: 'private' | 'group' | 'supergroup' | 'channel';
  /** Of a group or channel. */
  title?: string;
  first_name?: string;
  last_name?: string | undefined;
  username?: string | undefined;
}

export interface WireFile {
  file_id: string;
  file_unique_id: string;
  file_size: number;
  file_name?: string | undefined;
  mime_type?: string | undefined;
  width?: number;
  height?: number;
  duration?: number;
}

export interface WireContact {
  phone_number: string;
  first_name: string;
  last_name?: string | undefined;
  user_id?: number | undefined;
}

export interface WireInvoice {
  title: string;
  description: string;
  start_parameter: string;
  currency: string;
  total_amount: number;
}

export interface WirePayment {
  currency: string;
  total_amount: number;
  invoice_payload: string;
  telegram_payment_charge_id: string;
  provider_payment_charge_id: string;
}

export interface WirePoll {
  id: string;
  question: string;
  options: { text: string; voter_count: number }[];
  total_voter_count: number;
  is_closed: boolean;
  is_anonymous: boolean;
  type: 'regular';
  allows_multiple_answers: boolean;
}

/** Kinds of message that carry one file, named like the field they arrive in. */
export const MEDIA_FIELDS = [
  'document',
  'video',
  'voice',
  'audio',
  'animation',
  'sticker',
  'video_note',
] as const;
export type MediaField = (typeof MEDIA_FIELDS)[number] | 'photo';

/** What a message says, apart from who says it to whom and when. */
export interface MessageContent extends Partial<Record<(typeof MEDIA_FIELDS)[number], WireFile>> {
  text?: string | undefined;
  entities?: Entity[] | undefined;
  caption?: string | undefined;
  caption_entities?: Entity[] | undefined;
  /** One picture in its sizes. */
  photo?: WireFile[];
  media_group_id?: string | undefined;
  contact?: WireContact;
  location?: { latitude: number; longitude: number };
  poll?: WirePoll;
  invoice?: WireInvoice;
  successful_payment?: WirePayment;
  /** What the messenger itself tells of a chat. */
  new_chat_members?: WireUser[];
  left_chat_member?: WireUser;
  migrate_to_chat_id?: number;
  migrate_from_chat_id?: number;
  pinned_message?: WireMessage | InaccessibleMessage;
  forward_origin?: object;
  /** Older form of `forward_origin`, still Bale's. */
  forward_from?: WireUser;
  forward_date?: number;
}

export interface InlineButton {
  text: string;
  callback_data?: string | undefined;
  url?: string | undefined;
  web_app?: { url: string } | undefined;
  copy_text?: { text: string } | undefined;
  pay?: boolean | undefined;
  style?: string | undefined;
}

export interface InlineKeyboard {
  inline_keyboard: InlineButton[][];
}

export interface WireMessage extends MessageContent {
  message_id: number;
  /** Absent in a channel. */
  from?: WireUser;
  /** The channel, which speaks for itself. */
  sender_chat?: WireChat;
  chat: WireChat;
  date: number;
  edit_date?: number;
  reply_to_message?: WireMessage;
  reply_markup?: InlineKeyboard | undefined;
}

/** A message that the bot may no longer read. */
export interface InaccessibleMessage {
  message_id: number;
  chat: WireChat;
  date: 0;
}

export interface WireCallbackQuery {
  id: string;
  from: WireUser;
  message: WireMessage | InaccessibleMessage;
  chat_instance?: string;
  data: string;
}

export interface WireMembershipChange {
  chat: WireChat;
  from: WireUser;
  date: number;
  old_chat_member: WireMembership;
  new_chat_member: WireMembership;
}

export interface WireMembership {
  user: WireUser;
  status: 'left' | 'member' | 'administrator' | 'kicked';
  until_date?: 0;
}

export interface WirePreCheckoutQuery {
  id: string;
  from: WireUser;
  currency: string;
  total_amount: number;
  invoice_payload: string;
}

export type UpdateContent =
  | { message: WireMessage }
  | { edited_message: WireMessage }
  | { channel_post: WireMessage }
  | { callback_query: WireCallbackQuery }
  | { my_chat_member: WireMembershipChange }
  | { pre_checkout_query: WirePreCheckoutQuery };

type KeysOfUnion<T> = T extends unknown ? keyof T : never;
export type UpdateKind = KeysOfUnion<UpdateContent>;

export type WireUpdate = { update_id: number } & UpdateContent;

/** The chat that an update belongs to; private chats are numbered like their person. */
export function chatOfUpdate(update: UpdateContent): number {
  if ('message' in update) return update.message.chat.id;
  if ('channel_post' in update) return update.channel_post.chat.id;
  if ('edited_message' in update) return update.edited_message.chat.id;
  if ('callback_query' in update) return update.callback_query.message.chat.id;
  if ('my_chat_member' in update) return update.my_chat_member.chat.id;
  return update.pre_checkout_query.from.id;
}
