/** What pressing something inside a message does. */
import { messengerName } from './chats.js';
import { rials } from './dates.js';
import { byId } from './element.js';
import { buttonAt, pressOf, startProgress, stopProgress } from './inline-keyboard.js';
import { destination } from './links.js';
import { ask, attempt, clearToasts, toast } from './notices.js';

/**
 * @typedef {import('./types.ts').Chat} Chat
 * @typedef {import('./types.ts').ChatItem} ChatItem
 * @typedef {import('./types.ts').InlineButton} InlineButton
 */

/**
 * @param {import('./world.js').World} world
 * @param {{ follow: (address: string) => void, edit: (item: ChatItem) => void }} deps
 */
export function listenToPresses(world, { follow, edit }) {
  const log = byId('log');

  log.addEventListener('click', (event) => {
    const chat = world.current;
    const target = /** @type {Element} */ (event.target).closest(
      '[data-button], [data-command], [data-edit], a[href], .spoiler',
    );
    if (!chat || !(target instanceof HTMLElement)) return;
    const messageId = Number(target.closest('[data-message]')?.getAttribute('data-message'));
    const item = chat.messages.get(messageId);
    const { button: place, command } = target.dataset;

    if (target.classList.contains('spoiler')) target.classList.add('seen');
    else if (target instanceof HTMLAnchorElement) followInside(event, target);
    else if (command) void attempt(() => world.act(chat, { text: command }));
    else if (item && target.dataset.edit) edit(item);
    else if (item && place) void press(chat, item, buttonAt(item, place), target);
  });
  log.addEventListener('keydown', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.key === 'Enter' && target.classList.contains('spoiler')) target.classList.add('seen');
  });

  /**
   * @param {MouseEvent} event
   * @param {HTMLAnchorElement} link
   */
  function followInside(event, link) {
    if (link.classList.contains('picture') || link.hasAttribute('download')) return;
    if (destination(link.href)?.kind === 'outside') return;
    event.preventDefault();
    follow(link.href);
  }

  /**
   * @param {Chat} chat
   * @param {ChatItem} item
   * @param {InlineButton | undefined} button
   * @param {HTMLElement} pressed
   */
  async function press(chat, item, button, pressed) {
    if (!button || pressed.getAttribute('aria-busy') === 'true') return;
    if ((button.kind === 'url' || button.kind === 'web-app') && button.url) return follow(button.url);
    if (button.kind === 'copy') return copy(button.copyText ?? button.text);
    if (button.kind === 'pay' && !(await agreesToPay(chat, item))) return;
    startProgress(pressed);
    const sent = await attempt(async () => {
      const { opened } = await world.act(chat, pressOf(item, button));
      if (opened) follow(opened);
    });
    if (!sent) stopProgress(pressed);
  }

  world.opened.on(clearToasts);
  world.happened.on((event) => {
    if (event.type !== 'chat' && event.type !== 'callback-answer') return;
    if (`${event.platform}:${event.userId}` !== world.current?.key) return;
    // The person's own message is no answer of the bot's.
    if (event.type === 'chat' && /** @type {ChatItem} */ (event.item).from === 'person') return;
    for (const busy of log.querySelectorAll('[aria-busy]')) stopProgress(/** @type {HTMLElement} */ (busy));
    if (event.type !== 'callback-answer' || event.text === '') return;
    if (event.alert) void ask(event.text, { no: null });
    else toast(event.text);
  });
}

/**
 * @param {Chat} chat
 * @param {ChatItem} item
 */
const agreesToPay = (chat, item) =>
  ask(`${rials(item.invoice?.totalRials ?? 0)} از کیف پول شما در ${messengerName(chat)} پرداخت شود؟`, {
    title: item.invoice?.title ?? 'پرداخت',
    yes: 'پرداخت',
  });

/** @param {string} text */
async function copy(text) {
  if (await attempt(() => navigator.clipboard.writeText(text))) toast('رونوشت برداشته شد');
}
