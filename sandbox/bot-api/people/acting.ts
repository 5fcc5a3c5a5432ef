/** What every act of a person shares: who acts where, and how the bot and the person get to know of it. */
import type { ChatItem, StoredMessage } from '../chat-item.ts';
import { withDetected } from '../formatting/formatted-text.ts';
import { type Accompaniment, addMessage, type Messenger } from '../messenger.ts';
import type { MessageContent, UpdateContent, WireMessage } from '../wire.ts';
import { botHears } from './hearing.ts';

export interface Acting {
  messenger: Messenger;
  /** Where: a room, or the person's own chat with the bot, which has the number of the person. */
  chatId: number;
  /** Who. */
  userId: number;
  /** How many times the bot gets the identical update. */
  repeat: number;
}

export type ActionOutcome =
  | {
      type: 'done';
      updateIds: number[];
      /** The person's message, if the act was one. */
      message: ChatItem | null;
      /** Address that the act opened; it is not fetched. */
      opened?: string;
      /** What the act put on the clipboard. */
      copied?: string;
    }
  | { type: 'refused'; status: 400 | 402 | 404 | 409; error: string };

export const refused = (status: 400 | 402 | 404 | 409, error: string): ActionOutcome => ({
  type: 'refused',
  status,
  error,
});

/** Ids of the update that tells the bot; none when it does not want to hear of such things. */
export function tellBot({ messenger, repeat }: Acting, update: UpdateContent): number[] {
  const id = messenger.updates.add(update, repeat);
  return id === undefined ? [] : [id];
}

/** The person sends one message. */
export function say(acting: Acting, content: MessageContent, accompaniment?: Accompaniment): ActionOutcome {
  return sayAll(acting, [content], accompaniment);
}

/** The person sends several messages at once; the last one is in the answer. */
export function sayAll(
  acting: Acting,
  contents: MessageContent[],
  accompaniment: Accompaniment = {},
): ActionOutcome {
  const { messenger, chatId, userId } = acting;
  const isPrivate = chatId === userId;
  if (isPrivate && !messenger.chats.get(chatId).started) messenger.chats.change(chatId, { started: true });
  const updateIds: number[] = [];
  let last: StoredMessage | null = null;
  for (const content of contents) {
    last = addMessage(messenger, chatId, userId, content, accompaniment);
    if (botHears(messenger, last.message)) updateIds.push(...tellBot(acting, asUpdate(acting, last.message)));
  }
  return { type: 'done', updateIds, message: last && messenger.toItem(last) };
}

/** What is said in a channel is its own kind of update, where the messenger has that kind. */
function asUpdate({ messenger: { dialect } }: Acting, message: WireMessage): UpdateContent {
  const isPost = message.chat.type === 'channel' && dialect.updateKinds.includes('channel_post');
  return isPost ? { channel_post: message } : { message };
}

/** Text as a message of a person carries it. */
export function textContent({ messenger }: Acting, source: string): MessageContent {
  const { text, entities } = withDetected({ text: source, entities: [] }, messenger.dialect.detectedEntities);
  return { text, ...(entities.length > 0 && { entities }) };
}
