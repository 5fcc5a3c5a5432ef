/** Pictures, files, sounds and films of a message. */
import { element, icon } from './element.js';

/**
 * @typedef {import('./types.ts').Media} Media
 */

/** @type {Record<Media['kind'], string>} */
const NAMES = {
  photo: 'عکس',
  document: 'سند',
  voice: 'پیام صوتی',
  video: 'ویدیو',
  audio: 'فایل صوتی',
  animation: 'تصویر متحرک',
  sticker: 'استیکر',
  'video-note': 'پیام ویدیویی',
};

/** @param {Media} media */
export const mediaName = (media) => NAMES[media.kind];

/**
 * @param {Media} media
 * @param {string} caption
 * @returns {HTMLElement}
 */
export function mediaOf(media, caption) {
  const url = ownAddress(media.url);
  if (!url) return fileCard(media, null);
  switch (media.kind) {
    case 'photo':
      return picture(media, url, caption || mediaName(media));
    case 'sticker':
      return orCard(media, url, element('img', { class: 'sticker', src: url, alt: 'استیکر' }));
    case 'voice':
    case 'audio':
      return sound(media, url);
    case 'video':
    case 'animation':
    case 'video-note':
      return orCard(
        media,
        url,
        element('video', {
          class: media.kind,
          src: url,
          controls: true,
          preload: 'metadata',
          'aria-label': mediaName(media),
        }),
      );
    case 'document':
      return fileCard(media, url);
  }
}

/**
 * @param {Media} media
 * @param {string} url
 * @param {string} alt
 */
function picture(media, url, alt) {
  const link = element('a', { class: 'picture', href: url, target: '_blank', rel: 'noopener' });
  link.append(element('img', { src: url, alt, onerror: () => link.replaceWith(fileCard(media, url)) }));
  return link;
}

/**
 * @param {Media} media
 * @param {string} url
 */
function sound(media, url) {
  return element(
    'div',
    { class: 'sound' },
    element('span', { class: 'card-icon' }, icon('voice')),
    element('audio', { src: url, controls: true, preload: 'none', 'aria-label': mediaName(media) }),
  );
}

/**
 * Shows what the browser can show; what it can't (a sample sticker that is no picture) becomes a file.
 * @param {Media} media
 * @param {string} url
 * @param {HTMLElement} shown
 */
function orCard(media, url, shown) {
  shown.addEventListener('error', () => shown.replaceWith(fileCard(media, url)));
  return shown;
}

/**
 * @param {Media} media
 * @param {string | null} url
 */
function fileCard(media, url) {
  const name = media.fileName ?? mediaName(media);
  return element(
    'div',
    { class: 'card' },
    element('span', { class: 'card-icon' }, icon(media.kind === 'sticker' ? 'sticker' : 'document')),
    element(
      'div',
      {},
      element('strong', { dir: 'auto' }, name),
      url && element('a', { href: url, download: media.fileName ?? '' }, 'دریافت فایل'),
    ),
  );
}

/**
 * Files come from this sandbox only.
 * @param {string} address
 */
function ownAddress(address) {
  const url = URL.parse(address, window.location.href);
  return url?.origin === window.location.origin ? url.href : null;
}
