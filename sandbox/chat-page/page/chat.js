/** The open chat: its head, its messages, and what it says when it is empty. */
import { inOrder, messengerName, nameOf } from './chats.js';
import { dayName } from './dates.js';
import { byId, element, syncChildren } from './element.js';
import { messageElement } from './message.js';
import { keepScroll } from './scroll.js';

/**
 * @typedef {import('./types.ts').Chat} Chat
 * @typedef {import('./types.ts').ChatItem} ChatItem
 * @typedef {import('./world.js').World} World
 */

/** How long «در حال نوشتن» stays without being renewed, as in the messengers. */
const TYPING_MS = 5_000;

/** @param {World} world */
export function createChatView(world) {
  const log = byId('log');
  const scroll = keepScroll(log, byId('to-end'));
  /** An item's bubble is made once; an edited message is another item. @type {WeakMap<ChatItem, HTMLElement>} */
  const bubbles = new WeakMap();
  /** @type {Map<string, HTMLElement>} */
  const days = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typing;

  /**
   * @param {Chat} chat
   * @param {ChatItem} item
   */
  function bubbleOf(chat, item) {
    const bubble = bubbles.get(item) ?? messageElement(chat, item);
    bubbles.set(item, bubble);
    return bubble;
  }

  /** @param {string} day */
  function dayMark(day) {
    const mark = days.get(day) ?? element('p', { class: 'day' }, day);
    days.set(day, mark);
    return mark;
  }

  /** @param {Chat} chat */
  function show(chat) {
    /** @type {HTMLElement[]} */
    const wanted = [];
    let day = '';
    for (const item of inOrder(chat)) {
      const itsDay = dayName(item.date);
      if (itsDay !== day) wanted.push(dayMark(itsDay));
      day = itsDay;
      wanted.push(bubbleOf(chat, item));
    }
    scroll.around(() => syncChildren(log, wanted));
    byId('welcome').hidden = wanted.length > 0;
  }

  function stopTyping() {
    clearTimeout(typing);
    byId('typing').hidden = true;
    byId('chat-status').hidden = false;
  }

  function startTyping() {
    stopTyping();
    byId('typing').hidden = false;
    byId('chat-status').hidden = true;
    typing = setTimeout(stopTyping, TYPING_MS);
  }

  world.opened.on((chat) => {
    byId('nobody-yet').hidden = true;
    byId('talk').hidden = false;
    byId('chat').dataset.messenger = chat.platform;
    byId('chat-owner').textContent = `${nameOf(chat)} در ${messengerName(chat)}`;
    stopTyping();
    show(chat);
    scroll.toEnd();
  });
  world.chatChanged.on((chat) => {
    if (chat === world.current) show(chat);
  });
  world.happened.on((event) => {
    if (!('userId' in event) || `${event.platform}:${event.userId}` !== world.current?.key) return;
    if (event.type === 'typing') startTyping();
    else stopTyping();
  });
}
