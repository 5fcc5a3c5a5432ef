/** What a messenger knows of each chat besides its messages. */
import type { DurableMap } from '../../store.ts';
import type { ReplyKeyboard } from '../reply-markup.ts';

export interface ChatState {
  /** The person has written to the bot at least once; before that the bot may not write. */
  started: boolean;
  blocked: boolean;
  /** Bale: the person's app is too old to show the answer to a pressed button. */
  oldApp: boolean;
  /** The person has deleted their account. */
  deactivated?: boolean;
  /** The reply keyboard on the person's screen and the message that put it there. */
  keyboard?: { messageId: number; keyboard: ReplyKeyboard };
}

export interface ChatBook {
  get(chatId: number): ChatState;
  change(chatId: number, change: Partial<ChatState>): void;
  /** Takes the reply keyboard away. */
  removeKeyboard(chatId: number): void;
}

const UNKNOWN_CHAT: ChatState = { started: false, blocked: false, oldApp: false };

export function createChatBook(chats: DurableMap<ChatState>): ChatBook {
  const get = (chatId: number) => chats.get(String(chatId)) ?? UNKNOWN_CHAT;
  return {
    get,
    change(chatId, change) {
      chats.set(String(chatId), { ...get(chatId), ...change });
    },
    removeKeyboard(chatId) {
      const { keyboard, ...rest } = get(chatId);
      if (keyboard) chats.set(String(chatId), rest);
    },
  };
}
