/** One message as a bubble with its buttons. */
import { messengerName } from './chats.js';
import { persianDigits, rials, timeOfDay } from './dates.js';
import { element, icon } from './element.js';
import { inlineKeyboard } from './inline-keyboard.js';
import { mediaOf } from './media.js';
import { richText } from './rich-text.js';

/**
 * @typedef {import('./types.ts').Chat} Chat
 * @typedef {import('./types.ts').ChatItem} ChatItem
 */

/**
 * @param {Chat} chat
 * @param {ChatItem} item
 * @returns {HTMLElement} all that is pressed in it is listened to by the chat, by its `data-` attributes
 */
export function messageElement(chat, item) {
  const own = item.from === 'person';
  const bare = item.media?.kind === 'sticker' || item.media?.kind === 'video-note';
  return element(
    'article',
    {
      class: `message ${own ? 'own' : 'bots'}${bare ? ' bare' : ''}`,
      'data-message': item.messageId,
      'aria-label': own ? 'پیام شما' : 'پیام ربات',
    },
    element(
      'div',
      { class: 'bubble' },
      item.forwarded && element('p', { class: 'forwarded' }, icon('forward'), 'بازارسال‌شده'),
      item.media && mediaOf(item.media, item.text),
      item.contact && contactCard(item.contact),
      item.location && locationCard(item.location),
      item.poll && pollCard(item.poll),
      item.invoice && invoiceCard(chat, item.invoice),
      item.text !== '' && element('div', { class: 'text', dir: 'auto' }, richText(item.html)),
      footer(item, own),
    ),
    item.buttons && item.buttons.length > 0 && inlineKeyboard(item),
  );
}

/**
 * @param {ChatItem} item
 * @param {boolean} own
 */
function footer(item, own) {
  const editable = own && item.text !== '' && !item.media && !item.forwarded;
  return element(
    'footer',
    { class: 'meta' },
    editable &&
      element(
        'button',
        {
          type: 'button',
          class: 'edit',
          'data-edit': item.messageId,
          'aria-label': 'ویرایش این پیام',
          title: 'ویرایش',
        },
        icon('edit'),
      ),
    item.edited && element('span', {}, 'ویرایش‌شده'),
    element('time', { datetime: item.date }, timeOfDay(item.date)),
    own && icon('sent'),
  );
}

/** @param {NonNullable<ChatItem['contact']>} contact */
function contactCard({ firstName, lastName, phoneNumber }) {
  return element(
    'div',
    { class: 'card' },
    element('span', { class: 'card-icon' }, icon('person')),
    element(
      'div',
      {},
      element('strong', {}, [firstName, lastName].filter(Boolean).join(' ')),
      element('span', { class: 'number', dir: 'ltr' }, persianDigits(phoneNumber)),
    ),
  );
}

/** @param {NonNullable<ChatItem['location']>} location */
function locationCard({ latitude, longitude }) {
  return element(
    'div',
    { class: 'card' },
    element('span', { class: 'card-icon' }, icon('location')),
    element(
      'div',
      {},
      element('strong', {}, 'موقعیت مکانی'),
      element(
        'span',
        { class: 'number', dir: 'ltr' },
        persianDigits(`${latitude.toFixed(4)}, ${longitude.toFixed(4)}`),
      ),
    ),
  );
}

/** @param {NonNullable<ChatItem['poll']>} poll */
function pollCard({ question, options }) {
  return element(
    'div',
    { class: 'poll' },
    element('strong', {}, question),
    element('ul', {}, ...options.map((option) => element('li', {}, option))),
  );
}

/**
 * @param {Chat} chat
 * @param {NonNullable<ChatItem['invoice']>} invoice
 */
function invoiceCard(chat, { title, description, totalRials }) {
  return element(
    'div',
    { class: 'invoice' },
    element('span', { class: 'invoice-kind' }, icon('card'), `صورت‌حساب ${messengerName(chat)}`),
    element('strong', {}, title),
    element('p', {}, description),
    element('p', { class: 'amount' }, rials(totalRials)),
  );
}
