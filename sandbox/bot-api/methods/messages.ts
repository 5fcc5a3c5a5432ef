/** sendMessage and the other messages without a file; copies and forwards; chat actions. */
import type { StoredMessage } from '../chat-item.ts';
import { badRequest } from '../errors.ts';
import { addMessage } from '../messenger.ts';
import { messageIdOf, messageIdsOf, numberOf, stringOf } from '../parameters.ts';
import { readReplyMarkup } from '../reply-markup.ts';
import type { MessageContent, WireMessage } from '../wire.ts';
import { type Call, knownChat, type Method, reachableChat } from './method.ts';
import { accompanimentOf, placeKeyboard, send } from './send.ts';
import { captionOfCall, textContent, textOfCall } from './wording.ts';

export const sendMessage: Method = (call) => {
  reachableChat(call);
  const { content, ...besides } = textContent(textOfCall(call));
  return send(call, content, besides);
};

export const sendLocation: Method = (call) => {
  const latitude = numberOf(call.parameters, 'latitude');
  const longitude = numberOf(call.parameters, 'longitude');
  if (latitude === undefined) throw badRequest('latitude is empty');
  if (longitude === undefined) throw badRequest('longitude is empty');
  return send(call, { location: { latitude, longitude } });
};

export const sendContact: Method = (call) => {
  const phone_number = stringOf(call.parameters, 'phone_number');
  const first_name = stringOf(call.parameters, 'first_name');
  if (!phone_number) throw badRequest('phone number is empty');
  if (!first_name) throw badRequest('first name is empty');
  const last_name = stringOf(call.parameters, 'last_name');
  return send(call, { contact: { phone_number, first_name, ...(last_name && { last_name }) } });
};

const ACTIONS = [
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
];

export const sendChatAction: Method = (call) => {
  const chatId = reachableChat(call);
  if (!ACTIONS.includes(stringOf(call.parameters, 'action') ?? '')) {
    throw badRequest('wrong parameter action in request');
  }
  const { platform, events } = call.messenger;
  events.publish({ type: 'typing', platform, userId: String(chatId) });
  return true;
};

export const copyMessage: Method = (call) => {
  const chatId = reachableChat(call);
  const original = originalOf(call, 'message to copy not found');
  const copied = copyOf(original, call);
  const markup = readReplyMarkup(call.parameters);
  const stored = addMessage(call.messenger, chatId, 'bot', copied.content, {
    ...copied.besides,
    ...accompanimentOf(markup),
  });
  placeKeyboard(call.messenger, chatId, stored.message.message_id, markup);
  return { message_id: stored.message.message_id };
};

/** A copy says the same as its original, but a new caption may take the place of the old one. */
function copyOf(original: StoredMessage, call: Call) {
  const { successful_payment, invoice } = original.message;
  if (successful_payment || invoice) throw badRequest("message can't be copied");
  const content = contentOf(original.message);
  const besides = original.shown ? { shown: original.shown } : {};
  if (stringOf(call.parameters, 'caption') === undefined || content.text !== undefined) {
    return { content, besides };
  }
  const { caption: _old, caption_entities: _oldEntities, ...bare } = content;
  const { content: captioned, ...shown } = captionOfCall(call);
  return { content: { ...bare, ...captioned }, besides: shown };
}

export const forwardMessage: Method = (call) => {
  const chatId = reachableChat(call);
  const original = originalOf(call, 'message to forward not found');
  return forward(call, chatId, original);
};

function forward(call: Call, chatId: number, { message, shown }: StoredMessage): WireMessage {
  const { from, date } = message;
  const origin = call.messenger.dialect.hasForwardOrigin
    ? { forward_origin: { type: 'user', sender_user: from, date } }
    : { ...(from && { forward_from: from }), forward_date: date };
  const content = { ...origin, ...originOf(message), ...contentOf(message) };
  return addMessage(call.messenger, chatId, 'bot', content, shown ? { shown } : {}).message;
}

/** What was forwarded already keeps its first origin. */
function originOf({ forward_origin, forward_from, forward_date }: WireMessage): MessageContent {
  if (forward_origin) return { forward_origin };
  return forward_from && forward_date ? { forward_from, forward_date } : {};
}

function originalOf(call: Call, complaint: string): StoredMessage {
  const fromChat = knownChat(call, 'from_chat_id');
  const original = call.messenger.messages.get(fromChat, messageIdOf(call.parameters));
  if (!original) throw badRequest(complaint);
  return original;
}

/** What the message says, without who said it when, where it came from, and the buttons. */
function contentOf(message: WireMessage): MessageContent {
  const { message_id, from, chat, date, edit_date, reply_to_message, reply_markup, ...content } = message;
  const { forward_origin, forward_from, forward_date, ...wording } = content;
  return wording;
}

/** copyMessages, forwardMessages: those that can't be found are left out. */
function eachOf(single: Method): Method {
  return (call) => {
    const results: { message_id: number }[] = [];
    for (const message_id of messageIdsOf(call.parameters)) {
      if (!call.messenger.messages.get(knownChat(call, 'from_chat_id'), message_id)) continue;
      const one = single({ ...call, parameters: { ...call.parameters, message_id } }) as {
        message_id: number;
      };
      results.push({ message_id: one.message_id });
    }
    return results;
  };
}

export const copyMessages = eachOf(copyMessage);
export const forwardMessages = eachOf(forwardMessage);
