/** All messages of one messenger, by chat. Messages are found without looking through other chats. */
import type { DurableMap } from '../../store.ts';
import type { StoredMessage } from '../chat-item.ts';

export interface MessageBook {
  get(chatId: number, messageId: number): StoredMessage | undefined;
  /** Adds a message, or replaces the one with the same message id; the newest change comes last. */
  put(stored: StoredMessage): void;
  delete(chatId: number, messageId: number): void;
  /** Of one chat, by growing `id`. */
  inChat(chatId: number): StoredMessage[];
}

export function createMessageBook(stored: DurableMap<StoredMessage>): MessageBook {
  const chats = new Map<number, Map<number, StoredMessage>>();
  for (const message of [...stored.values()].sort((a, b) => a.id - b.id)) index(message);

  function index(message: StoredMessage): void {
    const chatId = message.message.chat.id;
    const chat = chats.get(chatId) ?? new Map<number, StoredMessage>();
    chats.set(chatId, chat);
    // A map keeps the place of a known key; a changed message has to move to the end.
    chat.delete(message.message.message_id);
    chat.set(message.message.message_id, message);
  }

  return {
    get: (chatId, messageId) => chats.get(chatId)?.get(messageId),
    put(message) {
      stored.set(keyOf(message.message.chat.id, message.message.message_id), message);
      index(message);
    },
    delete(chatId, messageId) {
      stored.delete(keyOf(chatId, messageId));
      chats.get(chatId)?.delete(messageId);
    },
    inChat: (chatId) => [...(chats.get(chatId)?.values() ?? [])],
  };
}

const keyOf = (chatId: number, messageId: number) => `${chatId}:${messageId}`;
