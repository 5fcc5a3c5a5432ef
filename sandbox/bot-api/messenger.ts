/** One messenger of the outside world with one bot in it: what it remembers, and how a message comes into a chat. */
import { join } from 'node:path';
import { z } from 'zod';
import type { SandboxDeps } from '../deps.ts';
import type { Platform } from '../events.ts';
import { type Accounts, createAccounts } from './accounts.ts';
import { type ChatItem, chatItem, type StoredMessage } from './chat-item.ts';
import type { Dialect } from './dialects/dialect.ts';
import { type Bell, createBell } from './state/bell.ts';
import { type CallLog, createCallLog } from './state/call-log.ts';
import { type CallbackQueries, createCallbackQueries } from './state/callback-queries.ts';
import { type ChatBook, createChatBook } from './state/chat-book.ts';
import { type Counter, createCounter } from './state/counter.ts';
import { createFileShelf, type FileShelf } from './state/file-shelf.ts';
import { createFloodControl, type FloodControl } from './state/flood-control.ts';
import { createMessageBook, type MessageBook } from './state/message-book.ts';
import { createPaymentDesk, type PaymentDesk } from './state/payment-desk.ts';
import { createProfile, type Profile } from './state/profile.ts';
import { createRoomBook, type Room, type RoomBook } from './state/room-book.ts';
import { createUpdateQueue, type UpdateQueue } from './state/update-queue.ts';
import { createWebhook, type Webhook } from './state/webhook.ts';
import type { MessageContent, WireChat, WireUser } from './wire.ts';

export interface BotIdentity {
  token: string;
  /** Without the @. */
  username: string;
  name: string;
}

export interface Messenger {
  platform: Platform;
  dialect: Dialect;
  token: string;
  bot: WireUser & { username: string };
  accounts: Accounts;
  chats: ChatBook;
  /** Groups and channels. */
  rooms: RoomBook;
  messages: MessageBook;
  updates: UpdateQueue;
  webhook: Webhook;
  callbackQueries: CallbackQueries;
  files: FileShelf;
  profile: Profile;
  payments: PaymentDesk;
  calls: CallLog;
  floodControl: FloodControl;
  /** Rings for every change of a chat. */
  bell: Bell;
  /** Numbers messages, and every change of a chat. */
  numbers: Counter;
  events: SandboxDeps['events'];
  now: () => number;
  /** Messages as the person sees them. */
  toItem(stored: StoredMessage): ChatItem;
}

export interface MessengerDeps extends SandboxDeps {
  dialect: Dialect;
  identity: BotIdentity;
  filesDir: string;
  /** Groups and channels that are there from the beginning. */
  firstRooms: readonly Room[];
}

export function createMessenger(deps: MessengerDeps): Messenger {
  const { dialect, identity, store, now, population, events, systems } = deps;
  const { platform } = dialect;
  const mapOf = <T>(name: string) => store.map<T>(`bot-api.${platform}.${name}`);

  const updates = createUpdateQueue({
    store,
    name: platform,
    now,
    kinds: dialect.updateKinds,
    firstId: dialect.firstUpdateId,
    pendingMax: dialect.pendingUpdatesMax,
  });
  return {
    platform,
    dialect,
    token: identity.token,
    bot: botUser(identity),
    accounts: createAccounts(platform, population),
    chats: createChatBook(mapOf('chats')),
    rooms: createRoomBook(mapOf('rooms'), deps.firstRooms),
    messages: createMessageBook(mapOf('messages')),
    updates,
    webhook: createWebhook({
      settings: mapOf('webhook'),
      updates,
      now,
      sendsSecret: dialect.hasWebhookSecret,
      isCutOff: () => systems.modes()['bot-api'].mode === 'down',
    }),
    callbackQueries: createCallbackQueries(mapOf('callback-queries'), now),
    files: createFileShelf(join(deps.filesDir, platform), mapOf('files')),
    profile: createProfile(mapOf('profile'), identity.name),
    payments: createPaymentDesk(mapOf('invoices'), mapOf('transactions')),
    calls: createCallLog(),
    floodControl: createFloodControl(now),
    bell: createBell(),
    numbers: createCounter(store, `${platform}.messages`, 1),
    events,
    now,
    toItem: (stored) => chatItem(stored, (fileId) => `/sandbox/chats/${platform}/files/${fileId}`),
  };
}

/** A bot's id is the part of its token before the colon. */
function botUser({ token, username, name }: BotIdentity): Messenger['bot'] {
  const id = z.coerce.number().int().positive().catch(1).parse(token.split(':')[0]);
  return { id, is_bot: true, first_name: name, username };
}

/** What accompanies a message without being part of its wording. */
export type Accompaniment = Pick<StoredMessage, 'shown' | 'keyboard' | 'fixed'> &
  Pick<StoredMessage['message'], 'reply_markup' | 'reply_to_message'>;

/** The chat with this number as the protocol has it: a person's, a group or a channel. */
export function wireChat({ rooms, accounts }: Messenger, chatId: number): WireChat {
  const room = rooms.get(chatId);
  if (!room) return accounts.chat(chatId);
  const { id, type, title, username } = room;
  return { id, type, title, ...(username && { username }) };
}

/** Puts a new message into the chat and shows it to those who are there. `from`: the bot, or the user with this number. */
export function addMessage(
  messenger: Messenger,
  chatId: number,
  from: 'bot' | number,
  content: MessageContent,
  accompaniment: Accompaniment = {},
): StoredMessage {
  const { reply_markup, reply_to_message, ...besides } = accompaniment;
  const id = messenger.numbers.next();
  const chat = wireChat(messenger, chatId);
  const sender = from === 'bot' ? messenger.bot : messenger.accounts.user(from);
  const stored: StoredMessage = {
    id,
    from: from === 'bot' ? 'bot' : 'person',
    message: {
      message_id: id,
      ...(chat.type === 'channel' ? { sender_chat: chat } : { from: sender }),
      chat,
      date: Math.floor(messenger.now() / 1_000),
      ...(reply_to_message && { reply_to_message }),
      ...content,
      ...(reply_markup && { reply_markup }),
    },
    ...besides,
  };
  keep(messenger, stored);
  return stored;
}

/** Puts the changed form of a message in its place. `isEdit` is false when only its buttons changed. */
export function changeMessage(messenger: Messenger, changed: StoredMessage, isEdit: boolean): StoredMessage {
  const message = { ...changed.message };
  if (isEdit) message.edit_date = Math.floor(messenger.now() / 1_000);
  const stored = { ...changed, id: messenger.numbers.next(), message };
  keep(messenger, stored);
  return stored;
}

export function deleteMessage(messenger: Messenger, { message }: StoredMessage): void {
  const messageId = message.message_id;
  messenger.messages.delete(message.chat.id, messageId);
  publish(messenger, message.chat.id, { id: messenger.numbers.next(), messageId, deleted: true });
}

function keep(messenger: Messenger, stored: StoredMessage): void {
  messenger.messages.put(stored);
  publish(messenger, stored.message.chat.id, messenger.toItem(stored));
}

function publish(messenger: Messenger, chatId: number, item: unknown): void {
  messenger.events.publish({ type: 'chat', platform: messenger.platform, userId: String(chatId), item });
  messenger.bell.ring(chatId);
}
