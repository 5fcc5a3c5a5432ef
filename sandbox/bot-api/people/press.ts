/** A person presses a button: of a message, or of the keyboard below the chat. */
import { buttonsOf, type StoredMessage } from '../chat-item.ts';
import { wireChat } from '../messenger.ts';
import type { ReplyButton } from '../reply-markup.ts';
import type { InaccessibleMessage, InlineButton, WireMessage } from '../wire.ts';
import { type Acting, type ActionOutcome, refused, say, tellBot, textContent } from './acting.ts';
import { pay } from './pay.ts';
import { shareContact, shareLocation } from './sharing.ts';

/** Buttons that came with one message. */
interface ButtonsOfMessage {
  messageId: number;
  /** Place among the changes of the chat. */
  order: number;
  inline: { stored: StoredMessage; buttons: InlineButton[] } | null;
  reply: ReplyButton[];
}

const LABELS_NAMED_MAX = 40;

/** Presses the button with this label, or with a label that contains it, on the latest message that has one. */
export async function press(acting: Acting, label: string, messageId?: number): Promise<ActionOutcome> {
  const offered = buttonsInChat(acting).filter(
    (one) => messageId === undefined || one.messageId === messageId,
  );
  for (const { inline, reply } of offered) {
    const inlineButton = inline && matching(inline.buttons, label);
    if (inlineButton) return pressInline(acting, inline.stored, inlineButton);
    const replyButton = matching(reply, label);
    if (replyButton) return pressReply(acting, replyButton);
  }
  return refused(404, nothingToPress(label, offered, messageId));
}

/** Latest first. */
function buttonsInChat({ messenger, chatId }: Acting): ButtonsOfMessage[] {
  const offered: ButtonsOfMessage[] = [];
  for (const stored of messenger.messages.inChat(chatId)) {
    const buttons = buttonsOf(stored.message)?.flat();
    if (!buttons) continue;
    offered.push({
      messageId: stored.message.message_id,
      order: stored.id,
      inline: { stored, buttons },
      reply: [],
    });
  }
  const keyboard = messenger.chats.get(chatId).keyboard;
  if (keyboard) {
    const { messageId } = keyboard;
    offered.push({ messageId, order: messageId, inline: null, reply: keyboard.keyboard.rows.flat() });
  }
  return offered.sort((a, b) => b.order - a.order);
}

function matching<B extends { text: string }>(buttons: B[], label: string): B | undefined {
  const wanted = comparable(label);
  return (
    buttons.find(({ text }) => comparable(text) === wanted) ??
    buttons.find(({ text }) => comparable(text).includes(wanted))
  );
}

/** Marks that only steer the direction of writing are not seen on a button. */
const STEERING = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const comparable = (label: string) =>
  label.normalize('NFC').replace(STEERING, '').replace(/\s+/g, ' ').trim();

function nothingToPress(label: string, offered: ButtonsOfMessage[], messageId?: number): string {
  const labels = offered.flatMap(({ inline, reply }) => [...(inline?.buttons ?? []), ...reply]);
  const where = messageId === undefined ? 'in this chat' : `on message ${messageId}`;
  if (labels.length === 0) return `There is no button "${label}" ${where}: there are no buttons at all.`;
  const named = [...new Set(labels.map(({ text }) => `"${text}"`))].slice(0, LABELS_NAMED_MAX);
  return `There is no button "${label}" ${where}; there are ${named.join(', ')}.`;
}

async function pressInline(
  acting: Acting,
  stored: StoredMessage,
  button: InlineButton,
): Promise<ActionOutcome> {
  if (button.callback_data !== undefined) return pressed(acting, stored.message, button.callback_data);
  if (button.pay) return pay(acting, true, stored.message.message_id);
  const nothing: ActionOutcome = { type: 'done', updateIds: [], message: null };
  if (button.copy_text) return { ...nothing, copied: button.copy_text.text };
  const opened = button.url ?? button.web_app?.url;
  return { ...nothing, ...(opened && { opened }) };
}

function pressReply(acting: Acting, button: ReplyButton): ActionOutcome {
  const { messenger, chatId } = acting;
  if (button.webApp) return { type: 'done', updateIds: [], message: null, opened: button.webApp };
  if (messenger.chats.get(chatId).keyboard?.keyboard.oneTime) messenger.chats.removeKeyboard(chatId);
  if (button.request === 'contact') return shareContact(acting, true);
  if (button.request === 'location') return shareLocation(acting, true);
  return say(acting, textContent(acting, button.text));
}

/** A press with data that no button need have offered, on a message that need not be there any more. */
export function pressData(acting: Acting, data: string, messageId?: number): ActionOutcome {
  const { messenger, chatId } = acting;
  if (messageId !== undefined) {
    const known = messenger.messages.get(chatId, messageId);
    return pressed(acting, known?.message ?? inaccessible(acting, messageId), data);
  }
  const ofBot = messenger.messages.inChat(chatId).filter(({ from }) => from === 'bot');
  const pressable = ofBot.findLast(({ message }) => message.reply_markup) ?? ofBot.at(-1);
  if (!pressable)
    return refused(404, 'The bot has sent no message to this chat on which something could be pressed.');
  return pressed(acting, pressable.message, data);
}

function inaccessible({ messenger, chatId }: Acting, message_id: number): InaccessibleMessage {
  return { message_id, chat: wireChat(messenger, chatId), date: 0 };
}

function pressed(acting: Acting, message: WireMessage | InaccessibleMessage, data: string): ActionOutcome {
  const { messenger, chatId, userId } = acting;
  const { dialect, chats, callbackQueries, accounts } = messenger;
  const id = dialect.callbackQueryId(chats.get(userId).oldApp);
  callbackQueries.add(id, userId);
  const updateIds = tellBot(acting, {
    callback_query: {
      id,
      from: accounts.user(userId),
      message,
      // Bale documents no such field.
      ...(dialect.platform === 'telegram' && { chat_instance: String(chatId * 7_919) }),
      data,
    },
  });
  return { type: 'done', updateIds, message: null };
}
