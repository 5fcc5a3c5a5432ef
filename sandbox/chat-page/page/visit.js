/**
 * The panel over the chat in which pages of this sandbox open (payment, national window), so that the person comes
 * back by themselves: on the app's return page a button leads back, and after a payment the panel also closes alone.
 */
import { byId } from './element.js';
import { destination } from './links.js';

/** Long enough to read the result. */
const CLOSES_AFTER_MS = 4_000;

/** @param {{ follow: (address: string) => void }} deps `follow` takes the links that lead out of the panel */
export function createVisit({ follow }) {
  const panel = byId('visit');
  const frame = /** @type {HTMLIFrameElement} */ (byId('visit-frame'));
  const address = byId('visit-address');
  const back = byId('visit-back');
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let closing;
  /** @type {HTMLElement | null} */
  let cameFrom = null;

  function close() {
    if (panel.hidden) return;
    clearTimeout(closing);
    panel.hidden = true;
    frame.src = 'about:blank';
    cameFrom?.focus();
  }

  /** @param {string} url */
  function open(url) {
    cameFrom = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    clearTimeout(closing);
    back.hidden = true;
    panel.hidden = false;
    address.textContent = new URL(url).pathname;
    frame.src = url;
    byId('visit-close').focus();
  }

  frame.addEventListener('load', () => {
    const inside = frame.contentDocument;
    const url = inside && new URL(inside.URL);
    if (panel.hidden || !url || url.protocol === 'about:') return;
    clearTimeout(closing);
    address.textContent = url.pathname;
    inside.addEventListener('click', catchChatLinks);
    back.hidden = !isReturnPage(url);
    if (url.pathname.startsWith('/payments/return')) closing = setTimeout(close, CLOSES_AFTER_MS);
  });

  /** @param {MouseEvent} event */
  function catchChatLinks(event) {
    // An element of the frame is no `Element` of this window; only its methods can be asked.
    const link = /** @type {Element | null} */ (event.target)?.closest?.('a[href]');
    const href = link?.getAttribute('href');
    if (!href || destination(href)?.kind !== 'start') return;
    event.preventDefault();
    close();
    follow(href);
  }

  byId('visit-close').addEventListener('click', close);
  back.addEventListener('click', close);
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
  return { open, close };
}

/**
 * The app's own pages, to which gateway and national window send the person back.
 * @param {URL} url
 */
const isReturnPage = (url) => url.pathname.startsWith('/payments/return') || url.pathname.startsWith('/sso/');
