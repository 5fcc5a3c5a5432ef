/** What the page knows of each chat, and what follows from it. */
import { persianDigits } from './dates.js';
import { recall, remember } from './memory.js';

/**
 * @typedef {import('./types.ts').Chat} Chat
 * @typedef {import('./types.ts').ChatItem} ChatItem
 * @typedef {import('./types.ts').DeletedItem} DeletedItem
 * @typedef {import('./types.ts').ReplyKeyboard} ReplyKeyboard
 */

/**
 * @param {import('./types.ts').Platform} platform
 * @param {string} userId
 * @param {import('./types.ts').SandboxPerson} [person]
 * @returns {Chat}
 */
export function createChat(platform, userId, person) {
  const key = `${platform}:${userId}`;
  return {
    key,
    platform,
    userId,
    ...(person ? { person } : {}),
    messages: new Map(),
    deleted: new Set(),
    readUpTo: recall(`read ${key}`, 0),
    blocked: false,
  };
}

/**
 * @param {Chat} chat
 * @param {ChatItem | DeletedItem} item
 */
export function receive(chat, item) {
  if ('deleted' in item) {
    chat.messages.delete(item.messageId);
    chat.deleted.add(item.messageId);
    return;
  }
  // The answer to sending it may come after the live update that deletes it.
  if (chat.deleted.has(item.messageId)) return;
  const known = chat.messages.get(item.messageId);
  // The answer to a request and the live update bring the same item; the second changes nothing.
  if (!known || known.id < item.id) chat.messages.set(item.messageId, item);
}

/**
 * Takes the whole list of a chat's messages.
 * @param {Chat} chat
 * @param {number[]} known what was there before the list was asked for; of this, what the list lacks was deleted
 * @param {ChatItem[]} items
 */
export function catchUp(chat, known, items) {
  chat.deleted.clear();
  const listed = new Set(items.map((item) => item.messageId));
  for (const messageId of known) if (!listed.has(messageId)) chat.messages.delete(messageId);
  for (const item of items) receive(chat, item);
  // A sandbox that began anew counts from the beginning.
  const newest = Math.max(0, ...[...chat.messages.values()].map((item) => item.id));
  chat.readUpTo = Math.min(chat.readUpTo, newest);
}

/**
 * @param {Chat} chat
 * @returns {ChatItem[]} oldest first
 */
export const inOrder = (chat) => [...chat.messages.values()].sort((a, b) => a.messageId - b.messageId);

/**
 * @param {Chat} chat
 * @returns {ChatItem | undefined}
 */
export const latest = (chat) => inOrder(chat).at(-1);

/** @param {Chat} chat */
export function unread(chat) {
  let unreadCount = 0;
  for (const item of chat.messages.values()) {
    if (item.from === 'bot' && item.id > chat.readUpTo) unreadCount += 1;
  }
  return unreadCount;
}

/** @param {Chat} chat */
export function markRead(chat) {
  for (const item of chat.messages.values()) chat.readUpTo = Math.max(chat.readUpTo, item.id);
  remember(`read ${chat.key}`, chat.readUpTo);
}

/**
 * The reply keyboard in force: that of the last message which set or removed one.
 * @param {Chat} chat
 * @returns {{ keyboard: ReplyKeyboard, messageId: number } | null}
 */
export function keyboardInForce(chat) {
  const setter = inOrder(chat).findLast((item) => item.keyboard !== undefined);
  if (!setter?.keyboard || setter.keyboard === 'remove') return null;
  return { keyboard: setter.keyboard, messageId: setter.messageId };
}

/** @param {Chat} chat */
export const nameOf = (chat) =>
  chat.person ? `${chat.person.firstName} ${chat.person.lastName}` : `مهمان ${persianDigits(chat.userId)}`;

/** @param {Chat} chat */
export const messengerName = (chat) => (chat.platform === 'bale' ? 'بله' : 'تلگرام');
