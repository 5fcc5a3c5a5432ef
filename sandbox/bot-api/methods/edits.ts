/** Changes of messages that are already in the chat. */
import { fileOf, type StoredMessage } from '../chat-item.ts';
import { badRequest } from '../errors.ts';
import { changeMessage, deleteMessage as removeMessage } from '../messenger.ts';
import { messageIdOf, messageIdsOf } from '../parameters.ts';
import { readInlineKeyboard } from '../reply-markup.ts';
import type { WireMessage } from '../wire.ts';
import { type Call, type Method, reachableChat } from './method.ts';
import { captionOfCall, textContent, textOfCall } from './wording.ts';

const DELETABLE_SECONDS = 48 * 60 * 60;

export const editMessageText: Method = (call) => {
  const wording = textOfCall(call);
  const known = editable(call);
  if (known.message.text === undefined) throw badRequest('there is no text in the message to edit');
  const { content, shown } = textContent(wording);
  const { entities: _old, ...bare } = known.message;
  return edit(call, known, { ...bare, ...content }, shown);
};

export const editMessageCaption: Method = (call) => {
  const known = editable(call);
  if (!fileOf(known.message)) throw badRequest('there is no caption in the message to edit');
  const { content, shown } = captionOfCall(call);
  const { caption: _old, caption_entities: _oldEntities, ...bare } = known.message;
  return edit(call, known, { ...bare, ...content }, shown);
};

export const editMessageReplyMarkup: Method = (call) => {
  const known = editable(call);
  return edit(call, known, known.message, known.shown);
};

/** An edit without `reply_markup` takes the buttons away; one that changes nothing is an error. */
function edit(
  call: Call,
  known: StoredMessage,
  edited: WireMessage,
  shown: StoredMessage['shown'],
): WireMessage {
  const keyboard = readInlineKeyboard(call.parameters);
  const { reply_markup: _old, ...bare } = edited;
  const message: WireMessage = { ...bare, ...(keyboard && { reply_markup: keyboard }) };
  if (wordingAndButtons(message) === wordingAndButtons(known.message)) {
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  }
  const isEdit = wordingOf(message) !== wordingOf(known.message);
  const { shown: _oldShown, ...rest } = known;
  const stored = { ...rest, ...(shown && { shown }), message };
  return changeMessage(call.messenger, stored, isEdit).message;
}

function editable(call: Call): StoredMessage {
  const chatId = reachableChat(call);
  const known = call.messenger.messages.get(chatId, messageIdOf(call.parameters));
  if (!known) throw badRequest('message to edit not found');
  if (known.from !== 'bot' || known.fixed) throw badRequest("message can't be edited");
  return known;
}

const wordingOf = ({ text, entities, caption, caption_entities }: WireMessage) =>
  JSON.stringify([text, entities ?? [], caption ?? '', caption_entities ?? []]);

const wordingAndButtons = (message: WireMessage) =>
  wordingOf(message) + JSON.stringify(message.reply_markup ?? null);

export const deleteMessage: Method = (call) => {
  const chatId = reachableChat(call);
  const known = call.messenger.messages.get(chatId, messageIdOf(call.parameters));
  if (!known) throw badRequest('message to delete not found');
  if (!isDeletable(call, known)) throw badRequest("message can't be deleted for everyone");
  removeMessage(call.messenger, known);
  return true;
};

/** Those that can't be found are skipped. */
export const deleteMessages: Method = (call) => {
  const chatId = reachableChat(call);
  for (const messageId of messageIdsOf(call.parameters)) {
    const known = call.messenger.messages.get(chatId, messageId);
    if (known && isDeletable(call, known)) removeMessage(call.messenger, known);
  }
  return true;
};

/** In two days; in a room others' messages only by an administrator. */
function isDeletable({ messenger }: Call, { message, from }: StoredMessage): boolean {
  const room = messenger.rooms.get(message.chat.id);
  const isAllowed = !room || from === 'bot' || room.bot === 'administrator';
  return isAllowed && messenger.now() / 1_000 - message.date < DELETABLE_SECONDS;
}
