/** The buttons under a message. */
import { element, icon } from './element.js';

/**
 * @typedef {import('./types.ts').ChatItem} ChatItem
 * @typedef {import('./types.ts').InlineButton} InlineButton
 */

/** A press that nothing answers stops turning after this long, as in the messengers. */
const PROGRESS_MS = 10_000;

const ICONS = { callback: null, url: 'link', 'web-app': 'link', copy: 'copy', pay: 'card' };
const STYLES = new Set(['primary', 'success', 'danger']);

/** @param {ChatItem} item */
export function inlineKeyboard(item) {
  return element(
    'div',
    { class: 'inline-keyboard', role: 'group', 'aria-label': 'دکمه‌های این پیام' },
    ...(item.buttons ?? []).map((row, rowIndex) =>
      element(
        'div',
        { class: 'row' },
        ...row.map((button, index) => inlineButton(button, `${rowIndex}.${index}`)),
      ),
    ),
  );
}

/**
 * @param {InlineButton} button
 * @param {string} place row and column, by which the chat finds the button again
 */
function inlineButton(button, place) {
  const drawing = ICONS[button.kind];
  const style = button.style && STYLES.has(button.style) ? ` ${button.style}` : '';
  return element(
    'button',
    { type: 'button', class: `inline-button${style}`, 'data-button': place },
    element('span', { dir: 'auto' }, button.text),
    drawing && icon(drawing),
  );
}

/**
 * @param {ChatItem} item
 * @param {string} place
 * @returns {InlineButton | undefined}
 */
export function buttonAt(item, place) {
  const [row, column] = place.split('.').map(Number);
  return item.buttons?.[row ?? -1]?.[column ?? -1];
}

/**
 * What pressing the button does in the chat. The data itself is sent where it is known: labels may repeat.
 * @param {ChatItem} item
 * @param {InlineButton} button
 */
export const pressOf = (item, button) =>
  button.kind === 'callback' && button.data !== undefined
    ? { pressData: button.data, messageId: item.messageId }
    : { press: button.text, messageId: item.messageId };

/** @param {HTMLElement} button */
export function startProgress(button) {
  button.setAttribute('aria-busy', 'true');
  setTimeout(() => stopProgress(button), PROGRESS_MS);
}

/** @param {HTMLElement} button */
export const stopProgress = (button) => button.removeAttribute('aria-busy');
