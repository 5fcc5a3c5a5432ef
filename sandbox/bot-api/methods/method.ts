/** What a method of the Bot API is given, and the steps that most of them share. */
import { z } from 'zod';
import type { StoredMessage } from '../chat-item.ts';
import { badRequest } from '../errors.ts';
import {
  ENTITY_TYPES,
  type EntityType,
  type FormattedText,
  trimmed,
  withDetected,
} from '../formatting/formatted-text.ts';
import { type Accompaniment, addMessage, type Messenger } from '../messenger.ts';
import { integerOf, jsonOf, type Parameters, stringOf } from '../parameters.ts';
import { type ReplyMarkup, readReplyMarkup } from '../reply-markup.ts';
import type { MessageContent, WireMessage } from '../wire.ts';

export interface Upload {
  content: Buffer;
  fileName: string | undefined;
  mimeType: string;
}

export interface Call {
  messenger: Messenger;
  parameters: Parameters;
  /** Files of a multipart body by the name of their part. */
  uploads: ReadonlyMap<string, Upload>;
  /** Aborted when the client goes away. */
  signal: AbortSignal;
}

/** Returns the `result` of the answer; an error is thrown as `BotApiError`. */
export type Method = (call: Call) => unknown;

/** The chat the call is about, if the bot may write there now. */
export function reachableChat({ messenger, parameters }: Call, name = 'chat_id'): number {
  const chatId = knownChat({ messenger, parameters }, name);
  const { started, blocked } = messenger.chats.get(chatId);
  if (blocked) throw messenger.dialect.errors.blocked();
  if (!started) throw messenger.dialect.errors.neverStarted();
  return chatId;
}

/** The chat the call is about, whether or not the bot may write there. */
export function knownChat(
  { messenger, parameters }: Pick<Call, 'messenger' | 'parameters'>,
  name = 'chat_id',
): number {
  const { errors } = messenger.dialect;
  if (!stringOf(parameters, name)?.trim()) throw errors.emptyChatId();
  const chatId = integerOf(parameters, name);
  const isKnown =
    chatId !== undefined && (messenger.chats.get(chatId).started || messenger.accounts.isRegistered(chatId));
  if (!isKnown) throw errors.unknownChat();
  return chatId;
}

const entitiesSchema = z.array(
  z.object({
    type: z.enum(ENTITY_TYPES),
    offset: z.int().min(0),
    length: z.int(),
    url: z.string().optional(),
    language: z.string().optional(),
  }),
);

/** A text parameter in both its forms: as the Bot API tells it and as apps show it. */
export interface Wording {
  sent: FormattedText;
  shown: FormattedText;
}

export function wordingOf({ messenger, parameters }: Call, name: 'text' | 'caption'): Wording {
  const source = stringOf(parameters, name) ?? '';
  const entities = jsonOf(
    parameters,
    name === 'text' ? 'entities' : 'caption_entities',
    entitiesSchema,
    'message entities',
  );
  const { dialect } = messenger;
  const detected = (text: FormattedText, types: readonly EntityType[]) => withDetected(text, types);
  if (entities) {
    const text = detected(trimmed({ text: source, entities }), dialect.detectedEntities);
    return { sent: text, shown: text };
  }
  const { sent, shown } = dialect.format(source, stringOf(parameters, 'parse_mode'));
  return {
    sent: detected(sent, dialect.detectedEntities),
    shown: shown === sent ? detected(sent, dialect.detectedEntities) : shown,
  };
}

const TEXT_MAX = 4_096;

/** `text`, which must be there and of a length that can be sent. */
export function textOfCall(call: Call): Wording {
  if (!stringOf(call.parameters, 'text')) throw badRequest('message text is empty');
  const wording = wordingOf(call, 'text');
  if (wording.sent.text === '') throw badRequest('text must be non-empty');
  if (wording.sent.text.length > TEXT_MAX) throw badRequest('message is too long');
  return wording;
}

/** `caption` as fields of a message; none when it is empty. */
export function captionOfCall(call: Call): { content: MessageContent; shown?: FormattedText } {
  const { sent, shown } = wordingOf(call, 'caption');
  if (sent.text.length > call.messenger.dialect.captionMax) throw badRequest('message caption is too long');
  if (sent.text === '') return { content: {} };
  return {
    content: { caption: sent.text, ...(sent.entities.length > 0 && { caption_entities: sent.entities }) },
    ...onlyIfDifferent(sent, shown),
  };
}

export function textContent({ sent, shown }: Wording): { content: MessageContent; shown?: FormattedText } {
  return {
    content: { text: sent.text, ...(sent.entities.length > 0 && { entities: sent.entities }) },
    ...onlyIfDifferent(sent, shown),
  };
}

function onlyIfDifferent(sent: FormattedText, shown: FormattedText): { shown?: FormattedText } {
  return sent === shown || (shown.text === sent.text && shown.entities.length === 0) ? {} : { shown };
}

/** Sends the content to the chat of the call, with its markup and as the reply it may be. */
export function send(
  call: Call,
  content: MessageContent,
  besides: { shown?: FormattedText } = {},
): WireMessage {
  const chatId = reachableChat(call);
  const markup = readReplyMarkup(call.parameters);
  const replied = repliedMessage(call, chatId);
  const stored = addMessage(call.messenger, chatId, 'bot', content, {
    ...besides,
    ...accompanimentOf(markup),
    ...(replied && { reply_to_message: replied }),
  });
  placeKeyboard(call.messenger, chatId, stored.message.message_id, markup);
  return stored.message;
}

export function accompanimentOf(markup: ReplyMarkup): Accompaniment {
  switch (markup.type) {
    case 'none':
      return {};
    case 'inline':
      return { reply_markup: markup.keyboard };
    case 'reply':
      return { keyboard: markup.keyboard, fixed: true };
    case 'remove':
      return { keyboard: 'remove', fixed: true };
    case 'force-reply':
      return { fixed: true };
  }
}

export function placeKeyboard(
  messenger: Messenger,
  chatId: number,
  messageId: number,
  markup: ReplyMarkup,
): void {
  if (markup.type === 'reply') {
    messenger.chats.change(chatId, { keyboard: { messageId, keyboard: markup.keyboard } });
  } else if (markup.type === 'remove') {
    messenger.chats.removeKeyboard(chatId);
  }
}

const replyParametersSchema = z.object({
  message_id: z.coerce.number().int(),
  allow_sending_without_reply: z.boolean().optional(),
});

function repliedMessage({ messenger, parameters }: Call, chatId: number): WireMessage | undefined {
  const reply = jsonOf(parameters, 'reply_parameters', replyParametersSchema, 'reply parameters');
  const messageId = reply?.message_id ?? integerOf(parameters, 'reply_to_message_id');
  if (messageId === undefined) return undefined;
  const known = messenger.messages.get(chatId, messageId);
  if (!known && !(reply?.allow_sending_without_reply ?? parameters.allow_sending_without_reply)) {
    throw badRequest('message to be replied not found');
  }
  return known && withoutReply(known);
}

/** A quoted message does not quote in turn. */
function withoutReply({ message }: StoredMessage): WireMessage {
  const { reply_to_message: _quoted, ...rest } = message;
  return rest;
}
