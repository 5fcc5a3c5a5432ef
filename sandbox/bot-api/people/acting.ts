/** What every act of a person shares: who acts where, and how the bot and the person get to know of it. */
import type { ChatItem, StoredMessage } from '../chat-item.ts';
import { withDetected } from '../formatting/formatted-text.ts';
import { addMessage, type Messenger } from '../messenger.ts';
import type { MessageContent, UpdateContent } from '../wire.ts';

export interface Acting {
  messenger: Messenger;
  /** The person's user id, which is also the number of their chat with the bot. */
  chatId: number;
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
export function say(acting: Acting, content: MessageContent): ActionOutcome {
  return sayAll(acting, [content]);
}

/** The person sends several messages at once; the last one is in the answer. */
export function sayAll(acting: Acting, contents: MessageContent[]): ActionOutcome {
  const { messenger, chatId } = acting;
  if (!messenger.chats.get(chatId).started) messenger.chats.change(chatId, { started: true });
  const updateIds: number[] = [];
  let last: StoredMessage | null = null;
  for (const content of contents) {
    last = addMessage(messenger, chatId, 'person', content);
    updateIds.push(...tellBot(acting, { message: last.message }));
  }
  return { type: 'done', updateIds, message: last && messenger.toItem(last) };
}

/** Text as a message of a person carries it. */
export function textContent({ messenger }: Acting, source: string): MessageContent {
  const { text, entities } = withDetected({ text: source, entities: [] }, messenger.dialect.detectedEntities);
  return { text, ...(entities.length > 0 && { entities }) };
}
