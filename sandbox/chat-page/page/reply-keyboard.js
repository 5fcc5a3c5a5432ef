/** The keyboard of ready answers under the composer. */
import { keyboardInForce } from './chats.js';
import { byId, element, icon } from './element.js';
import { ask, attempt } from './notices.js';

/**
 * @typedef {import('./types.ts').Chat} Chat
 * @typedef {import('./types.ts').ReplyButton} ReplyButton
 */

/** @param {import('./world.js').World} world */
export function createReplyKeyboard(world) {
  const place = byId('reply-keyboard');
  const toggle = byId('keyboard-toggle');
  /** A keyboard that was folded away, by chat: the message that set it. @type {Map<string, number>} */
  const folded = new Map();
  let drawn = '';

  function show() {
    const chat = world.current;
    const inForce = chat && keyboardInForce(chat);
    const isFolded = Boolean(inForce) && folded.get(chat?.key ?? '') === inForce?.messageId;
    toggle.hidden = !inForce;
    toggle.setAttribute('aria-expanded', String(!isFolded));
    place.hidden = !inForce || isFolded;
    byId('text').setAttribute('placeholder', inForce?.keyboard.placeholder ?? 'پیام…');
    const wanted = JSON.stringify([chat?.key, inForce]);
    if (wanted === drawn) return;
    drawn = wanted;
    place.replaceChildren(
      ...(inForce?.keyboard.rows ?? []).map((row) =>
        element('div', { class: 'row' }, ...row.map(replyButton)),
      ),
    );
  }

  /** @param {ReplyButton} button */
  function replyButton(button) {
    const drawing =
      button.request === 'contact' ? 'person' : button.request === 'location' ? 'location' : null;
    return element(
      'button',
      { type: 'button', class: 'reply-button', onclick: () => press(button) },
      drawing && icon(drawing),
      element('span', { dir: 'auto' }, button.text),
    );
  }

  /** @param {ReplyButton} button */
  async function press(button) {
    const chat = world.current;
    const inForce = chat && keyboardInForce(chat);
    if (!chat || !inForce || !(await agrees(button))) return;
    const sent = await attempt(() => world.act(chat, answerOf(button)));
    if (sent && inForce.keyboard.oneTime) fold(chat, inForce.messageId);
  }

  /**
   * @param {Chat} chat
   * @param {number} messageId
   */
  function fold(chat, messageId) {
    folded.set(chat.key, messageId);
    show();
  }

  toggle.addEventListener('click', () => {
    const chat = world.current;
    const inForce = chat && keyboardInForce(chat);
    if (!chat || !inForce) return;
    if (!place.hidden) return fold(chat, inForce.messageId);
    folded.delete(chat.key);
    show();
  });
  world.opened.on(show);
  world.chatChanged.on((chat) => {
    if (chat === world.current) show();
  });
}

/** @param {ReplyButton} button */
function answerOf(button) {
  if (button.request === 'contact') return { contact: true };
  if (button.request === 'location') return { location: true };
  return { text: button.text };
}

/** @param {ReplyButton} button */
async function agrees(button) {
  if (button.request === 'contact') {
    return ask('ربات شمارهٔ تلفن شما را خواهد دید.', { title: 'شمارهٔ شما فرستاده شود؟', yes: 'بفرست' });
  }
  if (button.request === 'location') {
    return ask('ربات جای کنونی شما را خواهد دید.', { title: 'موقعیت شما فرستاده شود؟', yes: 'بفرست' });
  }
  return true;
}
