/** The people one can be: every account of every person is a chat. */
import { latest, messengerName, nameOf, unread } from './chats.js';
import { count, shortTime } from './dates.js';
import { byId, element, icon, syncChildren } from './element.js';
import { mediaName } from './media.js';

/**
 * @typedef {import('./types.ts').Chat} Chat
 * @typedef {import('./types.ts').ChatItem} ChatItem
 */

const ROLES = { trainee: 'کارآموز', 'portal-user': 'کاربر پورتال', staff: 'کارشناس', guest: 'مهمان' };

/** How many looks an avatar can have; style/people.css has a colour for each. */
const AVATAR_LOOKS = 6;

/** @param {import('./world.js').World} world */
export function createPeopleList(world) {
  const search = /** @type {HTMLInputElement} */ (byId('search'));
  /** @type {Map<string, HTMLElement>} */
  const entries = new Map();
  /** What an entry was last drawn from. @type {WeakMap<Element, string>} */
  const drawn = new WeakMap();
  let waiting = false;

  function show() {
    const asked = search.value.trim();
    const chats = [...world.chats.values()].filter((chat) => matches(chat, asked));
    const started = chats.filter((chat) => chat.messages.size > 0).sort(newestFirst);
    const others = chats.filter((chat) => chat.messages.size === 0);
    fill('started', started);
    fill(
      'trainees',
      others.filter((chat) => (chat.person?.role ?? 'trainee') === 'trainee'),
    );
    fill(
      'portal-users',
      others.filter((chat) => chat.person?.role === 'portal-user'),
    );
    fill(
      'staff',
      others.filter((chat) => chat.person?.role === 'staff'),
    );
    byId('nobody').hidden = chats.length > 0;
    showUnread([...world.chats.values()].reduce((sum, chat) => sum + unread(chat), 0));
  }

  /**
   * @param {string} section
   * @param {Chat[]} chats
   */
  function fill(section, chats) {
    byId(`people-${section}`).hidden = chats.length === 0;
    syncChildren(byId(`list-${section}`), chats.map(entryOf));
  }

  /** @param {Chat} chat */
  function entryOf(chat) {
    const entry =
      entries.get(chat.key) ??
      element(
        'li',
        {},
        element('button', {
          ...{ type: 'button', class: 'entry', 'data-chat': chat.key },
          onclick: () => world.open(chat),
        }),
      );
    entries.set(chat.key, entry);
    const button = /** @type {HTMLElement} */ (entry.firstElementChild);
    button.dataset.messenger = chat.platform;
    if (chat === world.current) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
    // One that says the same as before is left alone: there may be hundreds, and each message comes by here.
    const look = lookOf(chat);
    const wanted = JSON.stringify(look);
    if (drawn.get(button) === wanted) return entry;
    drawn.set(button, wanted);
    // Its elements are made anew, the button itself stays, and with it the focus.
    button.replaceChildren(...entryContent(chat, look));
    return entry;
  }

  search.addEventListener('input', show);
  world.peopleChanged.on(() => {
    // Many changes may come at once (the first reading); one drawing shows them all.
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      show();
    });
  });
}

/**
 * All that an entry says.
 * @param {Chat} chat
 */
function lookOf(chat) {
  const last = latest(chat);
  return {
    name: nameOf(chat),
    role: /** @type {keyof typeof ROLES} */ (chat.person?.role ?? 'guest'),
    time: last ? shortTime(last.date) : '',
    text: last ? preview(last) : (chat.person?.note ?? 'حسابی که صاحبش شناخته نیست'),
    unread: unread(chat),
  };
}

/**
 * @param {Chat} chat
 * @param {ReturnType<typeof lookOf>} look
 */
function entryContent(chat, look) {
  return [
    avatar(chat),
    element(
      'span',
      { class: 'entry-name' },
      element('strong', {}, look.name),
      element('span', { class: `role ${look.role}` }, ROLES[look.role]),
    ),
    element('span', { class: 'entry-time' }, look.time),
    element('span', { class: 'entry-text', dir: 'auto' }, look.text),
    look.unread > 0
      ? element(
          'span',
          { class: 'badge' },
          count(look.unread),
          element('span', { class: 'for-ears' }, ' پیام نخوانده'),
        )
      : element('span', {}),
  ];
}

/** @param {Chat} chat */
function avatar(chat) {
  const look =
    [...(chat.person?.nationalCode ?? chat.userId)].reduce((sum, digit) => sum + Number(digit), 0) %
    AVATAR_LOOKS;
  const name = nameOf(chat);
  return element(
    'span',
    { class: `avatar look-${look}` },
    element('span', { 'aria-hidden': 'true' }, chat.person ? name.slice(0, 1) : '؟'),
    element(
      'span',
      { class: 'messenger' },
      icon(chat.platform),
      element('span', { class: 'for-ears' }, messengerName(chat)),
    ),
  );
}

/** @param {ChatItem} item */
function preview(item) {
  const said =
    item.text ||
    (item.media && mediaName(item.media)) ||
    (item.contact && 'مخاطب') ||
    item.invoice?.title ||
    'پیام';
  return `${item.from === 'person' ? 'شما: ' : ''}${said.split('\n')[0]}`;
}

/**
 * @param {Chat} a
 * @param {Chat} b
 */
const newestFirst = (a, b) => (latest(b)?.date ?? '').localeCompare(latest(a)?.date ?? '');

/**
 * @param {Chat} chat
 * @param {string} asked
 */
function matches(chat, asked) {
  const about = [
    nameOf(chat),
    messengerName(chat),
    chat.person?.note,
    chat.person && ROLES[chat.person.role],
  ];
  return asked.split(/\s+/).every((word) => about.some((text) => text?.includes(word)));
}

/** @param {number} unreadCount */
function showUnread(unreadCount) {
  const badge = byId('pane-badge-people');
  badge.hidden = unreadCount === 0;
  badge.textContent = count(unreadCount);
}
