/** What the bot says of itself: its name, what it can do, its commands; and whether this person has blocked it. */
import { overview } from './api.js';
import { byId, element } from './element.js';
import { attempt } from './notices.js';

/**
 * @typedef {import('./types.ts').Chat} Chat
 * @typedef {import('./types.ts').ChatOverview} ChatOverview
 */

/** @param {import('./world.js').World} world */
export function createBotFace(world) {
  const menu = byId('commands');
  const toggle = byId('commands-toggle');

  /** @param {boolean} open */
  function showMenu(open) {
    menu.hidden = !open;
    toggle.setAttribute('aria-expanded', String(open));
  }

  /** @param {ChatOverview['bot']} bot */
  function show({ name, description, commands }) {
    byId('bot-name').textContent = name;
    byId('bot-does').textContent = description || 'هنوز پیامی نیست. برای آغاز گفتگو، شروع را فشار دهید.';
    toggle.hidden = commands.length === 0;
    menu.replaceChildren(...commands.map(commandButton));
  }

  /** @param {{ command: string, description: string }} command */
  function commandButton({ command, description }) {
    return element(
      'button',
      { type: 'button', onclick: () => send(`/${command}`) },
      element('bdi', { dir: 'ltr' }, `/${command}`),
      element('span', { dir: 'auto' }, description),
    );
  }

  /** @param {string} text */
  async function send(text) {
    const chat = world.current;
    showMenu(false);
    if (chat) await attempt(() => world.act(chat, { text }));
  }

  /** @param {Chat} chat */
  async function look(chat) {
    const { bot, blocked } = await overview(chat);
    chat.blocked = blocked;
    if (chat !== world.current) return;
    show(bot);
    world.chatChanged.emit(chat);
  }

  toggle.addEventListener('click', () => showMenu(menu.hidden));
  world.opened.on((chat) => {
    showMenu(false);
    void attempt(() => look(chat));
  });
  // A bot that has just started may say other things of itself.
  world.happened.on((event) => {
    const chat = world.current;
    if (event.type === 'app' && event.state === 'ready' && chat) void attempt(() => look(chat));
  });
}
