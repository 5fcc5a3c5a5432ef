/** Does what a person wants to do in their chat with the bot. */
import type { ChatItem } from '../chat-item.ts';
import { type Accompaniment, changeMessage, wireChat } from '../messenger.ts';
import type { MessageContent } from '../wire.ts';
import { type Acting, type ActionOutcome, refused, say, sayAll, tellBot, textContent } from './acting.ts';
import { mediaOf } from './media.ts';
import { pay } from './pay.ts';
import type { PersonAction } from './person-action.ts';
import { press, pressData } from './press.ts';
import { contactOf, shareContact, shareLocation } from './sharing.ts';

/** Apps split longer texts into several messages. */
const TEXT_MAX = 4_096;

export async function doAction(acting: Acting, action: PersonAction): Promise<ActionOutcome> {
  if ('unblock' in action) return setBlocked(acting, false);
  if (acting.messenger.chats.get(acting.chatId).blocked) {
    return refused(409, 'This person has blocked the bot and can do nothing here before {"unblock": true}.');
  }
  if ('block' in action) return setBlocked(acting, true);
  if ('text' in action) return sayText(acting, action.text);
  if ('contact' in action) return shareContact(acting, action.contact);
  if ('press' in action) return press(acting, action.press, action.messageId);
  if ('pressData' in action) return pressData(acting, action.pressData, action.messageId);
  if ('edit' in action) return editText(acting, action.edit);
  if ('pay' in action) return pay(acting, action.pay, action.messageId);
  if ('forward' in action) return say(acting, forwarded(acting, action.forward));
  if ('pin' in action) return pin(acting, action.pin);
  if ('location' in action) return shareLocation(acting, action.location);
  if ('poll' in action) return say(acting, { poll: samplePoll(acting) });
  if ('album' in action) return sayAll(acting, sampleAlbum(acting));
  return say(acting, mediaOf(acting, action));
}

export function sayText(acting: Acting, untrimmed: string, accompaniment?: Accompaniment): ActionOutcome {
  const text = untrimmed.trim();
  if (text === '') return refused(400, 'No messenger sends a message of white space only.');
  const parts: MessageContent[] = [];
  for (let at = 0; at < text.length; at += TEXT_MAX) {
    parts.push(textContent(acting, text.slice(at, at + TEXT_MAX)));
  }
  return sayAll(acting, parts, accompaniment);
}

function editText(acting: Acting, edit: { messageId: number; text: string }): ActionOutcome {
  const { messenger, chatId } = acting;
  const known = messenger.messages.get(chatId, edit.messageId);
  if (!known) return refused(404, `There is no message ${edit.messageId} in this chat.`);
  if (known.from !== 'person' || known.message.text === undefined) {
    return refused(409, 'A person can edit only a text of their own.');
  }
  const { entities: _old, ...bare } = known.message;
  const message = { ...bare, ...textContent(acting, edit.text.trim()) };
  const changed = changeMessage(messenger, { ...known, message }, true);
  const updateIds = tellBot(acting, { edited_message: changed.message });
  return { type: 'done', updateIds, message: messenger.toItem(changed) };
}

function setBlocked(acting: Acting, blocked: boolean): ActionOutcome {
  const { messenger, chatId } = acting;
  const chat = messenger.chats.get(chatId);
  const unchanged: { message: ChatItem | null; updateIds: number[] } = { message: null, updateIds: [] };
  if (chat.blocked === blocked) return { type: 'done', ...unchanged };
  messenger.chats.change(chatId, { blocked });
  const member = { user: messenger.bot, status: 'member' } as const;
  const kicked = { user: messenger.bot, status: 'kicked', until_date: 0 } as const;
  const updateIds = tellBot(acting, {
    my_chat_member: {
      chat: wireChat(messenger, chatId),
      from: messenger.accounts.user(chatId),
      date: Math.floor(messenger.now() / 1_000),
      old_chat_member: blocked ? member : kicked,
      new_chat_member: blocked ? kicked : member,
    },
  });
  return { type: 'done', updateIds, message: null };
}

/** A message is pinned: the messenger tells of it in a message of its own. */
export function pin(acting: Acting, messageId: number): ActionOutcome {
  const pinned = acting.messenger.messages.get(acting.chatId, messageId);
  if (!pinned) return refused(404, `There is no message ${messageId} in this chat.`);
  return say(acting, { pinned_message: pinned.message });
}

type Forwarded = Extract<PersonAction, { forward: unknown }>['forward'];

function forwarded(acting: Acting, forward: Forwarded): MessageContent {
  const { messenger } = acting;
  const date = Math.floor(messenger.now() / 1_000);
  const name = 'کانال خبر';
  const origin = messenger.dialect.hasForwardOrigin
    ? { forward_origin: { type: 'hidden_user', sender_user_name: name, date } }
    : { forward_from: { id: 77_000, is_bot: false, first_name: name }, forward_date: date };
  if ('text' in forward) return { ...origin, ...textContent(acting, forward.text) };
  return { ...origin, contact: contactOf(forward.contact) };
}

function samplePoll({ messenger }: Acting): NonNullable<MessageContent['poll']> {
  return {
    id: String(messenger.now()),
    question: 'کدام دوره را می‌پسندید؟',
    options: [
      { text: 'جوشکاری', voter_count: 0 },
      { text: 'خیاطی', voter_count: 0 },
    ],
    total_voter_count: 0,
    is_closed: false,
    is_anonymous: true,
    type: 'regular',
    allows_multiple_answers: false,
  };
}

function sampleAlbum(acting: Acting): MessageContent[] {
  const media_group_id = String(acting.messenger.numbers.next());
  return [1, 2].map(() => ({ ...mediaOf(acting, { photo: true }), media_group_id }));
}
