/** Whom a newcomer may begin with: one person of each kind, before any chat is open. */
import { messengerName, nameOf } from './chats.js';
import { byId, element, icon } from './element.js';

/**
 * @typedef {import('./types.ts').Chat} Chat
 */

/** @type {{ title: string, suits: (chat: Chat) => boolean }[]} */
const KINDS = [
  {
    title: 'کارآموز، در تلگرام',
    suits: (chat) => chat.person?.role === 'trainee' && chat.platform === 'telegram',
  },
  { title: 'کارآموز، در بله', suits: (chat) => chat.person?.role === 'trainee' && chat.platform === 'bale' },
  { title: 'کاربر پورتال یک مرکز', suits: (chat) => chat.person?.role === 'portal-user' },
  { title: 'کارشناس سازمان', suits: (chat) => chat.person?.role === 'staff' },
];

/** @param {import('./world.js').World} world */
export function createSuggestions(world) {
  const place = byId('suggestions');

  world.peopleChanged.on(() => {
    // Drawn once: afterwards the list of people is the place to look.
    if (world.current || place.children.length > 0) return;
    const chats = [...world.chats.values()];
    if (!KINDS.every(({ suits }) => chats.some(suits))) return;
    for (const { title, suits } of KINDS) {
      const chat = chats.find(suits);
      if (chat) place.append(suggestion(title, chat));
    }
  });

  /**
   * @param {string} title
   * @param {Chat} chat
   */
  const suggestion = (title, chat) =>
    element(
      'li',
      {},
      element(
        'button',
        { type: 'button', class: `suggestion ${chat.platform}`, onclick: () => world.open(chat) },
        element('span', { class: 'messenger', title: messengerName(chat) }, icon(chat.platform)),
        element('strong', {}, nameOf(chat)),
        element('span', {}, title),
      ),
    );
}
