/** How the bot's messages get into a chat: with their keyboard, and as the replies they may be. */
import { z } from 'zod';
import type { StoredMessage } from '../chat-item.ts';
import { badRequest } from '../errors.ts';
import type { FormattedText } from '../formatting/formatted-text.ts';
import { type Accompaniment, addMessage, type Messenger } from '../messenger.ts';
import { integerOf, jsonOf } from '../parameters.ts';
import { type ReplyMarkup, readReplyMarkup } from '../reply-markup.ts';
import type { MessageContent, WireMessage } from '../wire.ts';
import { type Call, reachableChat } from './method.ts';

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
